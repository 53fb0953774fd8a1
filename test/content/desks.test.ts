import { cp } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Day } from '../../src/calendar/day.ts'
import type { Content, Desk } from '../../src/content/content.ts'
import { loadContent } from '../../src/content/load.ts'
import { copyFixture, type Fixture } from './fixture.ts'

const overlay = fileURLToPath(new URL('../fixtures/desks', import.meta.url))
const day = (iso: string) => Day.parse(iso) as Day

let fixture: Fixture
let content: Content
beforeAll(async () => {
  fixture = await copyFixture()
  await cp(`${overlay}/flows`, fixture.flowsDir, { recursive: true })
  const result = await fixture.load('2026-11-22')
  expect(result.ok ? result.warnings : result.problems).toEqual([])
  if (result.ok) content = result.content
})
afterAll(() => fixture.remove())

const desk = (id: string) => content.directory.all.get(id) as Desk
const found = (wanted: Parameters<Content['directory']['desksFor']>[0]) =>
  content.directory.desksFor(wanted).map(({ id }) => id)
const hongBang = 'hai-phong/11311'
const leChan = 'hai-phong/11383'

describe('the directory of the fixture', () => {
  test('has the desks under their folders, the one for everywhere first', () => {
    expect([...content.directory.all.keys()]).toEqual([
      'mot-cua',
      'hai-phong/hong-bang',
      'hai-phong/ho-tich',
      'hai-phong/le-chan',
    ])
  })

  test('resolves communes by name, by name with province, and by code', () => {
    expect([...desk('hai-phong/hong-bang').serves.communes]).toEqual([hongBang])
    expect([...desk('hai-phong/ho-tich').serves.communes]).toEqual([hongBang])
    expect([...desk('hai-phong/le-chan').serves.communes]).toEqual([leChan])
  })

  test('a desk has all that its file says', () => {
    expect(desk('hai-phong/hong-bang')).toMatchObject({
      name: 'Một cửa phường Hồng Bàng (thử)',
      phone: '0225 000 0001',
      address: 'Số 1 phố Thử',
      areHoursConfirmed: true,
      surfaces: ['console', 'telegram'],
      telegram: { chat: -1001234567890, hasTopics: true },
      languages: ['vi', 'en'],
      acceptWithinMinutes: 10,
      answerWithinMinutes: 20,
      reviewBy: day('2027-05-01'),
    })
    const { duty } = desk('hai-phong/hong-bang')
    expect([...duty.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6])
    expect(duty.get(5)).toEqual(['lan', 'hoa'])
    expect(duty.get(6)).toEqual(['hoa'])
  })

  test('its days: the lunch break, the Saturday, training, a Sunday that is open', () => {
    const { hours } = desk('hai-phong/hong-bang')
    expect(hours.shiftsOn(day('2026-11-23'))).toEqual([
      { from: 450, until: 690 },
      { from: 810, until: 1020 },
    ])
    expect(hours.shiftsOn(day('2026-11-28'))).toEqual([{ from: 480, until: 660 }])
    expect(hours.shiftsOn(day('2026-12-10'))).toEqual([])
    expect(hours.shiftsOn(day('2026-12-11'))).toEqual([])
    expect(hours.shiftsOn(day('2026-12-13'))).toEqual([{ from: 480, until: 600 }])
    expect(desk('hai-phong/le-chan').hours.shiftsOn(day('2027-04-30'))).toEqual([{ from: 480, until: 600 }])
  })

  test('a chain goes on along the chain of its last desk, nobody twice', () => {
    expect(desk('hai-phong/hong-bang').escalation).toEqual([
      { type: 'desk', desk: 'hai-phong/ho-tich' },
      { type: 'desk', desk: 'mot-cua' },
      { type: 'contact', contact: 'desk' },
    ])
  })

  test('what has no source is worked by and not told', () => {
    expect(desk('mot-cua').areHoursConfirmed).toBe(false)
    expect(desk('mot-cua').reviewBy).toBeUndefined()
  })
})

describe('who serves', () => {
  test.each([
    ['the commune before everywhere', { commune: leChan, procedure: 'kite' }, ['hai-phong/le-chan']],
    ['the procedure before all', { commune: hongBang, procedure: 'kite' }, ['hai-phong/ho-tich']],
    ['another procedure', { commune: hongBang, procedure: 'lantern' }, ['hai-phong/hong-bang']],
    ['no procedure', { commune: hongBang }, ['hai-phong/hong-bang']],
    ['another commune', { commune: 'hai-phong/11407', procedure: 'kite' }, ['mot-cua']],
    ['another province', { province: 'ha-noi', procedure: 'kite' }, ['mot-cua']],
    [
      'the province only: the commune decides',
      { province: 'hai-phong', procedure: 'lantern' },
      ['mot-cua', 'hai-phong/hong-bang', 'hai-phong/le-chan'],
    ],
    [
      'nothing known: the commune decides',
      { procedure: 'kite' },
      ['mot-cua', 'hai-phong/ho-tich', 'hai-phong/le-chan'],
    ],
  ])('%s', (_, wanted, ids) => expect(found(wanted)).toEqual(ids))
})

describe('the directory as shipped', () => {
  let shipped: Content
  beforeAll(async () => {
    const folder = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url))
    const result = await loadContent({ flowsDir: folder('flows'), localesDir: folder('locales') })
    if (result.ok) shipped = result.content
  })

  test('one desk serves everybody, and promises nothing nobody gave a source for', () => {
    const [only, ...others] = shipped.directory.all.values()
    expect(others).toEqual([])
    expect(only).toMatchObject({ id: 'mot-cua', areHoursConfirmed: false, surfaces: ['console'] })
    expect(only).not.toHaveProperty('phone')
    expect(only?.escalation).toEqual([
      { type: 'contact', contact: 'portal_hotline' },
      { type: 'contact', contact: 'commune_desk' },
    ])
    for (const wanted of [{}, { commune: hongBang, procedure: 'birth' }, { province: 'ha-noi' }]) {
      expect(shipped.directory.desksFor(wanted)).toEqual([only])
    }
  })

  test('its hours can be said in Vietnamese and in English', () => {
    const text = shipped.directory.all.get('mot-cua')?.hoursText
    expect(text?.get('vi')).toEqual(['thứ Hai đến thứ Sáu, 7:30 đến 11:30 và 13:30 đến 17:00'])
    expect(text?.get('en')).toEqual(['Monday to Friday, 7:30 to 11:30 and 13:30 to 17:00'])
  })
})
