/** Words that name no matter are about the one that is talked of, whatever the examples see in them. */
import { describe, expect, it } from 'vitest'
import { loadShipped } from '../support/files.ts'
import { means, talk } from '../support/talk.ts'

const content = await loadShipped()
const candidates = [
  { procedure: 'residence-confirmation', confidence: 0.9 },
  { procedure: 'marital-status', confidence: 0.04 },
]
const seen = (topic: 'overview' | 'where') =>
  means({ procedure: 'residence-confirmation', confidence: 0.9, topic, candidates })

describe('words that name nothing', () => {
  it('begin no matter: several are offered', () => {
    const told = talk(content).say('chua co giay xac nhan', seen('overview'))
    expect(told.frame).toBeUndefined()
    expect(told.words).toContain('Xác nhận cư trú')
    expect(told.words).toContain('độc thân')
  })

  it('ask of which matter, where they ask something', () => {
    const told = talk(content).say('ở 2 nơi thì xin chỗ nào', seen('where'))
    expect(told.words).toContain('Bác hỏi về việc nào ạ?')
    expect(told.words).not.toContain('CT07')
  })

  it('are not refused, right after an answer', () => {
    const marriage = talk(content).say('kết hôn cần gì', means({ procedure: 'marriage', topic: 'documents' }))
    const asked = means({ isOutOfScope: true, confidence: 0.95, topic: 'processing-time' })
    expect(marriage.say('mấy bữa', asked).words).toContain('Đăng ký kết hôn – bao lâu có kết quả')
  })

  it.each(['lệ phí', 'dạ le phi ạ', 'Lệ phí?'])('nor does the name of a topic alone: %s', (text) => {
    const marriage = talk(content).say('kết hôn cần gì', means({ procedure: 'marriage', topic: 'documents' }))
    const asked = means({ procedure: 'online-payment', confidence: 0.95, topic: 'fee' })
    expect(marriage.say(text, asked).words).toContain('Đăng ký kết hôn – lệ phí')
    expect(talk(content).say(text, asked).frame).toBeUndefined()
  })

  it('with a word more may name one: "trả lệ phí"', () => {
    const reading = means({ procedure: 'online-payment', confidence: 0.95, topic: 'overview' })
    expect(talk(content).say('trả lệ phí', reading).frame?.procedure).toBe('online-payment')
  })

  it('typed with marks, are others: "con" is not "còn"', () => {
    const reading = means({ procedure: 'parent-recognition', topic: 'overview' })
    expect(talk(content).say('nhận con', reading).frame?.procedure).toBe('parent-recognition')
  })
})
