/** Who nods, did not hear, or does not understand has not answered: they are asked again, plainly. */
import { describe, expect, it } from 'vitest'
import { loadShipped } from '../support/files.ts'
import { means, nothing, talk } from '../support/talk.ts'

const content = await loadShipped()
const residence = () =>
  talk(content)
    .say('tạm trú', means({ procedure: 'temporary-residence' }))
    .say('1')
const mourning = () =>
  talk(content).say('ba tui mất hôm qua', means({ procedure: 'death-linked', topic: 'overview' }))
const answered = () =>
  talk(content).say('khai sinh cần gì', means({ procedure: 'birth', topic: 'documents' }))

describe('at a question for yes or no', () => {
  it('a nod is no answer', () => {
    for (const text of ['vậy hả', 'thế à', 'ủa', 'ra vậy']) {
      const said = residence().say(text, nothing)
      expect(said.at, text).toBe('same_commune')
      expect(said.words, text).toContain('Dạ vâng ạ.\nChỗ ở này')
    }
  })

  it('a doubt or a lack of understanding is told the hint and the reason', () => {
    for (const text of ['là sao', 'không hiểu', 'chắc có', 'hình như không', 'hong biet', 'tùy em']) {
      const said = residence().say(text, nothing)
      expect(said.at, text).toBe('same_commune')
      expect(said.words, text).toContain('Cùng xã thì không phải đăng ký tạm trú')
    }
  })

  it('words of its own answer it', () => {
    expect(mourning().say('nhắc đi', nothing).slots.remind_deadline).toBe(true)
    expect(mourning().say('khỏi nhắc', nothing).slots.remind_deadline).toBe(false)
    expect(residence().say('khác xã', nothing).slots.same_commune).toBe(false)
    expect(residence().say('chung một xã', nothing).slots.same_commune).toBe(true)
    expect(residence().say('có chứ sao không', nothing).slots.same_commune).toBe(true)
  })

  it('words that only look like yes or no without their marks are none', () => {
    expect(mourning().say('con khong cha', nothing).at).toBe('remind_deadline')
  })

  it('a name that is asked for is explained, and no other guide offered', () => {
    const read = means({ procedure: 'permanent-residence', topic: 'overview' })
    const said = residence().say('thường trú là gì', read)
    expect(said.words).toContain('Là ghi nơi ở hợp pháp')
    expect(said.words).not.toContain('chuyển sang')
    expect(said.at).toBe('same_commune')
  })
})

describe('right after an answer', () => {
  it('a nod ends nothing, and what was offered can still be taken', () => {
    for (const text of ['vậy hả', 'cảm ơn em']) {
      const said = answered().say(text, nothing)
      expect(said.words, text).not.toContain('chưa hiểu')
      expect(said.say('1').frame?.procedure, text).toBe('birth-linked')
    }
  })

  it('it is told again to who did not hear', () => {
    const told = answered()
    const { words } = told
    expect(told.say('nhắc lại', nothing).words).toContain(words.split('\n').slice(1, 4).join('\n'))
  })

  it('who does not understand is asked what, and not told that we do not', () => {
    const said = answered().say('không hiểu', nothing)
    expect(said.words).toContain('bác chưa rõ chỗ nào')
    expect(said.words).not.toContain('Em chưa hiểu')
  })
})
