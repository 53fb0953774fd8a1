/** Phone numbers, typed and handed over; positions; pictures of steps. */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Content, Place } from '../../src/content/content.ts'
import { distanceKm, nearestPlaces } from '../../src/engine/distance.ts'
import { makeContent } from '../support/files.ts'
import { nothing, type Talk, talk } from '../support/talk.ts'
import { atQuestion, kites } from './kite.ts'

const script = `
- say: form
  text: Tờ khai trông thế này ạ.
  image: { source: https://example.com/to-khai.png, alt: Tờ khai có hai trang }
- ask: phone
  type: phone
  text: Cán bộ gọi bác theo số nào ạ?
  label: Số điện thoại
- ask: area
  type: place
  text: Bác ở đâu ạ?
  label: Nơi ở
- ask: remark
  type: text
  text: Bác dặn gì ạ?
  label: Lời dặn
- end: done
  text: Xong rồi ạ.
`
const provinces = `
source: bịa ra để thử
provinces:
  tren: { name: Xã Trên, also: [], location: { latitude: 21.00, longitude: 105.80 } }
  giua: { name: Xã Giữa, also: [], location: { latitude: 21.05, longitude: 105.80 } }
  duoi: { name: Xã Dưới, also: [], location: { latitude: 21.10, longitude: 105.80 } }
  ben: { name: Xã Bên, also: [], location: { latitude: 21.15, longitude: 105.80 } }
  xa: { name: Xã Xa, also: [], location: { latitude: 22.50, longitude: 105.80 } }
  dau: { name: Xã Không Đâu, also: [] }
`

let content: Content
beforeAll(async () => {
  content = await makeContent({
    scripts: { card: script },
    files: { 'flows/places/provinces.yaml': provinces },
  })
})
const atPhone = () => talk(content).tap('!start:card')
const atArea = () => atPhone().say('0912345678')
const at = (latitude: number, longitude = 105.8) => ({ type: 'location', latitude, longitude }) as const
const labels = ({ replies }: Talk) => replies.at(-1)?.choices?.map(({ label }) => label)

describe('a question for a phone number', () => {
  it('asks for what a tap can hand over', () => {
    expect(atPhone().replies.at(-1)).toEqual({ text: 'Cán bộ gọi bác theo số nào ạ?', wants: 'phone' })
  })

  it.each(['0912 345 678', '+84 912 345 678', '84912345678', 'số tôi là 0912.345.678', '091 234 567 8 ạ'])(
    'takes "%s", says it back and goes on',
    (text) => {
      const conversation = atPhone().say(text, nothing)
      expect(conversation.slots).toEqual({ phone: '0912345678' })
      expect(conversation.replies[0]?.text).toBe('Em ghi: Số điện thoại: 0912 345 678.')
      expect(conversation.at).toBe('area')
    },
  )

  it('takes one handed over, as platforms write it', () => {
    for (const phone of ['84912345678', '+84912345678', '0912345678']) {
      const conversation = atPhone().send({ type: 'contact', phone })
      expect(conversation.slots).toEqual({ phone: '0912345678' })
      expect(conversation.words).toContain('0912 345 678')
    }
  })

  it('a foreign one handed over is refused, and not kept', () => {
    const conversation = atPhone().send({ type: 'contact', phone: '+12025550123' })
    expect(conversation.words).toContain('Số này em chưa dùng được ạ.')
    expect(conversation.at).toBe('phone')
    expect(JSON.stringify([conversation.session, conversation.replies])).not.toContain('202')
  })

  it.each(['0912 345 67', '1800 1096', '38251234'])('refuses "%s"', (text) => {
    const conversation = atPhone().say(text, nothing)
    expect(conversation.words).toContain('Số di động có 10 chữ số')
    expect(conversation.at).toBe('phone')
    expect(conversation.replies.at(-1)?.wants).toBe('phone')
  })

  it('asks which of two is meant', () => {
    const conversation = atPhone().say('0912345678 hoặc 0987654321', nothing)
    expect(labels(conversation)).toEqual(['0912 345 678', '0987 654 321'])
    expect(conversation.fork().say('2').slots.phone).toBe('0987654321')
    expect(conversation.fork().tap('phone:0912345678').slots.phone).toBe('0912345678')
    expect(conversation.say('0912345678').slots.phone).toBe('0912345678')
  })

  it.each([
    '031099001234',
    'cccd 031 099 001 234',
    'CMND 123456789',
    'mật khẩu là 0912345678',
    'số 0912345678, căn cước 031099001234',
  ])('still warns of "%s"', (text) => {
    const conversation = atPhone().say(text, nothing)
    expect(conversation.words).toContain('Bác đừng gửi số căn cước')
    expect(conversation.slots).toEqual({})
    expect(JSON.stringify(conversation.session)).not.toMatch(/0310|1234/)
  })

  it('can be tapped only with a number', () => {
    expect(atPhone().tap('phone:constructor').slots).toEqual({})
  })

  it('is shown when the answer is to be changed', () => {
    const choices = atArea().say('sửa').replies.at(-1)?.choices
    expect(choices?.[0]?.label).toBe('Số điện thoại: 0912 345 678')
  })

  it('is told that it is of no use elsewhere, and forgets it', async () => {
    const conversation = atArea().send({ type: 'contact', phone: '0987654321' })
    expect(conversation.words).toMatch(/^Dạ, em chưa cần số điện thoại ạ\. .*\nBác ở đâu ạ\?$/)
    expect(JSON.stringify(conversation.session)).not.toContain('0987654321')
    const home = talk(await kites()).send({ type: 'contact', phone: '0987654321' })
    expect(home.words).toContain('em chưa cần số điện thoại')
    expect(home.words).toContain('Việc kite')
    expect(JSON.stringify(home.session)).not.toContain('0987654321')
  })

  it('says that another person’s number is not kept, where one is wanted', () => {
    const other = { type: 'unsupported', kind: 'contact_of_another' } as const
    expect(atPhone().send(other).words).toContain('không phải số của bác')
    expect(atArea().send(other).words).toContain('em chưa cần số điện thoại')
  })
})

describe('a question for a place', () => {
  it('asks for a position only where places know where they lie', async () => {
    expect(atArea().replies.at(-1)?.wants).toBe('location')
    const kite = await atQuestion('area')
    expect(kite.replies.at(-1)).not.toHaveProperty('wants')
  })

  it('offers the nearest places, at most three, and files none unasked', () => {
    const conversation = atArea().send(at(21.06))
    expect(conversation.words).toMatch(/^Gần chỗ bác có các nơi này\. Ý bác là nơi nào ạ\?/)
    expect(labels(conversation)).toEqual(['Xã Giữa', 'Xã Dưới', 'Xã Trên'])
    expect(conversation.slots).not.toHaveProperty('area')
    expect(conversation.fork().say('2').slots.area).toBe('duoi')
    expect(conversation.fork().tap('area:tren').slots.area).toBe('tren')
    expect(conversation.fork().say('Xã Không Đâu').slots.area).toBe('dau')
  })

  it('asks about a single one by its name', () => {
    const conversation = atArea().send(at(22.6))
    expect(conversation.words).toContain('Gần chỗ bác có Xã Xa. Có phải nơi này không ạ?')
    expect(conversation.slots).not.toHaveProperty('area')
    expect(conversation.fork().say('đúng rồi').slots.area).toBe('xa')
    expect(conversation.fork().say('không').at).toBe('area')
  })

  it.each([
    [0, 0],
    [21.9, 105.8],
    [Number.NaN, 105.8],
    [1e9, -1e9],
  ])('asks for the name when nothing is near %s, %s', (latitude, longitude) => {
    const conversation = atArea().send(at(latitude, longitude))
    expect(conversation.words).toContain('Bác nhắn tên giúp em.')
    expect(conversation.at).toBe('area')
  })

  it('asks for the name when no place knows where it lies', async () => {
    expect((await atQuestion('area')).send(at(21)).words).toContain('Bác nhắn tên giúp em.')
  })

  it('keeps no position, wherever it is handed over', () => {
    for (const conversation of [atArea(), atPhone(), talk(content)]) {
      conversation.send(at(21.0612345))
      expect(JSON.stringify([conversation.session, conversation.effects])).not.toContain('0612345')
    }
    expect(atPhone().send(at(21)).words).toContain('em chưa cần biết bác đang ở đâu')
    expect(atPhone().send(at(21)).at).toBe('phone')
  })
})

describe('distances', () => {
  it.each([
    [{ latitude: 21.0285, longitude: 105.8542 }, { latitude: 10.7769, longitude: 106.7009 }, 1143],
    [{ latitude: 21, longitude: 105 }, { latitude: 21, longitude: 105 }, 0],
    [{ latitude: 0, longitude: 0 }, { latitude: 0, longitude: 180 }, 20_015],
    [{ latitude: 10, longitude: 179.9 }, { latitude: 10, longitude: -179.9 }, 22],
  ])('from %j to %j are %i km', (from, to, km) => {
    expect(Math.abs(distanceKm(from, to) - km)).toBeLessThan(3)
  })

  it('are the same both ways and never more than half around', () => {
    const point = fc.record({
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    })
    fc.assert(
      fc.property(point, point, (a, b) => {
        expect(distanceKm(a, b)).toBeCloseTo(distanceKm(b, a), 6)
        expect(distanceKm(a, b)).toBeLessThanOrEqual(20_016)
        expect(distanceKm(a, b)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('a place exactly at the limit counts, one beyond does not', () => {
    const north = (km: number): Place => ({
      id: String(km),
      name: '',
      location: { latitude: km / 111.19, longitude: 0 },
    })
    const near = nearestPlaces(
      [north(31), north(29), north(1)],
      { latitude: 0, longitude: 0 },
      { withinKm: 30, most: 3 },
    )
    expect(near.map(({ id }) => id)).toEqual(['1', '29'])
  })
})

describe('a picture of a step', () => {
  it('goes with the text, and is described where it cannot be shown', () => {
    const conversation = atPhone()
    expect(conversation.replies).toContainEqual({
      text: 'Tờ khai trông thế này ạ.',
      image: { source: 'https://example.com/to-khai.png', alt: 'Tờ khai có hai trang' },
    })
    expect(conversation.words).toContain('Tờ khai trông thế này ạ.\n[Tờ khai có hai trang]')
  })
})
