/** "Còn TPHCM": the question that was answered last, for another place. */
import { describe, expect, it } from 'vitest'
import { loadShipped } from '../support/files.ts'
import { means, nothing, type Talk, talk } from '../support/talk.ts'

const content = await loadShipped()
/** What the examples make of a bare place. */
const misread = means({ procedure: 'temporary-residence', confidence: 0.67, topic: 'overview' })
const foreign = means({ isOutOfScope: true, confidence: 0.99 })
const told = (): Talk =>
  talk(content).say('lệ phí khai sinh ở Hải Phòng', means({ procedure: 'birth', topic: 'fee' }))

describe('a place alone, right after an answer', () => {
  it.each(['còn Hà Nội', 'thế còn ở Hà Nội', 'con ha noi', 'vậy Hà Nội thì sao', 'Hà Nội'])(
    'asks the same for it: %s',
    (text) => {
      for (const reading of [misread, foreign, nothing]) {
        const { words, frame } = told().say(text, reading)
        expect(words).toContain('lệ phí, Hà Nội')
        expect(words).not.toContain('Hải Phòng')
        expect(frame?.procedure).toBe('birth')
      }
    },
  )

  it('is named where nothing is known to differ there', () => {
    expect(told().say('còn Đà Nẵng', misread).words).toMatch(/^Ở Đà Nẵng ạ:\n.*lệ phí/)
    expect(told().say('thế Hà Nội', misread).words).not.toContain('Ở Hà Nội ạ')
  })

  it('is told not to differ, as far as is known, where it is the same in every province', () => {
    const fee = means({ procedure: 'id-card', topic: 'fee' })
    const asked = talk(content).say('làm căn cước hết bao nhiêu', fee).say('còn ở Hải Phòng thì sao', misread)
    expect(asked.words).toMatch(/^Dạ, em chưa thấy Hải Phòng quy định khác ạ\.\n.*lệ phí/)
    const town = talk(content).say('làm căn cước hết bao nhiêu', fee).say('còn TPHCM', misread)
    expect(town.words).toContain('em chưa thấy Thành phố Hồ Chí Minh quy định khác')
  })

  it('does so in the middle of a script, too, and leads back', () => {
    const fee = means({ procedure: 'certify-copy', topic: 'fee' })
    const midway = talk(content)
      .say('sao y', means({ procedure: 'certify-copy' }))
      .say('lệ phí thế nào', fee)
    const { at } = midway
    const asked = midway.say('còn ở Hà Nội', misread)
    expect(asked.words).toContain('lệ phí')
    expect(asked.words).toContain('Mình làm tiếp')
    expect(asked.at).toBe(at)
  })

  it('does not hide another matter', () => {
    const other = means({ procedure: 'temporary-residence', topic: 'fee' })
    const asked = told().say('còn đăng ký tạm trú ở Hà Nội bao nhiêu', other)
    expect(asked.frame?.procedure).toBe('temporary-residence')
  })
})
