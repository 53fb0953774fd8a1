/** Days counted from today: "hôm qua", "thứ hai tuần trước", "cách đây 2 tháng". */
import type { Day } from '../../calendar/day.ts'
import { numberAt, numberStarts } from '../numbers.ts'
import { firstWords, type Hit, lexicon, lookUp, type Token } from '../tokens.ts'
import { type DateContext, type Match, type Matcher, sure } from './match.ts'
import { chooseByTense } from './resolve.ts'

const todayWords =
  'hôm nay|hnay|h nay|hum nay|bữa nay|hôm ni|bữa ni|ngày hôm nay|sáng nay|trưa nay|chiều nay|tối nay|đêm nay|khuya nay|rạng sáng nay|sáng hôm nay|hồi sáng|hồi trưa|hồi chiều|hồi nãy|lúc nãy|khi nãy|ban nãy|vừa nãy|ngày nay|today|this morning'
const yesterdayWords =
  'hôm qua|hqua|h qua|hum qua|hum wa|hôm wa|hwa|hqa|bữa qua|ngày hôm qua|ngày qua|sáng qua|trưa qua|chiều qua|tối qua|đêm qua|khuya qua|sáng hôm qua|hồi hôm|hồi đêm|hồi tối|yesterday|last night'
/** "Hồi hôm kia" is not "hồi hôm", last night: with what may stand before it a day is one phrase. */
const withHours = (...days: readonly string[]) =>
  ['hồi ', '']
    .flatMap((since) =>
      ['', 'sáng ', 'trưa ', 'chiều ', 'tối ', 'đêm ', 'khuya '].flatMap((hour) =>
        days.map((day) => since + hour + day),
      ),
    )
    .join('|')
const offsets = lexicon([
  [withHours('hôm nay', 'bữa nay'), 0],
  [withHours('hôm qua', 'bữa qua'), -1],
  ['hồi sáng qua|hồi trưa qua|hồi chiều qua|hồi tối qua|hồi đêm qua|hồi khuya qua', -1],
  [withHours('hôm kia', 'bữa kia'), -2],
  [withHours('hôm kìa', 'bữa kìa'), -3],
  [todayWords, 0],
  [yesterdayWords, -1],
  ['hôm kia|bữa kia|hum kia|sáng hôm kia|the day before yesterday|day before yesterday', -2],
  ['hôm kìa|bữa kìa', -3],
  ['ngày mai|sáng mai|trưa mai|chiều mai|tối mai|đêm mai|bữa mai|tomorrow', 1],
  ['ngày mốt|ngày kia|mai mốt|sáng mốt|chiều mốt|bữa mốt|the day after tomorrow|day after tomorrow', 2],
])
/** Also parts of other words and names, so they count only alone. */
const weakOffsets = lexicon([
  ['nay', 0],
  ['qua', -1],
  ['mai', 1],
  ['mốt', 2],
])

const at = (reach: readonly (Day | undefined)[], from: number, to: number): Match => ({
  ...sure(reach),
  from,
  to,
  isWeak: false,
})

export const offsetDay: Matcher = { starts: firstWords(offsets, weakOffsets), matchAt: offsetDayAt }

function offsetDayAt(
  tokens: readonly Token[],
  from: number,
  { today, tense }: DateContext,
): Match | undefined {
  const hit = lookUp(offsets, tokens, from)
  if (hit) return at([today.plusDays(hit.value)], from, hit.end)
  const weak = lookUp(weakOffsets, tokens, from)
  if (!weak || isNamed(tokens, from)) return undefined
  // "mot" typed without diacritics is a number first.
  if (tokens[from]?.raw === 'mot' && tense !== 'future') return undefined
  return { ...at([today.plusDays(weak.value)], from, weak.end), isWeak: true }
}

/** "chị Mai" is a person. */
const persons = new Set('chi co em be ba chau con anh chu bac ten me'.split(' '))

function isNamed(tokens: readonly Token[], at: number): boolean {
  return persons.has(tokens[at - 1]?.folded ?? '')
}

// ---------------------------------------------------------------- weekdays

const weekdays = lexicon([
  ['chủ nhật|chủ nhựt|cn|c n|sunday', 0],
  ['thứ hai|thứ 2|t 2|monday', 1],
  ['thứ ba|thứ 3|t 3|tuesday', 2],
  ['thứ tư|thứ bốn|thứ 4|t 4|wednesday', 3],
  ['thứ năm|thứ 5|t 5|thursday', 4],
  ['thứ sáu|thứ 6|t 6|friday', 5],
  ['thứ bảy|thứ bẩy|thứ 7|t 7|saturday', 6],
])
const weeks = lexicon([
  ['tuần này|tuần ni|này|this week', 0],
  ['tuần trước nữa', -2],
  ['tuần trước|tuần trc|tuần rồi|tuần vừa rồi|tuần qua|tuần vừa qua|tuần vừa|last week', -1],
  ['tuần sau|tuần tới|tuần kế|next week', 1],
])
const nearest = lexicon<'past' | 'future'>([
  ['vừa rồi|vừa qua|mới rồi|rồi|trước|trc|qua', 'past'],
  ['tới|sắp tới|sau', 'future'],
])
const nearestBefore = lexicon<'past' | 'future'>([
  ['last', 'past'],
  ['next', 'future'],
])
const weeksAgo = lexicon([['tuần trước|tuần trc', true]])
/** "đứa thứ hai" is the second child. */
const ordinalNouns = new Set('con cai lan nguoi dua chau be so cau dieu mon ban to y muc buoc'.split(' '))

/** A week runs from Monday to Sunday. */
function inWeek(weekday: number, weekOffset: number, today: Day): Day {
  const sinceMonday = (today.weekday + 6) % 7
  return today.plusDays(((weekday + 6) % 7) - sinceMonday + 7 * weekOffset)
}

export const weekday: Matcher = { starts: firstWords(nearestBefore, weekdays), matchAt: weekdayAt }

function weekdayAt(tokens: readonly Token[], from: number, context: DateContext): Match | undefined {
  const before = lookUp(nearestBefore, tokens, from)
  const hit = lookUp(weekdays, tokens, before?.end ?? from)
  if (!hit) return undefined
  const found = (days: readonly Day[], to: number): Match => ({
    ...at(days, from, to),
    weekday: hit.value,
  })
  const week = lookUp(weeks, tokens, hit.end) ?? countedWeeks(tokens, hit.end)
  if (week) return found([inWeek(hit.value, week.value, context.today)], week.end)
  const which = before ?? lookUp(nearest, tokens, hit.end)
  if (which)
    return found([nearestWeekday(hit.value, which.value, context.today)], Math.max(which.end, hit.end))
  const isOrdinal = tokens[from]?.folded === 'thu' && ordinalNouns.has(tokens[from - 1]?.folded ?? '')
  return isOrdinal ? undefined : found(plainWeekday(hit.value, context), hit.end)
}

/** "thứ hai 2 tuần trước". */
function countedWeeks(tokens: readonly Token[], from: number): Hit<number> | undefined {
  const count = numberAt(tokens, from)
  const word = count && count.value <= 520 ? lookUp(weeksAgo, tokens, count.end) : undefined
  return count && word ? { value: -count.value, end: word.end } : undefined
}

function nearestWeekday(weekday: number, side: 'past' | 'future', today: Day): Day {
  const ahead = (weekday - today.weekday + 7) % 7 || 7
  return today.plusDays(side === 'future' ? ahead : ahead - 7 || -7)
}

/** A weekday without more: the last or the next one by tense; said on that very weekday, today or a week away. */
function plainWeekday(weekday: number, context: DateContext): readonly Day[] {
  const { today, tense } = context
  const around = [nearestWeekday(weekday, 'past', today), nearestWeekday(weekday, 'future', today)]
  if (weekday !== today.weekday) return tense === 'any' ? around : chooseByTense(around, context)
  return [today, ...around.filter((_, i) => tense === 'any' || (tense === 'past') === (i === 0))]
}

// ---------------------------------------------------------------- counted from today

const leads = lexicon<'past' | 'future'>([
  ['cách đây|cách nay|cách hôm nay|được|đc|dc|đã được|đã đc|mới được|mới đc|tròn|đủ|mới|đã', 'past'],
  ['còn|in', 'future'],
])
const trails = lexicon<'past' | 'future'>([
  ['trước|trc|trước đây|vừa rồi|rồi|nay|qua|tuổi|tuổi rồi|trước rồi|ago|old', 'past'],
  ['nữa|tới|sau|nữa thôi', 'future'],
])
const units = lexicon<'day' | 'week' | 'month' | 'year'>([
  ['ngày|hôm|bữa|day|days', 'day'],
  ['tuần|tuần lễ|week|weeks', 'week'],
  ['tháng|thg|month|months', 'month'],
  ['năm|year|years', 'year'],
])
const half = lexicon([['nửa', true]])
const andHalf = lexicon([['rưỡi|rưởi', true]])
const most = { day: 40_000, week: 5_500, month: 1_500, year: 130 }

interface Amount {
  readonly days: number
  readonly months: number
  readonly isRough: boolean
  readonly end: number
}

const inDays = { day: 1, week: 7, month: 0, year: 0 }
const inMonths = { day: 0, week: 0, month: 1, year: 12 }
const halfInDays = { day: 0, week: 3, month: 15, year: 0 }
const halfInMonths = { day: 0, week: 0, month: 0, year: 6 }

/** "2 tháng", "hai tháng rưỡi", "nửa tháng". */
function oneAmount(tokens: readonly Token[], from: number): Amount | undefined {
  const start = lookUp(half, tokens, from)
  const count = start ? { value: 0, end: start.end } : numberAt(tokens, from)
  const unit = count && lookUp(units, tokens, count.end)
  if (!count || !unit || count.value > most[unit.value]) return undefined
  const extra = start ?? lookUp(andHalf, tokens, unit.end)
  if (!extra && count.value === 0) return undefined
  return {
    days: count.value * inDays[unit.value] + (extra ? halfInDays[unit.value] : 0),
    months: count.value * inMonths[unit.value] + (extra ? halfInMonths[unit.value] : 0),
    isRough: unit.value !== 'day' || extra !== undefined,
    end: Math.max(unit.end, extra?.end ?? 0),
  }
}

/** "2 tháng 10 ngày": up to three amounts in a row. */
function amountAt(tokens: readonly Token[], from: number): Amount | undefined {
  let sum = oneAmount(tokens, from)
  for (let n = 0; n < 2 && sum; n++) {
    const more: Amount | undefined = oneAmount(tokens, sum.end)
    if (!more) break
    sum = { ...more, days: sum.days + more.days, months: sum.months + more.months, isRough: true }
  }
  return sum
}

/**
 * An amount of time with a word that says from when: "cách đây 2 tháng", "được 10 ngày tuổi", "5 ngày nữa". Alone
 * ("2 tháng") it counts when the past is asked about. "Hơn", "gần", "khoảng" make it no day at all.
 */
export const counted: Matcher = {
  starts: new Set([...firstWords(leads, half), ...numberStarts]),
  matchAt: countedAt,
}

function countedAt(tokens: readonly Token[], from: number, context: DateContext): Match | undefined {
  const lead = lookUp(leads, tokens, from)
  const amount = amountAt(tokens, lead?.end ?? from)
  if (!amount || isHedged(tokens, from)) return undefined
  const trail = lookUp(trails, tokens, amount.end)
  const isNextMonthWord =
    trail?.value === 'future' && tokens[amount.end]?.raw === 'sau' && context.tense === 'past'
  const side = trail?.value ?? lead?.value
  if (isNextMonthWord || (!side && context.tense !== 'past')) return undefined
  const sign = side === 'future' ? 1 : -1
  const day = context.today.plusMonths(sign * amount.months).plusDays(sign * amount.days)
  return {
    days: [day],
    isRough: amount.isRough || side === undefined,
    from,
    to: trail?.end ?? amount.end,
    isWeak: side === undefined,
  }
}

const hedges = new Set(['hon', 'gan', 'khoang', 'chung', 'tam', 'do', 'ngoai', 'may', 'vai', 'about'])

function isHedged(tokens: readonly Token[], from: number): boolean {
  return hedges.has(tokens[from - 1]?.folded ?? '')
}
