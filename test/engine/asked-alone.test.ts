/** A word or two that ask about the matter in hand, and name none. */
import { describe, expect, it } from 'vitest'
import { loadShipped } from '../support/files.ts'
import { means, talk } from '../support/talk.ts'

const content = await loadShipped()
const refused = means({ isOutOfScope: true, confidence: 1, topic: 'overview' })
const birth = () =>
  talk(content).say('khai sinh 3 trong 1 cho cháu', means({ procedure: 'birth-linked', topic: 'overview' }))
const death = () =>
  talk(content)
    .say('khai tử', means({ procedure: 'death-linked', topic: 'overview' }))
    .say('hôm qua')
    .say('khỏi nhắc')
    .say('ở nhà')

describe('a topic and nothing else', () => {
  it.each([
    ['tiền', 'lệ phí'],
    ['tien nong sao em', 'lệ phí'],
    ['giá cả sao', 'lệ phí'],
    ['miễn phí hả', 'lệ phí'],
    ['hạn chót', 'thời hạn phải làm'],
    ['quy trình sao', 'các bước'],
  ])('in a guide "%s" is told of the matter in hand, and the question comes again', (text, heading) => {
    const told = birth().say(text, refused)
    expect(told.words).toContain(`Khai sinh cho cháu dưới 6 tuổi – ${heading}:`)
    expect(told.words).toContain('Cháu đã có giấy khai sinh chưa ạ?')
    expect(told.at).toBe('registered')
  })

  it('is not filed as an option that has the word in its label', () => {
    const asked = death()
    expect(asked.at).toBe('benefit')
    for (const text of ['giá', 'tiền']) {
      const told = asked.fork().say(text, refused)
      expect(told.words).toContain('lệ phí')
      expect(told.at).toBe('benefit')
      expect(told.slots).not.toHaveProperty('benefit')
    }
  })

  it('is an answer where it is one of the words that the question takes', () => {
    const asked = death().say('không có').say('trên mạng', refused)
    expect(asked.slots).toMatchObject({ benefit: 'none', channel: 'online' })
  })

  it('with other marks is another word', () => {
    expect(birth().say('tiến', refused).words).not.toContain('lệ phí')
  })

  it('where nothing is talked of is asked back about', () => {
    const told = talk(content).say('tiền', refused)
    expect(told.words).toContain('Bác hỏi về việc nào ạ?')
  })
})

describe('a short question with a strange name in it', () => {
  const reading = means({ isOutOfScope: true, confidence: 0.43, topic: 'fee', topicConfidence: 1 })
  const begun = () => talk(content).say('đăng ký tạm trú', means({ procedure: 'temporary-residence' }))

  it('is about the matter in hand', () => {
    const told = begun().say('lệ phí bạc liêu là bao nhiêu', reading)
    expect(told.words).toContain('Đăng ký tạm trú – lệ phí:')
    expect(told.at).toBe('need')
  })

  it('that is surely foreign is not', () => {
    const told = begun().say('giá vàng là bao nhiêu', { ...reading, confidence: 0.99 })
    expect(told.words).not.toContain('lệ phí')
  })
})
