/** What is offered first, and where a procedure without a script leads. */
import { describe, expect, it } from 'vitest'
import { loadShipped } from '../support/files.ts'
import { means, talk } from '../support/talk.ts'

const content = await loadShipped()
const labels = (conversation: ReturnType<typeof talk>) =>
  conversation.replies.at(-1)?.choices?.map(({ label }) => label) ?? []

describe('the menu', () => {
  it('offers procedures and groups, each named in every language, few enough for a small phone', () => {
    for (const locale of content.locales.keys()) {
      const session = { v: 1, content: content.version, locale, heardAt: 1 } as const
      const offered = labels(talk(content, { session }).send({ type: 'start' }))
      expect(offered.length).toBeLessThanOrEqual(12)
      expect(offered.filter((label) => label === '' || label.includes('group.'))).toEqual([])
    }
  })

  it('opens a group, and leads on into it and back', () => {
    const conversation = talk(content).send({ type: 'start' }).tap('!group:civil-status')
    expect(labels(conversation)).toContain('Đăng ký kết hôn')
    const started = conversation.fork().tap('!start:marriage')
    expect(started.words).toContain('kết hôn')
    expect(labels(conversation.tap('!menu')).length).toBeGreaterThan(5)
  })

  it('shows the menu for a group that is no more', () => {
    expect(labels(talk(content).tap('!group:kites')).length).toBeGreaterThan(5)
  })

  it('holds every procedure once', () => {
    const offered = content.menu.flatMap((item) => (typeof item === 'string' ? [item] : item.procedures))
    expect([...offered].sort()).toEqual([...content.procedures.keys()].sort())
    expect(new Set(offered).size).toBe(offered.length)
  })
})

describe('a procedure without a script', () => {
  it('tells what it is, and offers what can be asked about it', () => {
    const conversation = talk(content).say('đăng ký kết hôn', means({ procedure: 'marriage' }))
    expect(labels(conversation)).toContain('Lệ phí')
    const fee = conversation.fork().tap('!about:marriage:fee')
    expect(fee.words).toContain('lệ phí')
    expect(labels(fee)).not.toContain('Lệ phí')
    expect(conversation.say('Lệ phí').words).toBe(fee.words)
  })

  it('is led through by the script of another, where there is one', () => {
    const conversation = talk(content).say('làm giấy khai sinh', means({ procedure: 'birth' }))
    expect(conversation.frame?.procedure).toBe('birth-linked')
    const told = talk(content).say('lệ phí khai sinh', means({ procedure: 'birth', topic: 'fee' }))
    expect(told.tap('!guide:birth-linked').frame?.procedure).toBe('birth-linked')
  })

  it('is asked about the script under way, when that leads through it', () => {
    const midway = talk(content).tap('!start:birth-linked')
    const passing = midway.say('lệ phí bao nhiêu ạ?', means({ procedure: 'birth', topic: 'fee' }))
    expect(passing.at).toBe('registered')
    expect(passing.words).toContain('Khai sinh cho cháu dưới 6 tuổi – lệ phí')
  })

  it('names its own desk to whoever wants a person', () => {
    const asked = talk(content)
      .say('hồ sơ của tôi đến đâu rồi', means({ procedure: 'dossier-status', topic: 'status' }))
      .say('gặp cán bộ')
    expect(asked.words).toContain('đã nhận hồ sơ')
  })
})
