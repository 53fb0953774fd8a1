/** Weekdays, shifts and exceptional days as they are written in desks.yaml. */
import { Day } from '../../calendar/day.ts'
import type { HoursData, Shift } from '../../calendar/office-hours.ts'
import type { Complaints } from '../complaints.ts'
import type { ExceptionalDay } from '../content.ts'
import type { DeskSource } from '../schema/desks.ts'
import { didYouMean } from '../suggest.ts'
import { below, keySpotOf, type Ref, spotOf } from '../yaml.ts'

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
const holidays = 'holidays'
/** The week as it is spoken of: Monday first, Sunday last. */
export const weekOrder = [1, 2, 3, 4, 5, 6, 0] as const

const dayKeys = [
  ...weekOrder.map((weekday) => weekdays[weekday]),
  ...weekOrder.flatMap((first, at) =>
    weekOrder.slice(at + 1).map((last) => `${weekdays[first]}-${weekdays[last]}`),
  ),
]

/** The weekdays of a key such as `mon-fri`, in the order of the week; `undefined` for any other word. */
function weekdaysOf(key: string): readonly number[] | undefined {
  if (!dayKeys.includes(key)) return undefined
  const [first = '', last = first] = key.split('-')
  const place = (name: string) => weekOrder.findIndex((weekday) => weekdays[weekday] === name)
  return weekOrder.slice(place(first), place(last) + 1)
}

/** What is written by weekdays, by weekday: a day named alone goes before a span that holds it. */
export function byWeekday<T>(
  written: Readonly<Record<string, T>>,
  at: Ref,
  extraKeys: readonly string[],
  complaints: Complaints,
): ReadonlyMap<number, { readonly value: T; readonly at: Ref }> {
  const found = new Map<number, { value: T; at: Ref; key: string }>()
  for (const [key, value] of Object.entries(written)) {
    const days = weekdaysOf(key)
    const keyAt = below(at, key)
    if (days === undefined && !extraKeys.includes(key)) {
      const mend = didYouMean(key, [...dayKeys, ...extraKeys], 'Write mon, tue, ... sun, or mon-fri.')
      complaints.error('unknown-day', keySpotOf(keyAt), `"${key}" is no weekday`, mend)
    }
    for (const day of days ?? []) {
      const other = found.get(day)
      const isSpan = days !== undefined && days.length > 1
      if (other !== undefined && isSpan && other.key.includes('-')) {
        const message = `"${weekdays[day]}" is in "${other.key}" already`
        complaints.error('day-twice', keySpotOf(keyAt), message, 'Let each day be in one of them.')
      } else if (other === undefined || !isSpan) found.set(day, { value, at: keyAt, key })
    }
  }
  return found
}

/** The hours and the days with other hours. Shifts that are reversed or overlap are complained of. */
export function compileHours(
  source: Pick<DeskSource, 'hours' | 'exceptions'>,
  at: Ref,
  today: Day | undefined,
  complaints: Complaints,
): { readonly data: HoursData; readonly exceptions: readonly ExceptionalDay[] } {
  const hoursAt = below(at, 'hours')
  const weekly = new Map<number, readonly Shift[]>()
  const parsed = new Map<string, readonly Shift[]>()
  for (const [key, written] of Object.entries(source.hours)) {
    parsed.set(key, compileShifts(written, below(hoursAt, key), complaints))
  }
  for (const [weekday, { at: keyAt }] of byWeekday(source.hours, hoursAt, [holidays], complaints)) {
    weekly.set(weekday, parsed.get(String(keyAt.path.at(-1))) ?? [])
  }
  if ([...parsed.values()].every((shifts) => shifts.length === 0)) {
    const mend = 'Write when it is open, e.g. mon-fri: [7:30-11:30, 13:30-17:00].'
    complaints.error('desk-never-open', keySpotOf(hoursAt), 'this desk is never open', mend)
  }
  const exceptions = compileExceptions(source, below(at, 'exceptions'), today, complaints)
  const onHolidays = parsed.get(holidays)
  const data = {
    weekly,
    ...(onHolidays ? { holidays: onHolidays } : {}),
    exceptions: new Map(exceptions.map(({ day, shifts }) => [day.number, shifts])),
  }
  return { data, exceptions }
}

function compileShifts(written: readonly string[], at: Ref, complaints: Complaints): readonly Shift[] {
  const shifts: Shift[] = []
  for (const [index, text] of written.entries()) {
    const [from = 0, until = 0] = text.split('-').map(minutesOf)
    const spot = spotOf(below(at, index))
    const clash = shifts.findIndex((other) => from < other.until && other.from < until)
    if (until <= from) {
      const [first = '', last = ''] = text.split('-')
      const mend =
        first === last
          ? 'Write two different times, e.g. 7:30-11:30.'
          : `Write "${last}-${first}"; over midnight write two, e.g. 20:00-24:00 and the next day 0:00-6:00.`
      complaints.error('shift-reversed', spot, 'it would close before it opens', mend)
    } else if (clash >= 0) {
      const message = `overlaps "${written[clash]}"`
      complaints.error('shift-overlap', spot, message, 'Make them one, or correct the times.')
    } else shifts.push({ from, until })
  }
  return shifts.sort((a, b) => a.from - b.from)
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

const maxDays = 366

function compileExceptions(
  { exceptions = [] }: Pick<DeskSource, 'exceptions'>,
  at: Ref,
  today: Day | undefined,
  complaints: Complaints,
): readonly ExceptionalDay[] {
  const found = new Map<number, ExceptionalDay>()
  for (const [index, one] of exceptions.entries()) {
    const oneAt = below(at, index)
    const first = dayOf(one.day)
    const last = one.until === undefined ? first : dayOf(one.until)
    if ((one.closed === undefined) === (one.hours === undefined)) {
      const message = one.closed ? 'it cannot be closed and have hours' : 'it does not say what is different'
      complaints.error('exception-unclear', oneAt, message, 'Write either "closed: true" or hours.')
    }
    const shifts = one.hours === undefined ? [] : compileShifts(one.hours, below(oneAt, 'hours'), complaints)
    if (last.number < first.number || last.number - first.number > maxDays) {
      const mend = 'Write the last day, within a year of the first.'
      complaints.error(
        'exception-reversed',
        below(oneAt, 'until'),
        'the last day does not fit the first',
        mend,
      )
      continue
    }
    if (today && last.number < today.number) {
      complaints.warn(
        'exception-past',
        below(oneAt, 'day'),
        'these days are over',
        'Remove them from the list.',
      )
    }
    for (let day = first; day.number <= last.number; day = day.plusDays(1)) {
      if (found.has(day.number)) {
        const message = `${day.iso} stands here twice`
        complaints.error('exception-twice', below(oneAt, 'day'), message, 'Keep one of the two.')
        break
      }
      found.set(day.number, { day, shifts, why: one.why })
    }
  }
  return [...found.values()].sort((a, b) => a.day.number - b.day.number)
}

export function dayOf(iso: string): Day {
  const day = Day.parse(iso)
  if (day === undefined) throw new RangeError(`no such day: ${iso}`)
  return day
}
