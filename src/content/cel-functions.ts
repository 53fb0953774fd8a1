/** The functions that expressions call, once for the library that checks them and for {@link compileDirect}, which runs them. */
import { Count } from '../calendar/count.ts'
import { Day } from '../calendar/day.ts'
import type { WorkingCalendar } from '../calendar/working-days.ts'
import { type ExprValue, provinceOf } from './content.ts'

type Kind = 'date' | 'int' | 'string'

export interface CelFunction {
  readonly name: string
  readonly takes: readonly [Kind, Kind?]
  /** A CEL type. */
  readonly gives: string
  /** Called with values of the kinds it takes. */
  readonly run: (...args: never[]) => ExprValue
}

/** Functions of days by the calendar in which offices work, and of places. */
export function functionsBy(calendar: WorkingCalendar): readonly CelFunction[] {
  const of = (
    name: string,
    takes: readonly [Kind, Kind?],
    gives: string,
    run: CelFunction['run'],
  ): CelFunction => ({
    name,
    takes,
    gives,
    run,
  })
  return [
    of('age_years', ['date', 'date'], 'int', (born: Day, on: Day) => BigInt(born.yearsUntil(on))),
    of('days_between', ['date', 'date'], 'int', (from: Day, to: Day) => BigInt(to.number - from.number)),
    of('add_months', ['date', 'int'], 'date', (day: Day, months: bigint) => day.plusMonths(Number(months))),
    of('add_working_days', ['date', 'int'], 'date', (day: Day, count: bigint) =>
      calendar.plusWorkingDays(day, Number(count)),
    ),
    of('count_days', ['date', 'int'], 'count', (start: Day, days: bigint) =>
      Count.ofCalendarDays(calendar, start, Number(days)),
    ),
    of('count_working_days', ['date', 'int'], 'count', (start: Day, days: bigint) =>
      Count.ofWorkingDays(calendar, start, Number(days)),
    ),
    of('is_working_day', ['date'], 'bool', (day: Day) => calendar.isWorking(day)),
    of('province_of', ['string'], 'string', (place: string) => provinceOf(place)),
  ]
}

/** As the library is told of it: `age_years(date, date): int`. */
export function signatureOf({ name, takes, gives }: CelFunction): string {
  return `${name}(${takes.join(', ')}): ${gives}`
}

/** Whether a value is of the kind; a missing one is of none. */
export function isOfKind(value: ExprValue | undefined, kind: Kind): boolean {
  switch (kind) {
    case 'date':
      return value instanceof Day
    case 'int':
      return typeof value === 'bigint'
    case 'string':
      return typeof value === 'string'
  }
}
