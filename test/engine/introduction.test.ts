/** Who answers is said before anything else is. */
import { describe, expect, it } from 'vitest'
import { loadShipped } from '../support/files.ts'
import { means, talk } from '../support/talk.ts'

const content = await loadShipped()
const brief = 'Đây là Một Cửa, trợ lý tự động ạ.'
const birth = means({ procedure: 'birth-linked' })

describe('a citizen who begins with a wish', () => {
  it('is told that a machine answers, in the first message and only there', () => {
    const conversation = talk(content).say('làm giấy khai sinh cho cháu', birth)
    expect(conversation.replies[0]?.text.startsWith(`${brief}\n`)).toBe(true)
    expect(conversation.words.split(brief)).toHaveLength(2)
    expect(conversation.say('chưa').words).not.toContain(brief)
  })

  it('keeps the choices of the first message', () => {
    const { replies } = talk(content).say('blabla', means({ confidence: 0, topic: 'other' }))
    expect(replies[0]?.text).toContain(brief)
    expect(replies[0]?.choices?.length).toBeGreaterThan(0)
  })

  it('is told in their own language', () => {
    const session = { v: 1, content: content.version, locale: 'en', heardAt: 0 } as const
    expect(talk(content, { session }).say('birth certificate', birth).words).toContain('automatic assistant')
  })
})

describe('a citizen who was greeted', () => {
  it('is not told twice', () => {
    const greeted = talk(content).send({ type: 'start' })
    expect(greeted.words).toContain('trợ lý tự động')
    expect(greeted.say('làm giấy khai sinh cho cháu', birth).words).not.toContain(brief)
  })

  it('is not told twice in one message either', () => {
    const { words } = talk(content).say('xin chào', means({ confidence: 0, topic: 'other' }))
    expect(words.split('trợ lý tự động')).toHaveLength(2)
  })
})
