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

  it.each([
    ['quận 1 giờ còn không', 'quận 1'],
    ['Huyện Đông Anh còn không em', 'Huyện Đông Anh'],
    ['xa minh loc con ko', 'xa minh loc'],
    ['thị xã Sơn Tây có còn không vậy', 'thị xã Sơn Tây'],
    ['huyện Ba Vì bỏ rồi hả', 'huyện Ba Vì'],
    ['quận Gò Vấp giờ không còn nữa phải không', 'quận Gò Vấp'],
  ])('asks in "%s" whether it is still there', (text, place) => {
    expect(readPlaceQuestion(text)).toMatchObject({ place, isStill: true })
  })

  it.each([
    'còn huyện không em',
    'giờ còn cấp huyện không',
    'bo quan huyen roi phai ko',
    'cấp huyện bỏ rồi hả em',
    'huyện giờ còn không',
    'em ơi nghe nói bỏ cấp huyện rồi à',
  ])('asks in "%s" for all districts', (text) => {
    expect(readPlaceQuestion(text)).toMatchObject({ asks: 'districts' })
  })

  it.each([
    'con không có giấy khai sinh',
    'giấy này còn không',
    'bỏ hộ khẩu ở huyện được không',
    'còn hạn không',
    'huyện còn nhận hồ sơ không',
  ])('does not ask for a place in "%s"', (text) => {
    const read = readPlaceQuestion(text)
    expect(read === undefined || (read.isStill && !/^(xã|phường|huyện|quận)/.test(read.place))).toBe(true)
  })

  it.each(['khai sinh làm ở xã nào', 'xã Minh Lộc', 'bao giờ có kết quả', 'nộp ở đâu', ''])(
    'is not seen in "%s"',
    (text) => {
      expect(readPlaceQuestion(text)).toBeUndefined()
    },
  )
})
