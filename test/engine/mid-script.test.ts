/** What is said in the middle of a script and is no answer to its question. */
import { describe, expect, it } from 'vitest'
import { loadShipped } from '../support/files.ts'
import { means, talk } from '../support/talk.ts'

const content = await loadShipped()
const birth = () =>
  talk(content)
    .say('khai sinh 3 trong 1 cho cháu', means({ procedure: 'birth-linked', topic: 'overview' }))
    .say('chưa có')
    .say('5/11/2026')

describe('in the middle of a script', () => {
  it('a part of the sentence is not taken for an answer by a word that looks like it', () => {
    const told = birth().say('à nhầm, tháng 10 chứ', means({ isOutOfScope: true, confidence: 0.98 }))
    expect(told.frame?.slots).not.toHaveProperty('applicant')
  })

  it('facts of another matter that is only likely are not told', () => {
    const candidates = [{ procedure: 'death-linked', confidence: 0.65 }]
    const reading = means({ procedure: 'death-linked', confidence: 0.65, topic: 'where', candidates })
    expect(birth().say('o xa toi luon', reading).words).not.toContain('báo tử')
  })

  it('a short statement that is none of ours is asked for again, and not refused', () => {
    const told = birth().say('có mà quên ở nhà', means({ isOutOfScope: true, confidence: 0.87 }))
    expect(told.words).not.toContain('không giúp được')
    expect(told.words).toContain('Bác là gì của cháu ạ?')
  })

  it('which of two it is is a question, without a word of asking', () => {
    const begun = talk(content).say('đăng ký tạm trú', means({ procedure: 'temporary-residence' }))
    const reading = means({ procedure: 'temporary-residence', confidence: 0.4, topic: 'eligibility' })
    const told = begun.say('chủ nhà phải làm hay em làm', { ...reading, topicConfidence: 0.8 })
    expect(told.words).toContain('Việc của chủ nhà cho thuê')
  })

  it('what somebody says to have asks for no papers', () => {
    const reading = means({ procedure: 'death-linked', topic: 'documents', topicConfidence: 0.98 })
    const told = talk(content)
      .say('má tui mất hôm qua', means({ procedure: 'death-linked', topic: 'overview' }))
      .say('tui có căn cước với giấy báo tử rồi', reading)
    expect(told.words).not.toContain('giấy tờ cần có')
    expect(told.words).toContain('Em nhắc bác trước hạn 3 ngày nhé?')
  })
})
