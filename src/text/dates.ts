/** Days as Vietnamese citizens write them, by the solar and the lunar calendar, with and without diacritics. */
import type { Day } from '../calendar/day.ts'
import { englishDate } from './dates/english.ts'
import type { DateContext, Match, Matcher, Tense } from './dates/match.ts'
import { numericDate } from './dates/numeric.ts'
import { counted, offsetDay, weekday } from './dates/relative.ts'
import { wordedDate } from './dates/worded.ts'
import { clean } from './fold.ts'
import { lexicon, lookUp, type Token, tokenise } from './tokens.ts'

/** What a text says about a day. `isWhole`: it says nothing else, so it is an answer and not a sentence with a date in it. */
export type DateReading =
  /**
   * `isRough`: counted in weeks, months or years, or month before day: worth saying back. `soon`: the year was not said, and
   * the same day lies shortly ahead, so that `day`, a year before, may not be meant.
   */
  | {
      readonly type: 'day'
      readonly day: Day
      readonly isWhole: boolean
      readonly isRough: boolean
      readonly soon?: Day
    }
  /** At least two days, the likelier first. */
  | { readonly type: 'ambiguous'; readonly among: readonly Day[]; readonly isWhole: boolean }
  /** Looks like a date that does not exist; `words` as they were written, e.g. "31/4". */
  | { readonly type: 'impossible'; readonly words: string; readonly isWhole: boolean }

/** Only the beginning of a longer text is read. */
const maxChars = 2000
/** More than so many days is not a question to ask back. */
const maxAmong = 4

const matchers: readonly Matcher[] = [numericDate, offsetDay, wordedDate, weekday, counted, englishDate]

/** Words around a date that change nothing about it. */
const padding = lexicon([
  [
    'dạ|vâng|ạ|à|a|ah|ừ|ờ|thưa|nhé|nha|nhá|nghe|nghen|đó|đấy|ấy|thì|là|tức|tức là|đúng|vào|vô|lúc|hồi|rồi|được|đc|dc|đã',
    true,
  ],
  ['cháu|em|con|bé|tôi|mình|bác|cô|chú|anh|chị|ông|bà|nó|cháu nó|cu|thằng|nhà|nhà em|cụ|mẹ|bố|của', true],
  ['ngày|hôm|bữa|buổi|sáng|trưa|chiều|tối|đêm|khuya|rạng sáng|sớm|tháng|năm|từ|kể từ|từ ngày|hẹn', true],
  ['sinh|đẻ|sanh|sinh ngày|sinh ra|được sinh|mới|vừa|vừa mới|ra đời|chào đời|mất|chết|qua đời|từ trần', true],
  ['it was|it is|was|is|on|born|born on|was born|the|at|he|she|my|baby|since|from|please|died', true],
])
const timeUnit = lexicon([['h|g|giờ|am|pm|phút|p|rưỡi|kém', true]])

/**
 * Reads the day a text names. `today` is the day in Vietnam; `tense` says on which side of it an unclear day lies
 * ("3/4" asked about a birth is the last 3 April). Day before month, as in Vietnam; month first only where nothing
 * else is possible. "Mùng" and "ngày" with a numbered month are solar; "giêng", "chạp", "rằm", "Tết" and a date
 * marked "âm", "ta" or "al" are lunar. A week runs from Monday to Sunday.
 *
 * `undefined` when no day is named: "tuần trước", "đầu tháng 11", "vừa sinh" and "khoảng 2 tháng" are not days.
 * Takes time linear in the length of the text; never throws.
 */
export function readDate(
  text: string,
  today: Day,
  options: { readonly tense?: Tense | undefined } = {},
): DateReading | undefined {
  const cleaned = clean(text.slice(0, maxChars))
  const tokens = tokenise(cleaned)
  const isMarked = tokens.some((token) => token.raw !== token.folded)
  const context: DateContext = { today, tense: options.tense ?? 'any', isMarked }
  const all = scan(tokens, context, true)
  const isAllWhole = isNothingLeft(tokens, all)
  const isDropping = !isAllWhole && all.some((match) => match.isWeak)
  const matches = isDropping ? scan(tokens, context, false) : all
  return combine(matches, isDropping ? isNothingLeft(tokens, matches) : isAllWhole, cleaned, tokens)
}

/** Lengths of time are no days in the middle of a sentence. */
const namingMatchers = matchers.filter((matcher) => matcher !== counted)

/**
 * The days that a sentence names outright ("hôm qua", "5/11"), each with the tokens that name it and all days they can
 * mean, none when there is no such day. Lengths of time are left out. Never throws.
 */
export function daysNamedIn(tokens: readonly Token[], today: Day, tense: Tense): readonly Match[] {
  const isMarked = tokens.some((token) => token.raw !== token.folded)
  return scan(tokens, { today, tense, isMarked }, false, namingMatchers)
}

/** The longest match at each place, from left to right, without overlaps. */
function scan(
  tokens: readonly Token[],
  context: DateContext,
  takesWeak: boolean,
  by: readonly Matcher[] = matchers,
): readonly Match[] {
  const found: Match[] = []
  for (let at = 0; at < tokens.length; ) {
    let best: Match | undefined
    const folded = tokens[at]?.folded ?? ''
    const isDigits = /^\d/.test(folded)
    for (const matcher of by) {
      if (!isDigits && !matcher.starts.has(folded)) continue
      const match = matcher.matchAt(tokens, at, context)
      if (match && (takesWeak || !match.isWeak) && (!best || match.to > best.to)) best = match
    }
    if (best) found.push(best)
    at = best?.to ?? at + 1
  }
  return found
}

function isNothingLeft(tokens: readonly Token[], matches: readonly Match[]): boolean {
  let next = 0
  for (let at = 0; at < tokens.length; ) {
    while (at >= (matches[next]?.to ?? tokens.length)) next += 1
    if (at >= (matches[next]?.from ?? tokens.length)) {
      at++
      continue
    }
    const end = lookUp(padding, tokens, at)?.end ?? timeOfDay(tokens, at)
    if (end === undefined) return false
    at = end
  }
  return true
}

/** "7h30", "7 giờ rưỡi". */
function timeOfDay(tokens: readonly Token[], at: number): number | undefined {
  if (!/^\d{1,2}$/.test(tokens[at]?.raw ?? '')) return undefined
  const unit = lookUp(timeUnit, tokens, at + 1)
  if (!unit) return undefined
  return /^\d{1,2}$/.test(tokens[unit.end]?.raw ?? '') ? unit.end + 1 : unit.end
}

function combine(
  matches: readonly Match[],
  isWhole: boolean,
  cleaned: string,
  tokens: readonly Token[],
): DateReading | undefined {
  const [only] = matches
  const [lone, ...more] = only?.days ?? []
  if (matches.length === 1 && only !== undefined && lone !== undefined && more.length === 0) {
    const { isRough, soon } = only
    return { type: 'day', day: lone, isWhole, isRough, ...(soon === undefined ? {} : { soon }) }
  }
  const naming = matches.filter((match) => match.days.length > 0)
  const [failed] = matches
  if (naming.length === 0) {
    if (!failed) return undefined
    const words = cleaned.slice(tokens[failed.from]?.start, tokens[failed.to - 1]?.end)
    return { type: 'impossible', words, isWhole }
  }
  const dates = naming.filter((match) => match.weekday === undefined)
  const days = agreed(dates.length > 0 ? dates : naming, naming)
  const [day, ...others] = days
  if (!day || days.length > maxAmong) return undefined
  if (others.length > 0) return { type: 'ambiguous', among: days, isWhole }
  return { type: 'day', day, isWhole, isRough: naming.every((match) => match.isRough) }
}

/** The days that all parts allow ("thứ hai ngày 5", "hôm qua, mùng 4"); all days of all parts when they disagree. */
function agreed(dates: readonly Match[], naming: readonly Match[]): readonly Day[] {
  const byNumber = new Map(dates.flatMap(({ days }) => days).map((day) => [day.number, day]))
  const all = [...byNumber.values()]
  const shared = all.filter((day) => dates.every(({ days }) => days.some((d) => d.number === day.number)))
  const best = shared.length > 0 ? shared : all
  const weekdays = naming.map((match) => match.weekday).filter((n) => n !== undefined)
  const onWeekday = best.filter((day) => weekdays.includes(day.weekday))
  return onWeekday.length > 0 ? onWeekday : best
}
