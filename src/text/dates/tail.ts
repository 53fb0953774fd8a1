/** What may follow a day and a month: the year, the calendar, a direction. */
import { numberAt } from '../numbers.ts'
import { type Hit, lexicon, lookUp, type Token } from '../tokens.ts'
import type { DateContext, Tense } from './match.ts'
import { type Calendar, expandYear, isPlausibleYear, type WrittenYear } from './resolve.ts'

export const calendars = lexicon<Calendar>([
  [
    'âm lịch|âm|ta|al|lịch âm|lịch ta|theo âm lịch|theo lịch âm|tính theo âm lịch|lunar|lunar calendar',
    'lunar',
  ],
  [
    'dương lịch|dương|tây|dl|lịch dương|lịch tây|theo dương lịch|theo lịch dương|tính theo dương lịch',
    'solar',
  ],
])
const directions = lexicon<Tense>([
  ['vừa rồi|vừa qua|mới rồi|mới đây|rồi', 'past'],
  ['tới|sắp tới|tới đây', 'future'],
])
export const relativeYears = lexicon([
  ['năm nay|năm này|this year', 0],
  ['năm ngoái|năm trước|năm rồi|năm vừa rồi|năm qua|năm vừa qua|last year', -1],
  ['năm kia', -2],
  ['năm sau|năm tới|sang năm|qua năm|next year', 1],
])
export const yearWord = lexicon([['năm', true]])
const leapWord = lexicon([['nhuận', true]])

/** "âm lịch", "dương". */
export const calendarAt = (tokens: readonly Token[], at: number) => lookUp(calendars, tokens, at)

/** "năm 2026", "năm 26", "năm ngoái", "2026", "/26", "2k26". */
export function yearAt(
  tokens: readonly Token[],
  at: number,
  context: DateContext,
): Hit<WrittenYear> | undefined {
  const relative = lookUp(relativeYears, tokens, at)
  if (relative) return { value: { type: 'from_now', years: relative.value }, end: relative.end }
  const named = lookUp(yearWord, tokens, at)
  const from = named?.end ?? at
  const token = tokens[from]
  if (!token) return undefined
  const number = (year: number, end: number): Hit<WrittenYear> => ({ value: { type: 'number', year }, end })
  const [k, short] = [tokens[from + 1], tokens[from + 2]]
  if (token.raw === '2' && k?.raw === 'k' && k.gap === '' && short?.gap === '' && /^\d\d$/.test(short.raw)) {
    return number(2000 + Number(short.raw), from + 3)
  }
  if (/^\d{4}$/.test(token.raw) && (named || isPlausibleYear(Number(token.raw)))) {
    return number(Number(token.raw), from + 1)
  }
  const mayBeShort = named !== undefined || /^\s*[/.-]\s*$/.test(token.gap)
  if (mayBeShort && /^\d\d$/.test(token.raw)) return number(expandYear(Number(token.raw), context), from + 1)
  if (!named || /^\d/.test(token.raw)) return undefined
  const words = numberAt(tokens, from)
  if (!words || words.value < 10) return undefined
  if (words.value < 100) return number(expandYear(words.value, context), words.end)
  return isPlausibleYear(words.value) ? number(words.value, words.end) : undefined
}

export interface Tail {
  readonly year: WrittenYear | undefined
  readonly calendar: Calendar | undefined
  readonly direction: Tense | undefined
  readonly isLeapMonth: boolean
  readonly end: number
}

/** Reads what follows a day and month, each part at most once, in any order. */
export function tailAt(tokens: readonly Token[], at: number, context: DateContext): Tail {
  let tail: Tail = { year: undefined, calendar: undefined, direction: undefined, isLeapMonth: false, end: at }
  for (;;) {
    const year = tail.year ? undefined : yearAt(tokens, tail.end, context)
    const calendar = tail.calendar ? undefined : calendarAt(tokens, tail.end)
    const direction = tail.direction ? undefined : lookUp(directions, tokens, tail.end)
    const leap = tail.isLeapMonth ? undefined : lookUp(leapWord, tokens, tail.end)
    if (year) tail = { ...tail, year: year.value, end: year.end }
    else if (leap) tail = { ...tail, isLeapMonth: true, end: leap.end }
    else if (calendar) tail = { ...tail, calendar: calendar.value, end: calendar.end }
    else if (direction) tail = { ...tail, direction: direction.value, end: direction.end }
    else return tail
  }
}

/** The context as "vừa rồi" or "tới" narrows it. */
export function narrowed(context: DateContext, tail: Tail): DateContext {
  return tail.direction ? { ...context, tense: tail.direction, isSideSaid: true } : context
}
