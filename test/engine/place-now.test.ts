/** "Which commune is that now?": answered from the gazetteer, whatever else is under way. */
import { describe, expect, it } from 'vitest'
import { loadShipped } from '../support/files.ts'
import { means, type Talk, talk } from '../support/talk.ts'

const content = await loadShipped()
const foreign = means({ isOutOfScope: true, confidence: 0.99, topic: 'where' })
const ask = (text: string): Talk => talk(content).say(text, foreign)
const vanLoc = 'Xã Minh Lộc (huyện Hậu Lộc) nay thuộc xã Vạn Lộc, tỉnh Thanh Hóa ạ.'

describe('what a place is now', () => {
  it.each(['xã Minh Lộc huyện Hậu Lộc giờ thuộc xã nào', 'xa minh loc gio la xa nao'])(
    'is told for "%s", and what can be done is offered',
    (text) => {
      const asked = ask(text)
      expect(asked.words).toContain(vanLoc)
      expect(asked.replies.at(-1)?.choices?.length).toBeGreaterThan(5)
    },
  )

  it('is told of a ward that has a number', () => {
    expect(ask('phường 14 gò vấp nay là phường gì').words).toContain('nay thuộc phường An Hội Tây')
  })

  it('is told of a province', () => {
    expect(ask('Hải Dương giờ thuộc tỉnh nào').words).toContain('nay thuộc thành phố Hải Phòng')
    expect(ask('Thanh Hóa giờ là tỉnh nào').words).toContain('tỉnh Thanh Hóa là tên hiện nay')
  })

  it.each([
    ['hà nam giờ thuộc tỉnh nào', 'Hà Nam nay thuộc tỉnh Ninh Bình ạ'],
    ['ha nam gio thuoc tinh nao', 'Hà Nam nay thuộc tỉnh Ninh Bình ạ'],
    ['tỉnh Hà Giang giờ thuộc đâu', 'Tỉnh Hà Giang nay thuộc tỉnh Tuyên Quang ạ'],
    ['tp hcm giờ thuộc tỉnh nào', 'thành phố Hồ Chí Minh là tên hiện nay'],
    ['huyện Đông Anh giờ thuộc tỉnh nào', 'Huyện Đông Anh nay thuộc thành phố Hà Nội ạ'],
    ['xã Hà Tây giờ thuộc tỉnh nào', 'Xã Hà Tây: ý bác là nơi nào'],
  ])('is the province that is asked for: "%s"', (text, words) => {
    expect(ask(text).words).toContain(words)
  })

  it.each([
    ['quận 1 giờ còn không', ['không còn quận, huyện', 'Quận 1 nay thuộc các xã, phường: phường Tân Định']],
    ['q1 con ko', ['không còn quận, huyện', 'Quận 1 nay thuộc']],
    ['thành phố Vinh còn không', ['Thành phố Vinh nay thuộc các xã, phường']],
    ['xã Minh Lộc huyện Hậu Lộc còn không em', [vanLoc]],
    ['bỏ huyện rồi hả em', ['Từ ngày 1/7/2025 không còn cấp huyện', 'xã, phường hoặc tỉnh làm']],
    ['gio con quan huyen ko', ['Từ ngày 1/7/2025 không còn cấp huyện']],
  ])('is told where it is asked whether it is still there: "%s"', (text, words) => {
    const asked = ask(text)
    for (const one of words) expect(asked.words).toContain(one)
  })

  it('is asked back where many have the name, and told for the district that is named next', () => {
    const asked = ask('xã Tân Phú giờ là xã nào')
    expect(asked.words).toContain('Nhiều nơi có tên Xã Tân Phú')
    expect(asked.say('huyện Quốc Oai', foreign).words).toContain('nay thuộc xã Hưng Đạo')
  })

  it('is all of its communes for a district, and the one for a former commune named next', () => {
    const asked = ask('huyện Hậu Lộc giờ thuộc xã nào')
    expect(asked.words).toContain('xã Hoa Lộc')
    expect(asked.say('xã Minh Lộc', foreign).words).toContain(vanLoc)
  })

  it('is told for the one that is picked of several, by its number', () => {
    const asked = ask('xã Quảng Minh giờ là xã nào')
    const labels = asked.replies.at(-1)?.choices?.map(({ label }) => label) ?? []
    expect(labels.length).toBeGreaterThan(2)
    expect(asked.say('1').words).toMatch(/nay thuộc|tên hiện nay/)
  })

  it('leaves to an officer which part of a divided commune a house lies in', () => {
    const asked = ask('phường Dịch Vọng quận Cầu Giấy nay thuộc phường nào')
    expect(asked.words).toMatch(/nay chia về: phường .+, phường .+hỏi cho chắc/)
  })

  it('is asked back for a place of their own that is not named', () => {
    const asked = ask('xã em nay sáp nhập rồi, giờ thuộc xã nào')
    expect(asked.words).toContain('Trước đây bác ở xã, phường nào ạ?')
    expect(asked.say('xã Minh Lộc, Hậu Lộc', foreign).words).toContain(vanLoc)
    expect(ask('quê em giờ là xã gì').words).toContain('Trước đây bác ở xã, phường nào ạ?')
  })

  it('does not lose the place in a script', () => {
    const started = talk(content).say('tạm trú', means({ procedure: 'temporary-residence' }))
    const { at } = started
    const asked = started.fork().say('xã Minh Lộc giờ là xã nào', foreign)
    expect(asked.words).toContain(vanLoc)
    expect(asked.at).toBe(at)
    const own = started.fork().say('xã tôi giờ là xã nào', foreign)
    expect(own.fork().say('Minh Lộc, Hậu Lộc', foreign).at).toBe(at)
    expect(own.say('1').at).toBe(at)
  })

  it('leaves a question of where something is done to that matter', () => {
    const asked = talk(content).say('khai sinh làm ở xã nào', means({ procedure: 'birth', topic: 'where' }))
    expect(asked.words).toContain('nơi làm')
  })
})
