/** What worries people: so many papers, strict officers, that it is hard, that they cannot read. */
import { describe, expect, it } from 'vitest'
import { loadShipped } from '../support/files.ts'
import { means, nothing, talk } from '../support/talk.ts'

const content = await loadShipped()
const complaint = means({ procedure: 'complaint', topic: 'eligibility', confidence: 0.98 })
const refused = means({ isOutOfScope: true, confidence: 0.98, topic: 'fee' })
const birth = () =>
  talk(content).say('khai sinh 3 trong 1 cho cháu', means({ procedure: 'birth-linked', topic: 'overview' }))

describe('a worry', () => {
  it.each([
    ['sao nhiều giấy vậy', refused, 'từng giấy một'],
    ['giay to ruom ra qua', refused, 'từng giấy một'],
    ['cán bộ có khó không', complaint, 'đừng ngại'],
    ['bác sợ cán bộ la', complaint, 'đừng ngại'],
    ['khó quá em ơi', refused, 'từng bước'],
    ['tui già rồi không biết làm', means({ procedure: 'social-pension', topic: 'overview' }), 'từng bước'],
    ['không biết chữ', refused, 'không sao'],
  ])('"%s" in a guide is met, a person is offered, and the question comes again', (text, reading, words) => {
    const told = birth().say(text, reading)
    expect(told.words).toContain(words)
    expect(told.words).toContain('Cháu đã có giấy khai sinh chưa ạ?')
    expect(told.words).toContain('Gặp cán bộ')
    expect(told.at).toBe('registered')
    expect(told.frame?.procedure).toBe('birth-linked')
  })

  it('right after an answer leads to the guide, which asks for no paper that is not needed', () => {
    const told = talk(content)
      .say('làm khai sinh cần gì', means({ procedure: 'birth', topic: 'documents' }))
      .say('giấy tờ gì mà nhiều dữ vậy', refused)
    expect(told.words).toContain('từng giấy một')
    expect(told.words).toContain('1. Hướng dẫn từng bước')
    expect(told.fork().say('có').frame?.procedure).toBe('birth-linked')
  })

  it('right after an answer about what has no guide leads to what is known of it', () => {
    const told = talk(content)
      .say('làm sổ đỏ', means({ procedure: 'land', topic: 'documents' }))
      .say('thủ tục rườm rà quá', refused)
    expect(told.words).toContain('từng giấy một')
    expect(told.words).toContain('1. Giấy tờ cần có')
  })

  it('before anything else is met with what can be done here', () => {
    const told = talk(content).say('cán bộ có khó không', complaint)
    expect(told.words).toContain('đừng ngại')
    expect(told.words).not.toContain('Phản ánh')
    expect(told.frame).toBeUndefined()
  })

  it('names the matter in hand and nothing else', () => {
    const read = means({ procedure: 'birth', topic: 'eligibility', topicConfidence: 0.3 })
    expect(birth().say('làm khai sinh có khó không', read).words).toContain('từng bước')
  })

  it('is none where a matter or a grievance is told', () => {
    const grief = talk(content).say('cán bộ khó chịu lắm', means({ procedure: 'complaint', topic: 'other' }))
    expect(grief.words).toContain('Phản ánh')
    const asked = means({ procedure: 'temporary-residence', topic: 'documents' })
    const told = talk(content).say('tạm trú giấy tờ nhiều quá, cần gì', asked)
    expect(told.words).toContain('Đăng ký tạm trú – giấy tờ cần có')
  })

  it('is no answer by words that look like padding', () => {
    const asked = talk(content)
      .say('khai tử', means({ procedure: 'death-linked', topic: 'overview' }))
      .say('hôm qua')
      .say('khỏi nhắc')
      .say('ở nhà')
    expect(asked.at).toBe('benefit')
    expect(asked.fork().say('không biết chữ', nothing).slots).not.toHaveProperty('benefit')
    expect(asked.fork().say('không biết chú ơi', nothing).slots).toMatchObject({ benefit: 'unsure' })
  })
})
