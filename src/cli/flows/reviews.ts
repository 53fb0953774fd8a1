/** Which facts somebody has to look at: doubtful ones, those past review, those that run out. */
import type { Day } from '../../calendar/day.ts'
import type { Desk, FactValue, Procedure } from '../../content/content.ts'

/** Reviews are announced this many days ahead, ends of validity that many. */
export const reviewAheadDays = 30
export const expiryAheadDays = 90

export interface Due {
  readonly procedure: string
  readonly fact: string
  /** The province whose value it is; absent for the national one. */
  readonly place?: string
  readonly what: string
  /** The day it is about, as 2026-11-22. */
  readonly day?: string
}

/** Everything about a procedure's facts that wants attention on a day. */
export function reviewsOf(procedure: Procedure, today: Day): readonly Due[] {
  return [...procedure.facts.values()].flatMap((fact) => {
    const lists: [string | undefined, readonly FactValue[]][] = [[undefined, fact.values], ...fact.places]
    return lists.flatMap(([place, values]) =>
      duesOf(values, today).map((due) => ({
        ...{ procedure: procedure.id, fact: fact.id, ...due },
        ...(place === undefined ? {} : { place }),
      })),
    )
  })
}

type Bare = Pick<Due, 'what' | 'day'>

function duesOf(values: readonly FactValue[], today: Day): readonly Bare[] {
  const dues = values.flatMap((value) => valueDues(value, today))
  const gap = firstDayWithout(values, today)
  // Of what is unknown today already it is said so.
  const isNews = gap !== undefined && (gap.number > today.number || dues.length === 0)
  if (isNews) dues.push({ what: 'no value from this day on', day: gap.iso })
  const unique = new Map(dues.map((due) => [JSON.stringify(due), due]))
  return [...unique.values()]
}

function valueDues(value: FactValue, today: Day): Bare[] {
  const dues: Bare[] = []
  const isOver = value.until !== undefined && value.until.number < today.number
  if (isOver) return dues
  if (value.confidence === 'unconfirmed' || value.confidence === 'conflict') {
    const isLater = value.from !== undefined && value.from.number > today.number
    dues.push({ what: value.confidence, ...(isLater ? { day: value.from.iso } : {}) })
  }
  dues.push(...reviewDues(value.reviewBy, today))
  if (value.until !== undefined && value.until.number - today.number <= expiryAheadDays) {
    dues.push({ what: 'last day of a value', day: value.until.iso })
  }
  return dues
}

function reviewDues(reviewBy: Day, today: Day): readonly Bare[] {
  const days = reviewBy.number - today.number
  if (days < 0) return [{ what: 'past review', day: reviewBy.iso }]
  return days <= reviewAheadDays ? [{ what: 'review due', day: reviewBy.iso }] : []
}

/** What about a desk wants attention on a day: hours nobody gave a source for, a review. */
export function deskReviewsOf({ confidence, reviewBy }: Desk, today: Day): readonly Bare[] {
  const isDoubtful = confidence === 'unconfirmed' || confidence === 'conflict'
  return [
    ...(isDoubtful ? [{ what: `hours ${confidence}` }] : []),
    ...(reviewBy === undefined ? [] : reviewDues(reviewBy, today)),
  ]
}

/**
 * The first day from `today` on when no value is known, whatever the conditions; `undefined` when there is none.
 * An entry without a value says that none is known.
 */
export function firstDayWithout(values: readonly FactValue[], today: Day): Day | undefined {
  const isCovered = (day: Day) =>
    values.some(
      ({ value, from, until }) =>
        value !== undefined &&
        (from === undefined || from.number <= day.number) &&
        (until === undefined || day.number <= until.number),
    )
  // Cover can only end on the day after a value's last one.
  const candidates = values.flatMap(({ until }) => (until === undefined ? [] : [until.plusDays(1)]))
  return [today, ...candidates.sort((a, b) => a.number - b.number)]
    .filter((day) => day.number >= today.number)
    .find((day) => !isCovered(day))
}
