/** What is told right after an answer, and asks nothing, is about the matter that was answered. */
import { describe, expect, it } from 'vitest'
import { loadShipped } from '../support/files.ts'
import { means, talk } from '../support/talk.ts'

const content = await loadShipped()
const answered = () =>
  talk(content).say('khai sinh cần gì', means({ procedure: 'birth', topic: 'documents' }))

describe('right after an answer', () => {
  it('an age is taken in, and no question that was only guessed at is answered', () => {
    const guessed = means({ isOutOfScope: true, confidence: 0.28, topic: 'status', topicConfidence: 0.6 })
    const told = answered().say('chau duoc 2 thang roi', guessed)
    expect(told.words).toContain('em nghe rồi')
    expect(told.words).not.toContain('theo dõi hồ sơ')
  })

  it('a statement leads to another matter only when it is surely meant: both are offered', () => {
    const reading = means({
      procedure: 'absence',
      confidence: 0.64,
      topic: 'overview',
      topicConfidence: 0.69,
    })
    const told = answered().say('me no di lam xa roi', reading)
    expect(told.frame?.procedure).toBe('birth')
    expect(told.words).toContain('khai sinh')
    expect(told.words).toContain('tạm vắng')
  })

  it('a question leads there as before', () => {
    const reading = means({ procedure: 'absence', confidence: 0.64, topic: 'fee', topicConfidence: 0.9 })
    const told = answered().say('khai báo tạm vắng mất bao nhiêu tiền?', reading)
    expect(told.frame?.procedure).toBe('absence')
  })
})
