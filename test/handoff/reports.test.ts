import { describe, expect, test } from 'vitest'
import { Day } from '../../src/calendar/day.ts'
import { officeHours } from '../../src/calendar/office-hours.ts'
import type { CaseFields } from '../../src/engine/turn.ts'
import { reportCsv } from '../../src/handoff/report-csv.ts'
import {
  casesOpened,
  type DeskWeek,
  deskWeeks,
  readWeek,
  weekName,
  weekOf,
} from '../../src/handoff/reports.ts'
import type { Case } from '../../src/store/store.ts'
import { loadShipped } from '../support/files.ts'
import { hour, minute } from './arrange.ts'
import { openWorld } from './world.ts'

/** Every day a working day; open from 7:30 to 11:30 and from 13:30 to 17:00. */
const hours = officeHours(
  {
    weekly: new Map(
      [1, 2, 3, 4, 5].map((day) => [
        day,
        [
          { from: 450, until: 690 },
          { from: 810, until: 1020 },
        ],
      ]),
    ),
  },
  {
    dayOff: ({ weekday }) => (weekday === 0 || weekday === 6 ? { name: 'weekend', source: '' } : undefined),
  } as Parameters<typeof officeHours>[1],
)
const directory = new Map([
  ['b', { name: 'Bộ phận B', hours }],
  ['a', { name: 'Á', hours }],
])
const at = (text: string) => Date.parse(`${text}+07:00`)
/** A Monday. */
const monday = at('2026-11-16T08:00')

let made = 0
function one(fields: Partial<CaseFields>): Case {
  made += 1
  return {
    id: `case${made}`,
    conversation: 'web:x',
    lastEntry: 1,
    changedAt: monday,
    state: 'closed',
    kind: 'chat',
    desk: 'b',
    reason: 'asked_for_person',
    openedAt: monday,
    locale: 'vi',
    ...fields,
  }
}

async function rowOf(...cases: Partial<CaseFields>[]): Promise<DeskWeek | undefined> {
  const [row, ...others] = await deskWeeks(cases.map(one), directory)
  expect(others).toEqual([])
  return row
}

describe('a desk’s week', () => {
  test.each<[string, Partial<CaseFields>[], Partial<DeskWeek>]>([
    ['nobody has to wait', [{ takenAt: monday }], { waitMedian: 0, waitP90: 0, untaken: 0 }],
    [
      'only open minutes count: over lunch, over a night, over a weekend',
      [
        { openedAt: at('2026-11-16T11:20'), takenAt: at('2026-11-16T13:40') },
        { openedAt: at('2026-11-16T22:00'), takenAt: at('2026-11-17T08:00') },
        { openedAt: at('2026-11-20T16:30'), takenAt: at('2026-11-23T08:30') },
      ],
      { waitMedian: 30, waitP90: 90 },
    ],
    [
      'half of them and nine in ten waited no longer',
      Array.from({ length: 10 }, (_, i) => ({ takenAt: monday + (i + 1) * minute })),
      { waitMedian: 5, waitP90: 9 },
    ],
    ['who was never taken has no waiting time', [{ state: 'waiting' }], { untaken: 1, open: 1 }],
    [
      'outcomes, call-backs and escalations are counted by case',
      [
        { outcome: 'solved' },
        { outcome: 'solved', escalations: 3, kind: 'call_back' },
        { outcome: 'unreachable', escalations: 1 },
        { state: 'taken' },
      ],
      { cases: 4, solved: 2, outcomes: { solved: 2, unreachable: 1 }, callBacks: 1, escalated: 2, open: 1 },
    ],
    [
      'ratings are of those who rated',
      [{ rating: 5 }, { rating: 4 }, { rating: 5 }, {}],
      { ratings: 3, ratingMean: 4.7 },
    ],
    [
      'reasons are counted, those of scripts by their words',
      [{ reason: 'distress' }, { reason: 'script:foreign_element' }, { reason: 'distress' }],
      { reasons: { distress: 2, 'script:foreign_element': 1 } },
    ],
  ])('%s', async (_, cases, expected) => {
    expect(await rowOf(...cases)).toMatchObject(expected)
  })

  test('says nothing of what there was none of', async () => {
    expect(await rowOf({ state: 'waiting' })).toEqual({
      desk: 'b',
      deskName: 'Bộ phận B',
      week: '2026-11-16',
      cases: 1,
      callBacks: 0,
      open: 1,
      untaken: 1,
      solved: 0,
      outcomes: {},
      escalated: 0,
      ratings: 0,
      reasons: { asked_for_person: 1 },
    })
  })

  test('begins on Monday at midnight in Vietnam', async () => {
    const rows = await deskWeeks(
      [
        one({ openedAt: at('2026-11-15T23:59:59.999') }),
        one({ openedAt: at('2026-11-16T00:00') }),
        one({ openedAt: at('2026-11-22T23:59:59.999') }),
      ],
      directory,
    )
    expect(rows.map(({ week, cases }) => [week, cases])).toEqual([
      ['2026-11-16', 2],
      ['2026-11-09', 1],
    ])
  })

  test('is in Vietnamese order, and keeps a desk that the directory has lost', async () => {
    const rows = await deskWeeks(
      [one({ desk: 'b' }), one({ desk: 'gone', takenAt: monday + hour }), one({ desk: 'a' })],
      directory,
    )
    expect(rows.map(({ deskName }) => deskName)).toEqual(['Á', 'Bộ phận B', 'gone'])
    expect(rows[2]).not.toHaveProperty('waitMedian')
  })

  test('is read page by page, also when many were opened in one moment', async () => {
    const world = openWorld()
    for (let i = 0; i < 1_700; i++) world.open(`c${i}`, { openedAt: monday + (i < 1_200 ? 0 : i) })
    const asked: number[] = []
    const list = (filter: Parameters<typeof world.store.listCases>[0]) => {
      asked.push(filter.limit)
      return world.store.listCases(filter)
    }
    const found: string[] = []
    for await (const { id } of casesOpened(list, { openedFrom: monday, openedBefore: monday + hour }))
      found.push(id)
    expect([found.length, new Set(found).size]).toEqual([1_700, 1_700])
    expect(asked.length).toBeLessThan(10)
  })
})

describe('weeks', () => {
  test.each([
    ['2026-W47', '2026-11-16'],
    ['2026-W01', '2025-12-29'],
    ['2026-W53', '2026-12-28'],
    ['2027-W01', '2027-01-04'],
  ])('%s begins on %s', (name, first) => {
    const week = readWeek(name)
    expect(week?.monday.iso).toBe(first)
    expect(week && weekName(week)).toBe(name)
  })

  test.each(['2027-W53', '2026-W00', '2026-W54', '2026-47', 'W47', '2026-11-16', ''])(
    '%j is none',
    (name) => {
      expect(readWeek(name)).toBeUndefined()
    },
  )

  test('every day of ten years is in the week it is named by', () => {
    const first = Day.of(2024, 1, 1)?.number ?? 0
    for (let number = first; number < first + 3653; number++) {
      const day = Day.fromNumber(number)
      const week = weekOf(day)
      expect(week.monday.weekday).toBe(1)
      expect(day.number - week.monday.number).toBeLessThan(7)
      expect(readWeek(weekName(week))?.monday.iso).toBe(week.monday.iso)
    }
  })
})

describe('a report as a file', () => {
  test('opens in Excel: byte order mark, quoted texts, decimal comma, no formula', async () => {
    const content = await loadShipped()
    const words = (key: string) => content.locales.get('vi')?.phrases.get(key) ?? `MISSING ${key}`
    const row = await rowOf({ rating: 4, outcome: 'solved', takenAt: monday + 5 * minute }, { rating: 5 })
    if (row === undefined) throw new Error('there is no row')
    const csv = reportCsv(
      [row, { ...row, deskName: '=HYPERLINK("x")', reasons: { 'script:a': 2, 'script:b': 1 } }],
      words,
    )
    expect(csv.startsWith('\uFEFF"Tuần","Từ ngày","Mã bộ phận","Bộ phận",')).toBe(true)
    expect(csv).not.toContain('MISSING')
    const [head = '', first = '', second = '', end] = csv.split('\r\n')
    expect(end).toBe('')
    expect(first).toBe(
      '"2026-W47","2026-11-16","b","Bộ phận B",2,0,5,5,1,0,0,1,0,0,0,0,2,0,0,0,0,0,0,0,0,2,"4,5"',
    )
    expect(second).toContain('"\'=HYPERLINK(""x"")"')
    expect(second).toContain(',0,0,0,0,0,0,0,0,3,2,"4,5"')
    const cells = (line: string) => line.match(/"(?:[^"]|"")*"|[^,]+|(?<=,)(?=,)/g)?.length
    expect(cells(head)).toBe(cells(first))
  })
})
