/** "Cho tôi hỏi chuyện này": nothing is asked yet, and nothing is refused. */
import { describe, expect, it } from 'vitest'
import { loadShipped } from '../support/files.ts'
import { means, talk } from '../support/talk.ts'

const content = await loadShipped()
const foreign = means({ isOutOfScope: true, confidence: 0.95 })

describe.each([
  'cho tôi hỏi chuyện này',
  'cho bac hoi chuyen nay',
  'cho hỏi tí',
  'cho hỏi việc này với em ơi',
  'tôi muốn hỏi',
])('"%s"', (text) => {
  it('is greeted by what can be asked, from whoever is new', () => {
    const asked = talk(content).say(text, foreign)
    expect(asked.words).toContain('Bác cần làm việc gì ạ?')
    expect(asked.replies.at(-1)?.choices?.length).toBeGreaterThan(3)
  })

  it('is told to go on, and the open question stays', () => {
    const begun = talk(content).say('khai sinh', means({ procedure: 'birth' }))
    const asked = begun.say(text, foreign)
    expect(asked.words).toBe('Dạ, bác cứ hỏi em ạ.')
    expect(asked.at).toBe('registered')
    expect(asked.say('chưa').at).toBe('birth_date')
  })
})
