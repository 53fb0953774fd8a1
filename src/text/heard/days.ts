/** The day of an event that a free sentence tells: "sinh hôm qua", "mất năm 2019", "cháu được 2 tháng". */
import type { Day } from '../../calendar/day.ts'
import type { Match, Tense } from '../dates/match.ts'
import { daysNamedIn } from '../dates.ts'
import { lexicon, lookUp, type Token } from '../tokens.ts'
import { hitsIn, type PhraseBook } from './phrases.ts'
import { isSaid, type Run, type Sentence } from './sentence.ts'
import { type DaySpan, type SpanHit, spanOfAmount, spanOfCalendar } from './spans.ts'

/** What an event is known by. A phrase without a value hides what lies within it: "khai sinh" is no birth. */
export interface DayCues {
  /** Words for the event: "sinh", "mất". */
  readonly event: PhraseBook<true>
  /** Words for whose age tells the day: "cháu", "bé". */
  readonly ages?: PhraseBook<true>
  /** An age of more years, or a day longer ago, is somebody else's. */
  readonly oldest: number
}

export interface DayContext {
  readonly today: Day
  readonly tense: Tense
}

/**
 * The one day, or span of days, that the sentence tells; `undefined` when it tells none, or such as contradict each
 * other. Spans are only read of what is past. Never throws.
 */
export function hearDay(sentence: Sentence, cues: DayCues, context: DayContext): Day | DaySpan | undefined {
  const named = daysNamedIn(sentence.tokens, context.today, context.tense)
  const told: (readonly Day[] | DaySpan)[] = []
  const events = hitsIn(sentence, cues.event)
  for (const [index, cue] of events.entries()) {
    if (cue.value === undefined || !isSaid(sentence, cue)) continue
    const next = events[index + 1]?.from ?? sentence.tokens.length
    const found = ofEvent(sentence, cue, next, named, context)
    if (found && !isTooOld(found, cues.oldest, context.today)) told.push(found)
  }
  for (const whose of cues.ages === undefined ? [] : hitsIn(sentence, cues.ages)) {
    const isPast = context.tense === 'past' && whose.value !== undefined && isSaid(sentence, whose)
    const age = isPast ? behindFillers(sentence, whose, context.today, false) : undefined
    if (age && (age.years ?? 0) <= cues.oldest) told.push(age)
  }
  const isOfAge = cues.ages !== undefined && context.tense === 'past' && told.length === 0
  const bare = isOfAge ? bareAge(sentence, context.today) : undefined
  return bare ?? agreed(told)
}

const beforeBare = lexicon([['dạ|vâng|thưa|thì|nó|giờ|nay|bây giờ|cũng|hiện', true]])
const beginsBare = lexicon([['được|đã được|mới được|mới|vừa được|vừa tròn|tròn', true]])
const notAnAge = lexicon([['năm', true]])
const afterBare = lexicon([['rồi|ạ|à|ơi|thôi|bác|em|nha|nhé|đó|đấy', true]])

/** "được 3 tháng rồi", and nothing else: who is meant is who is talked about. Years may count anything. */
function bareAge({ tokens }: Sentence, today: Day): DaySpan | undefined {
  const from = skip(tokens, 0, beforeBare)
  if (lookUp(beginsBare, tokens, from) === undefined) return undefined
  const span = spanOfAmount(tokens, from, today)
  if (span === undefined || skip(tokens, span.end, afterBare) < tokens.length) return undefined
  for (let at = from; at < span.end; at++) if (lookUp(notAnAge, tokens, at)) return undefined
  return { from: span.from, to: span.to }
}

function skip(tokens: readonly Token[], from: number, over: typeof beforeBare): number {
  let at = from
  for (let hit = lookUp(over, tokens, at); hit !== undefined; hit = lookUp(over, tokens, at)) at = hit.end
  return at
}

function isTooOld(found: readonly Day[] | DaySpan, oldest: number, today: Day): boolean {
  const last = isDays(found) ? found.at(-1) : found.to
  return last !== undefined && last.number < today.plusMonths(-12 * (oldest + 1)).number
}

/** Names of days and an event belong together when so few words stand between. */
const reach = 6
/** Something else is told of that day: "hôm nay đi làm giấy cho cháu mới sinh". */
const busy = lexicon([['làm|đi|lên|ra|xin|khai|đăng|nộp|hỏi|muốn|lấy', true]])
const either = lexicon([['hay|hoặc|hay là|or', true]])
const notThatDay = lexicon([['trước|sau|đến|tới|before|after|until', true]])

function ofEvent(
  sentence: Sentence,
  cue: Run,
  next: number,
  named: readonly Match[],
  { today, tense }: DayContext,
): readonly Day[] | DaySpan | undefined {
  const { tokens, clauses } = sentence
  const clause = clauses[cue.from]
  if (clause === undefined) return undefined
  const isUsable = ({ from }: Match) => from === 0 || !lookUp(notThatDay, tokens, from - 1)
  const end = Math.min(clause.to, next)
  const after = named.find(({ from, to }) => from >= cue.to && to <= end && from - cue.to <= reach)
  if (after) {
    const other = named.find(({ from }) => from > after.from && from <= clause.to)
    const isEither = other !== undefined && lookUp(either, tokens, after.to) !== undefined
    if (!isUsable(after)) return undefined
    return isEither ? [...after.days, ...other.days] : daysOf(after)
  }
  const isPast = tense === 'past'
  const span = isPast ? behindFillers(sentence, cue, today, true) : undefined
  if (span) return span
  const before = named.findLast(({ from, to }) => from >= clause.from && to <= cue.from)
  if (before) return isUsable(before) && isNear(tokens, before.to, cue.from) ? daysOf(before) : undefined
  return isPast ? spanBefore(sentence, { from: clause.from, to: cue.from }, today) : undefined
}

function daysOf({ days, soon }: Match): readonly Day[] | DaySpan {
  const [day, ...others] = days
  return soon === undefined || day === undefined || others.length > 0
    ? days
    : { from: day, to: soon, isEither: true }
}

function isNear(tokens: readonly Token[], from: number, to: number): boolean {
  if (to - from > reach) return false
  for (let at = from; at < to; at++) if (lookUp(busy, tokens, at)) return false
  return true
}

const fillers = lexicon([
  [
    'nhà|em|e|tôi|tui|mình|chị|anh|cô|bác|của|trai|gái|lớn|nhỏ|út|đầu|lòng|thứ|hai|nó|này|bé|cháu|con|cu',
    true,
  ],
  ['giờ|nay|năm nay|hiện|hiện nay|bây giờ|đã|mới|vừa|là|được|cũng|rồi|ra|vào|lúc|hồi|từ|is|was|old', true],
  ['ở|tại|bệnh viện|viện|trạm xá|quê', true],
])
const mostFillers = 5

/** A span right behind a word, but for fillers. Of ages only lengths of time tell. */
function behindFillers(
  { tokens, clauses }: Sentence,
  { from, to }: Run,
  today: Day,
  takesCalendar: boolean,
): SpanHit | undefined {
  const end = clauses[from]?.to ?? to
  let at = to
  for (let n = 0; n <= mostFillers && at < end; n++) {
    const span =
      spanOfAmount(tokens, at, today) ?? (takesCalendar ? spanOfCalendar(tokens, at, today) : undefined)
    if (span && span.end <= end) return span
    const filler = lookUp(fillers, tokens, at)
    if (!filler) return undefined
    at = filler.end
  }
  return undefined
}

const ago = lexicon([['trước|rồi|nay|ago', true]])

/** "2 tháng trước bố em mất", "năm ngoái bà mất". */
function spanBefore({ tokens }: Sentence, { from, to }: Run, today: Day): DaySpan | undefined {
  for (let at = from; at < to; at++) {
    const amount = spanOfAmount(tokens, at, today)
    const trail = amount && lookUp(ago, tokens, amount.end)
    const found = trail ? { ...amount, end: trail.end } : spanOfCalendar(tokens, at, today)
    if (found && found.end <= to) return isNear(tokens, found.end, to) ? found : undefined
  }
  return undefined
}

function agreed(told: readonly (readonly Day[] | DaySpan)[]): Day | DaySpan | undefined {
  const [first] = told
  if (first !== undefined && !isDays(first) && told.every((one) => !isDays(one) && one.isEither)) return first
  let known: DaySpan | undefined
  for (const one of told) {
    const span = isDays(one) ? sole(one) : one.isEither ? { from: one.from, to: one.from } : one
    if (span === undefined) return undefined
    const from: Day = known && known.from.number > span.from.number ? known.from : span.from
    const to: Day = known && known.to.number < span.to.number ? known.to : span.to
    if (from.number > to.number) return undefined
    known = { from, to }
  }
  if (known === undefined) return undefined
  return known.from.number === known.to.number ? known.from : { from: known.from, to: known.to }
}

const isDays = (told: readonly Day[] | DaySpan): told is readonly Day[] => Array.isArray(told)

/** Two days that are possible are none that is told. */
function sole([day, ...others]: readonly Day[]): DaySpan | undefined {
  return day === undefined || others.length > 0 ? undefined : { from: day, to: day }
}
