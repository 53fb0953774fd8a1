import { describe, expect, it } from 'vitest'
import { readPlaceQuestion } from '../../src/text/place-question.ts'

describe('a question for what a place is now', () => {
  it.each([
    ['xã Minh Lộc huyện Hậu Lộc giờ thuộc xã nào', 'xã Minh Lộc huyện Hậu Lộc'],
    ['xa minh loc gio la xa nao', 'xa minh loc'],
    ['phường 14 gò vấp nay là phường gì', 'phường 14 gò vấp'],
    ['Cho tôi hỏi nhà tôi ở xã Minh Lộc cũ bây giờ là xã nào ạ?', 'xã Minh Lộc cũ'],
    ['xã Minh Lộc sáp nhập vào đâu rồi', 'xã Minh Lộc'],
    ['xã Minh Lộc đã đổi tên thành gì', 'xã Minh Lộc'],
    ['xã Minh Lộc thuộc xã mới nào', 'xã Minh Lộc'],
    ['tên mới của xã Minh Lộc là gì', 'xã Minh Lộc'],
    ['tên mới của phường 14 gò vấp', 'phường 14 gò vấp'],
    ['phường 14 quận Gò Vấp giờ là phường nào', 'phường 14 quận Gò Vấp'],
    ['Minh Lộc huyện Hậu Lộc giờ là xã nào', 'Minh Lộc huyện Hậu Lộc'],
    ['which commune is Minh Loc now', 'Minh Loc'],
  ])('is seen in "%s"', (text, place) => {
    expect(readPlaceQuestion(text)).toMatchObject({ place, asks: 'commune' })
  })

  it('asks for the province', () => {
    expect(readPlaceQuestion('Hải Dương giờ thuộc tỉnh nào')).toMatchObject({
      place: 'Hải Dương',
      asks: 'province',
    })
  })

  it.each(['khai sinh làm ở xã nào', 'xã Minh Lộc', 'bao giờ có kết quả', 'nộp ở đâu', ''])(
    'is not seen in "%s"',
    (text) => {
      expect(readPlaceQuestion(text)).toBeUndefined()
    },
  )
})
