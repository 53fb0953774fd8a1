/** Which words around a command are no part of it. */
import { expect, it } from 'vitest'
import { loadShipped } from '../support/files.ts'
import { means, talk } from '../support/talk.ts'

const content = await loadShipped()
const other = means({ procedure: 'other-public-service', topic: 'overview', confidence: 0.8 })

it('a word typed with marks is no polite word without them: a house is not "nha"', () => {
  expect(talk(content).say('xin sửa nhà', other).words).toContain('chưa hướng dẫn được')
  expect(talk(content).say('cho em sửa nha', other).words).toContain('chưa trả lời câu nào')
})

it('who calls somebody is greeted, and begins no matter', () => {
  const child = means({ procedure: 'parent-recognition', topic: 'overview', confidence: 0.9 })
  for (const text of ['con ơi', 'chú ơi', 'cán bộ ơi'])
    expect(talk(content).say(text, child).words, text).toContain('Bác cần làm việc gì ạ?')
})

it('who will ask at home is let go', () => {
  const told = talk(content).say('thôi để tui hỏi con tui', means({ isOutOfScope: true, confidence: 0.5 }))
  expect(told.words).toContain('Khi nào cần, bác cứ nhắn em')
})
