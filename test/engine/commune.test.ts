/** A question for a commune: one is filed and said, a few are offered, of many the name or the area is asked for. */
import { beforeAll, describe, expect, it } from 'vitest'
import { explore } from '../../src/cli/explorer/explore.ts'
import type { Content } from '../../src/content/content.ts'
import { makeContent } from '../support/files.ts'
import { type Talk, talk } from '../support/talk.ts'
import { atQuestion } from './kite.ts'

const script = (level: string) => `
- ask: home
  type: place
  level: ${level}
  text: Bác ở xã, phường nào ạ?
  label: Nơi ở
- say: noted
  text: Nơi ở là {{ home }}.
- say: northern
  when: province_of(home) == "hai-phong"
  text: Đất cảng ạ.
- answer: fees
  facts: [fee]
- end: done
  text: Xong rồi ạ.
`
const facts = `
fee:
  type: money
  topic: fee
  label: Lệ phí
  values:
    - value: 8000
`
const overlay = `
procedure: move
place: hai-phong
sources:
  local: { title: Nghị quyết của Hải Phòng }
facts:
  fee:
    values:
      - { value: 3000, source: local, confidence: confirmed, reviewed: 2026-11-01 }
`
const made = (level: string) =>
  makeContent({
    scripts: { move: script(level) },
    facts: { move: facts },
    files: { 'flows/places/hai-phong/move.yaml': overlay },
  })

let content: Content
beforeAll(async () => {
  content = await made('commune')
})
const atHome = () => talk(content).tap('!start:move')
const texts = ({ replies }: Talk) => replies.map(({ text }) => text)
const labels = ({ replies }: Talk) => replies.at(-1)?.choices?.map(({ label }) => label)

describe('a question for a commune', () => {
  it.each([
    'xã Minh Lộc huyện Hậu Lộc',
    'dạ nhà em ở minh loc hau loc ạ',
    'x. Mih Lộc, h. Hậu Lộc, Thanh Hóa',
  ])('says what became of "%s", or asks, and files it', (text) => {
    let conversation = atHome().say(text)
    if (conversation.at === 'home') conversation = conversation.tap('home:thanh-hoa/16078')
    else
      expect(conversation.words).toContain(
        'Xã Minh Lộc (huyện Hậu Lộc) nay thuộc xã Vạn Lộc, tỉnh Thanh Hóa ạ.',
      )
    expect(conversation.slots.home).toBe('thanh-hoa/16078')
    expect(conversation.words).toContain('Nơi ở là Xã Vạn Lộc, tỉnh Thanh Hóa.')
  })

  it('says a present name back with its province, once', () => {
    const conversation = atHome().say('vi da')
    expect(texts(conversation)[0]).toBe('Em ghi: phường Vỹ Dạ, thành phố Huế ạ.')
    expect(conversation.words.match(/Vỹ Dạ/g)).toHaveLength(2)
  })

  it('a sentence with more than a place is an answer too', () => {
    const conversation = atHome().say('nhà em mới chuyển về phường 14 quận Gò Vấp tháng trước')
    expect(conversation.slots.home).toBe('ho-chi-minh/26882')
  })

  it('offers a few, which can be tapped, numbered or written', () => {
    const asked = atHome().say('huyện Hậu Lộc')
    expect(asked.slots).toEqual({})
    expect(labels(asked)).toEqual(['Xã Hậu Lộc', 'Xã Triệu Lộc', 'Xã Đông Thành', 'Xã Hoa Lộc', 'Xã Vạn Lộc'])
    expect(asked.words).toContain('Huyện Hậu Lộc')
    expect(asked.fork().tap('home:thanh-hoa/16072').slots.home).toBe('thanh-hoa/16072')
    expect(asked.fork().say('5').slots.home).toBe('thanh-hoa/16078')
    expect(asked.fork().say('Đông Thành').slots.home).toBe('thanh-hoa/16033')
    expect(asked.fork().say('minh lộc').slots.home).toBe('thanh-hoa/16078')
  })

  it('tells the provinces and former districts of communes with one former name', () => {
    expect(labels(atHome().say('phường 4 Vĩnh Long'))).toEqual([
      'Phường An Hội (phường 4, thành phố Bến Tre cũ)',
      'Phường Long Đức (phường 4, thành phố Trà Vinh cũ)',
      'Phường Phước Hậu (phường 4, thành phố Vĩnh Long cũ)',
    ])
    expect(labels(atHome().say('xã Vĩnh Phúc'))).toEqual([
      'Xã Đồng Yên, tỉnh Tuyên Quang (xã Vĩnh Phúc, huyện Bắc Quang cũ)',
      'Xã Vĩnh Lộc, tỉnh Thanh Hóa (xã Vĩnh Phúc, huyện Vĩnh Lộc cũ)',
    ])
  })

  it('tells a present name from the former one beside it', () => {
    expect(labels(atHome().say('phường An Biên Hải Phòng'))).toEqual([
      'Phường An Biên',
      'Phường Lê Chân (phường An Biên, quận Lê Chân cũ)',
    ])
    expect(labels(atHome().say('Hậu Lộc'))?.at(-1)).toBe(
      'Xã Cái Ngang, tỉnh Vĩnh Long (xã Hậu Lộc, huyện Tam Bình cũ)',
    )
  })

  it('says that a unit was split', () => {
    const asked = atHome().say('phường 13 Gò Vấp')
    expect(asked.words).toContain('nay chia về các nơi này')
    expect(labels(asked)).toEqual(['Phường An Hội Đông', 'Phường An Hội Tây'])
  })

  it('asks for the commune where only a province is named, and reads the answer within it', () => {
    const asked = atHome().say('thanh hoa')
    expect(asked.words).toContain('Tỉnh Thanh Hóa có nhiều xã, phường.')
    expect(asked.at).toBe('home')
    expect(asked.fork().say('tân tiến').words).toContain('tỉnh Thanh Hóa')
    expect(asked.fork().say('minh lộc').slots.home).toBe('thanh-hoa/16078')
    expect(asked.fork().say('phường Vỹ Dạ, Huế').slots.home).toBe('hue/19777')
  })

  it('asks for the area where many have the name', () => {
    const asked = atHome().say('phường 1')
    expect(asked.words).toContain('Nhiều nơi có tên Phường 1.')
    expect(asked.say('gò vấp').slots.home).toBe('ho-chi-minh/26890')
  })

  it('applies the facts of its province, and lets conditions read it', () => {
    const north = atHome().say('đặc khu Cát Hải')
    expect(north.words).toContain('3.000 đồng')
    expect(north.words).toContain('Đất cảng ạ.')
    const south = atHome().say('phường 14 quận Gò Vấp')
    expect(south.words).toContain('8.000 đồng')
    expect(south.words).not.toContain('Đất cảng')
  })

  it('takes neither a position nor a province for a commune', () => {
    const handed = atHome().send({ type: 'location', latitude: 20.86, longitude: 106.68 })
    expect(handed.at).toBe('home')
    expect(handed.tap('home:hai-phong').at).toBe('home')
    expect(handed.tap('home:nghe-an/16078').at).toBe('home')
  })

  it('asks again after what is no place', () => {
    expect(atHome().say('không biết').at).toBe('home')
  })

  it('keeps answers readable when the question changes its level', async () => {
    const province = await made('province')
    const before = talk(province).tap('!start:move').say('Hải Phòng')
    expect(before.edit(content).say('sửa').words).toContain('Hải Phòng')
    const after = atHome().say('phường 14 quận Gò Vấp').edit(province).say('sửa')
    expect(after.words).toContain('Phường An Hội Tây, thành phố Hồ Chí Minh')
  })

  it('is walked by the explorer without a failure', () => {
    const found = explore({ content, procedure: 'move', locale: 'vi', now: Date.parse('2026-11-22T02:00Z') })
    expect(found?.failures.map(({ chat }) => chat)).toEqual([])
  })
})

describe('a question for a province', () => {
  it.each([
    ['Cái Bè', 'dong-thap'],
    ['xã Minh Lộc huyện Hậu Lộc', 'thanh-hoa'],
    ['phường 14 gò vấp', 'ho-chi-minh'],
  ])('finds it by "%s" in it', async (text, province) => {
    expect((await atQuestion('area')).say(text).slots.area).toBe(province)
  })

  it('does not guess between provinces', async () => {
    expect((await atQuestion('area')).say('xã Đông Thành').slots).not.toHaveProperty('area')
  })
})
