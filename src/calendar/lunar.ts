/**
 * The Vietnamese lunar calendar: months begin on the day of the new moon as seen at UTC+7, so it differs from
 * the Chinese one (UTC+8) in some years. Method: Hồ Ngọc Đức, "Thuật toán tính âm lịch"; new moons and solar
 * longitude after Meeus, Astronomical Algorithms. Reliable for 1900 to 2199. One rule throughout: the
 * calendars of before 1968, which North and South computed differently, are not reproduced.
 */
import { Day } from './day.ts'

export interface LunarDay {
  readonly year: number
  /** 1 (giêng) to 12 (chạp). */
  readonly month: number
  /** 1 to 30. */
  readonly day: number
  /** The second of two months of the same number ("tháng nhuận"). */
  readonly isLeapMonth: boolean
}

interface LunarMonth {
  readonly year: number
  readonly month: number
  readonly isLeap: boolean
  /** Day number of its first day. */
  readonly first: number
  /** 29 or 30. */
  readonly length: number
}

const firstYear = 1900
const lastYear = 2199
const radians = Math.PI / 180
/** Julian day number of 1970-01-01, and of the new moon that is counted as the zeroth (1 January 1900). */
const julianOfEpoch = 2_440_588
const julianOfFirstMoon = 2_415_021.076998695
const meanMonthDays = 29.530588853
const zone = 7 / 24

const sine = (degrees: number) => Math.sin(degrees * radians)

/** The day number (in Vietnam) of the `k`-th new moon since 1 January 1900. */
function newMoon(k: number): number {
  const t = k / 1236.85
  const t2 = t * t
  const t3 = t2 * t
  const sun = 359.2242 + 29.10535608 * k - 0.0000333 * t2 - 0.00000347 * t3
  const moon = 306.0253 + 385.81691806 * k + 0.0107306 * t2 + 0.00001236 * t3
  const node = 21.2964 + 390.67050646 * k - 0.0016528 * t2 - 0.00000239 * t3
  const mean =
    2_415_020.75933 +
    29.53058868 * k +
    0.0001178 * t2 -
    0.000000155 * t3 +
    0.00033 * sine(166.56 + 132.87 * t - 0.009173 * t2)
  const correction =
    (0.1734 - 0.000393 * t) * sine(sun) +
    0.0021 * sine(2 * sun) -
    0.4068 * sine(moon) +
    0.0161 * sine(2 * moon) -
    0.0004 * sine(3 * moon) +
    0.0104 * sine(2 * node) -
    0.0051 * sine(sun + moon) -
    0.0074 * sine(sun - moon) +
    0.0004 * sine(2 * node + sun) -
    0.0004 * sine(2 * node - sun) -
    0.0006 * sine(2 * node + moon) +
    0.001 * sine(2 * node - moon) +
    0.0005 * sine(2 * moon + sun)
  const clockDrift = -0.000278 + 0.000265 * t + 0.000262 * t2
  return Math.floor(mean + correction - clockDrift + 0.5 + zone) - julianOfEpoch
}

/** Which twelfth of the sun's path (0 from the spring equinox, 9 from the winter solstice) that day begins in. */
function solarSector(dayNumber: number): number {
  const t = (dayNumber + julianOfEpoch - 0.5 - zone - 2_451_545) / 36_525
  const t2 = t * t
  const anomaly = 357.5291 + 35_999.0503 * t - 0.0001559 * t2 - 0.00000048 * t * t2
  const longitude =
    280.46645 +
    36_000.76983 * t +
    0.0003032 * t2 +
    (1.9146 - 0.004817 * t - 0.000014 * t2) * sine(anomaly) +
    (0.019993 - 0.000101 * t) * sine(2 * anomaly) +
    0.00029 * sine(3 * anomaly)
  return Math.floor((((longitude % 360) + 360) % 360) / 30)
}

/** `k` of the new moon that opens the eleventh lunar month of a solar year: the month with the winter solstice. */
function eleventhMonth(year: number): number {
  const yearEnd = Date.UTC(year, 11, 31) / 86_400_000
  const k = Math.floor((yearEnd + julianOfEpoch - julianOfFirstMoon) / meanMonthDays) + 1
  const last = newMoon(k) > yearEnd ? k - 1 : k
  return solarSector(newMoon(last)) >= 9 ? last - 1 : last
}

/** The months from the eleventh of `year - 1` up to before the eleventh of `year`: twelve, or thirteen with a leap one. */
function monthsUpTo(year: number): readonly LunarMonth[] {
  const known = cache.get(year)
  if (known) return known
  const from = eleventhMonth(year - 1)
  const count = eleventhMonth(year) - from
  const starts = Array.from({ length: count + 1 }, (_, i) => newMoon(from + i))
  // With thirteen new moons between two solstices, the first month in which the sun enters no new sector is doubled.
  const hasNoSector = (i: number) => solarSector(starts[i] ?? 0) === solarSector(starts[i + 1] ?? 0)
  const leap = count === 13 ? starts.findIndex((_, i) => i > 0 && i < count && hasNoSector(i)) : -1
  const months = starts.slice(0, count).map((first, i) => {
    const ordinal = leap > 0 && i >= leap ? i - 1 : i
    const month = ((10 + ordinal) % 12) + 1
    const length = (starts[i + 1] ?? first) - first
    return { year: ordinal < 2 ? year - 1 : year, month, isLeap: i === leap, first, length }
  })
  if (cache.size > 400) cache.clear()
  cache.set(year, months)
  return months
}
const cache = new Map<number, readonly LunarMonth[]>()

/** The lunar date of a day in Vietnam. Total; outside 1900 to 2199 it may be a day off. */
export function toLunar(day: Day): LunarDay {
  for (const year of [day.year, day.year + 1]) {
    const found = monthsUpTo(year).findLast((month) => month.first <= day.number)
    if (found && day.number < found.first + found.length) {
      const { year: lunarYear, month, isLeap } = found
      return { year: lunarYear, month, day: day.number - found.first + 1, isLeapMonth: isLeap }
    }
  }
  throw new RangeError(`no lunar date for ${day.iso}`)
}

/** The month, or `undefined` when that year has no such (leap) month or lies outside 1900 to 2199. */
function findMonth(year: number, month: number, isLeapMonth: boolean): LunarMonth | undefined {
  if (!Number.isInteger(year) || year < firstYear || year > lastYear) return undefined
  return [...monthsUpTo(year), ...monthsUpTo(year + 1)].find(
    (m) => m.year === year && m.month === month && m.isLeap === isLeapMonth,
  )
}

/** The day of a lunar date, or `undefined` when there is none, e.g. the 30th of a month of 29 days. */
export function fromLunar(year: number, month: number, day: number, isLeapMonth = false): Day | undefined {
  const found = findMonth(year, month, isLeapMonth)
  if (!found || !Number.isInteger(day) || day < 1 || day > found.length) return undefined
  return Day.fromNumber(found.first + day - 1)
}

/** How many days (29 or 30) a lunar month has, or `undefined` when there is no such month. */
export function lunarMonthLength(year: number, month: number, isLeapMonth = false): number | undefined {
  return findMonth(year, month, isLeapMonth)?.length
}
