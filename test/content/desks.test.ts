import { cp, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
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

describe('other files', () => {
  const load = async (files: Readonly<Record<string, string>>) => {
    const other = await copyFixture()
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(other.path(file)), { recursive: true })
      await other.write(file, text)
    }
    return await other.load('2026-11-22')
  }
  const written = (id: string, more: string) => `  ${id}:
    name: Bàn ${id}
    confidence: unconfirmed
    hours: { mon-fri: ["8:00-12:00"], sat-sun: ["9:00-10:00"] }
    escalation: [{ contact: desk }]
${more}`

  test('without any there are no desks, and nothing is wrong', async () => {
    const result = await load({})
    expect(result.ok && [...result.content.directory.all.keys()]).toEqual([])
    expect(result.ok && result.content.directory.desksFor({ commune: hongBang })).toEqual([])
  })

  test('two desks that say so are a choice; without it they are a mistake', async () => {
    const two = (choice: string) => ({
      'flows/places/desks.yaml': `desks:\n${written('a', `    serves: everywhere${choice}`)}\n${written('b', `    serves: everywhere${choice}`)}\n`,
    })
    const result = await load(two('\n    choice: true'))
    expect(result.ok && result.content.directory.desksFor({ commune: hongBang }).map(({ id }) => id)).toEqual(
      ['a', 'b'],
    )
    expect((await load(two(''))).ok).toBe(false)
  })

  test('a province before everywhere, named by its name', async () => {
    const result = await load({
      'flows/places/desks.yaml': `desks:\n${written('a', '    serves: everywhere')}\n${written('b', '    serves: { provinces: [Hải Phòng] }')}\n`,
    })
    if (!result.ok) throw new Error(JSON.stringify(result.problems))
    const { desksFor } = result.content.directory
    expect(desksFor({ province: 'hai-phong' }).map(({ id }) => id)).toEqual(['b'])
    expect(desksFor({ commune: hongBang }).map(({ id }) => id)).toEqual(['b'])
    expect(desksFor({ province: 'ha-noi' }).map(({ id }) => id)).toEqual(['a'])
    expect(desksFor({}).map(({ id }) => id)).toEqual(['a', 'b'])
  })

  test('a folder that is no province is told, and its desks are not taken for what differs there', async () => {
    const result = await load({
      'flows/places/hai-fong/desks.yaml': `place: hai-fong\ndesks:\n${written('a', '    serves: province')}\n`,
    })
    const problems = result.ok ? [] : result.problems
    expect(problems.map(({ rule, mend }) => [rule, mend])).toEqual([
      ['unknown-place', 'Did you mean "hai-phong"?'],
    ])
  })

  test('in a language without words for hours they are said in figures', async () => {
    const result = await load({
      'flows/places/desks.yaml': `desks:\n${written('a', '    serves: everywhere')}\n`,
    })
    const text = result.ok ? result.content.directory.all.get('a')?.hoursText : undefined
    expect(text?.get('vi')).toEqual(['1-5: 8:00-12:00; 6, 0: 9:00-10:00'])
  })
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
