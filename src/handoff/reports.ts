/** What a desk did in a week: how many came, how long they waited, how it ended and how it was rated. */
import { Day } from '../calendar/day.ts'
import type { Desk, DeskId } from '../content/content.ts'
import type { CaseOutcome, CaseReason, EpochMs } from '../engine/turn.ts'
import type { Case, CaseFilter } from '../store/store.ts'

/** Of cases opened in one week that ended, or wait, at one desk. */
export interface DeskWeek {
  readonly desk: DeskId
  /** The desk's id when the directory has it no longer. */
  readonly deskName: string
  /** Its Monday, e.g. `2026-11-16`. */
  readonly week: string
  readonly cases: number
  /** Of them, asked to be rung up. */
  readonly callBacks: number
  readonly open: number
  /** Nobody ever took them. */
  readonly untaken: number
  readonly solved: number
  readonly outcomes: Readonly<Partial<Record<CaseOutcome, number>>>
  /** Cases that went on to somebody else because nobody took or answered them in time. */
  readonly escalated: number
  /** Open minutes of the desk until they were taken: half of them waited no longer, nine in ten no longer. */
  readonly waitMedian?: number
  readonly waitP90?: number
  readonly ratings: number
  readonly ratingMean?: number
  readonly reasons: Readonly<Record<string, number>>
}

/** A week from Monday to Sunday in Vietnam. */
export interface Week {
  readonly monday: Day
  readonly from: EpochMs
  readonly until: EpochMs
}

/** Cases read in one go. */
const pageSize = 500
const daysOfWeek = 7

/** The week of a day. */
export function weekOf(day: Day): Week {
  const monday = day.plusDays(-((day.weekday + 6) % daysOfWeek))
  return { monday, from: monday.atVietnamHour(0), until: monday.plusDays(daysOfWeek).atVietnamHour(0) }
}

/** Reads `2026-W47` as ISO 8601 numbers weeks: the first is the one with 4 January. `undefined`: there is none such. */
export function readWeek(text: string): Week | undefined {
  const [, year = '', number = ''] = /^(\d{4})-W(\d{2})$/.exec(text) ?? []
  const first = Day.of(Number(year), 1, 4)
  if (first === undefined || Number(number) < 1) return undefined
  const week = weekOf(weekOf(first).monday.plusDays((Number(number) - 1) * daysOfWeek))
  return week.monday.plusDays(3).year === Number(year) ? week : undefined
}

/** `2026-W47`. */
export function weekName({ monday }: Pick<Week, 'monday'>): string {
  const thursday = monday.plusDays(3)
  const first = weekOf(Day.of(thursday.year, 1, 4) ?? thursday).monday
  const number = Math.round((monday.number - first.number) / daysOfWeek) + 1
  return `${thursday.year}-W${String(number).padStart(2, '0')}`
}

/** All cases opened from a moment on and before another, the latest first, page by page. */
export async function* casesOpened(
  list: (filter: CaseFilter) => Promise<readonly Case[]>,
  filter: Omit<CaseFilter, 'limit'> & { readonly openedFrom: EpochMs; readonly openedBefore: EpochMs },
): AsyncGenerator<Case> {
  let openedBefore = filter.openedBefore
  let limit = pageSize
  let seen = new Set<string>()
  for (;;) {
    const page = await list({ ...filter, openedBefore, limit })
    const oldest = page.at(-1)
    yield* page.filter(({ id }) => !seen.has(id))
    if (oldest === undefined || page.length < limit) return
    // Several may have been opened in one millisecond: it is read once more, and longer when it fills a page.
    const isStuck = oldest.openedAt + 1 >= openedBefore
    limit = isStuck ? limit * 2 : pageSize
    openedBefore = Math.min(openedBefore, oldest.openedAt + 1)
    seen = new Set(page.map(({ id }) => id))
  }
}

/** Adds cases up by week and desk: the latest week first, desks by their names. */
export async function deskWeeks(
  cases: AsyncIterable<Case> | Iterable<Case>,
  desks: ReadonlyMap<DeskId, Pick<Desk, 'name' | 'hours'>>,
): Promise<readonly DeskWeek[]> {
  const groups = new Map<string, Tally>()
  for await (const one of cases) {
    const week = weekOf(Day.inVietnam(one.openedAt)).monday.iso
    const key = `${week} ${one.desk}`
    const tally = groups.get(key) ?? newTally(week, one.desk)
    groups.set(key, tally)
    count(tally, one, desks.get(one.desk))
  }
  const rows = [...groups.values()].map((tally) => rowOf(tally, desks.get(tally.desk)?.name ?? tally.desk))
  return rows.sort(
    (a, b) =>
      b.week.localeCompare(a.week) ||
      a.deskName.localeCompare(b.deskName, 'vi') ||
      (a.desk < b.desk ? -1 : 1),
  )
}

interface Tally {
  readonly week: string
  readonly desk: DeskId
  cases: number
  callBacks: number
  open: number
  untaken: number
  escalated: number
  readonly waits: number[]
  readonly ratings: number[]
  readonly outcomes: Map<CaseOutcome, number>
  readonly reasons: Map<CaseReason, number>
}

function newTally(week: string, desk: DeskId): Tally {
  const counts = { cases: 0, callBacks: 0, open: 0, untaken: 0, escalated: 0 }
  return { week, desk, ...counts, waits: [], ratings: [], outcomes: new Map(), reasons: new Map() }
}

function count(tally: Tally, one: Case, desk: Pick<Desk, 'hours'> | undefined): void {
  tally.cases += 1
  if (one.kind === 'call_back') tally.callBacks += 1
  if (one.state !== 'closed') tally.open += 1
  if ((one.escalations ?? 0) > 0) tally.escalated += 1
  if (one.takenAt === undefined) tally.untaken += 1
  else if (desk !== undefined) tally.waits.push(desk.hours.openMinutesBetween(one.openedAt, one.takenAt))
  if (one.rating !== undefined) tally.ratings.push(one.rating)
  if (one.outcome !== undefined) add(tally.outcomes, one.outcome)
  add(tally.reasons, one.reason)
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function rowOf(tally: Tally, deskName: string): DeskWeek {
  const { waits, ratings, outcomes, reasons, ...counts } = tally
  const [waitMedian, waitP90] = [quantile(waits, 0.5), quantile(waits, 0.9)]
  const sum = ratings.reduce((total, rating) => total + rating, 0)
  return {
    ...counts,
    deskName,
    solved: outcomes.get('solved') ?? 0,
    outcomes: Object.fromEntries(outcomes),
    reasons: Object.fromEntries([...reasons].sort(([a], [b]) => (a < b ? -1 : 1))),
    ...(waitMedian === undefined ? {} : { waitMedian }),
    ...(waitP90 === undefined ? {} : { waitP90 }),
    ratings: ratings.length,
    ...(ratings.length === 0 ? {} : { ratingMean: Math.round((sum / ratings.length) * 10) / 10 }),
  }
}

/** The smallest of them that so large a part does not exceed; `undefined` for none. In whole minutes. */
function quantile(values: readonly number[], part: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  const found = sorted[Math.ceil(sorted.length * part) - 1]
  return found === undefined ? undefined : Math.round(found)
}
