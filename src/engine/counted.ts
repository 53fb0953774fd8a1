/** A deadline as a day: counted from what was said of the day it runs from, in the question or before it. */
import { Count } from '../calendar/count.ts'
import { Day } from '../calendar/day.ts'
import type { Fact, FactValue, Procedure, Script, SlotName } from '../content/content.ts'
import { readDate } from '../text/dates.ts'
import { formatDate, formatDaysLeft } from '../text/format.ts'
import type { DaySpan } from '../text/heard/spans.ts'
import { countInWords } from './count-words.ts'
import type { Draft } from './draft.ts'
import { formatWords } from './format-words.ts'
import { slotsHeardIn } from './hear-slots.ts'
import { phrase } from './phrases.ts'
import { isRough, roughDayInWords, spanOf } from './rough-day.ts'
import type { Foreheard } from './turn.ts'

/** A value of a fact as the day it leads to; `undefined` where it is told as it stands. */
export type Counted = (fact: Fact, value: FactValue) => string | undefined

/** Counts the deadlines of a procedure from the days known for it. */
export function countedFor(draft: Draft, procedure: Procedure, words: string): Counted {
  const starts = new Map<SlotName, DaySpan | undefined>()
  const startOf = (slot: SlotName) => {
    if (!starts.has(slot)) starts.set(slot, startSaid(draft, procedure, slot, words))
    return starts.get(slot)
  }
  return (fact, value) => {
    const start = fact.countsFrom === undefined ? undefined : startOf(fact.countsFrom)
    return start && inWords(draft, value, start)
  }
}

/** Whether words tell a day that a deadline of the procedure is counted from. */
export function tellsStart({ content, locale, today }: Draft, procedure: Procedure, words: string): boolean {
  const slots = startSlots(procedure)
  const script = slots.length === 0 ? undefined : scriptOf({ content }, procedure)
  if (script === undefined) return false
  const heard = slotsHeardIn(script, words, { content, locale, today })
  return slots.some((slot) => heard.has(slot) || wholeDay(script, slot, words, today) !== undefined)
}

const startSlots = ({ facts }: Procedure): readonly SlotName[] =>
  [...facts.values()].flatMap(({ countsFrom }) => countsFrom ?? [])

function scriptOf({ content }: Pick<Draft, 'content'>, { script, guide }: Procedure): Script | undefined {
  return script ?? content.procedures.get(guide ?? '')?.script
}

/** What the question says goes before what was said earlier. */
function startSaid(draft: Draft, procedure: Procedure, slot: SlotName, words: string): DaySpan | undefined {
  const script = scriptOf(draft, procedure)
  if (script === undefined) return undefined
  const said = wholeDay(script, slot, words, draft.today) ?? slotsHeardIn(script, words, draft).get(slot)
  const about = [procedure.id, procedure.guide]
  const known = [draft.frame, ...draft.parked]
    .filter((frame) => frame !== undefined && about.includes(frame.procedure))
    .flatMap((frame) => frame?.slots[slot] ?? frame?.heard?.[slot] ?? [])
  const day = said ?? known[0]
  const span = day === undefined ? undefined : spanOfDay(day)
  return span !== undefined && span.to.number <= draft.today.number ? span : undefined
}

function spanOfDay(said: Foreheard): DaySpan | undefined {
  if (isRough(said)) return spanOf(said)
  const day = typeof said === 'string' ? Day.parse(said) : undefined
  return day && { from: day, to: day }
}

/** "3/9", and nothing else. */
function wholeDay(script: Script, slot: SlotName, words: string, today: Day): string | undefined {
  const ask = script.byId.get(slot)
  if (ask?.type !== 'ask' || ask.slotType !== 'date') return undefined
  const read = readDate(words, today, { tense: ask.tense })
  return read?.type === 'day' && read.isWhole && !read.isRough ? read.day.iso : undefined
}

function inWords({ content, locale, today }: Draft, value: FactValue, { from, to }: DaySpan) {
  const { value: days, confidence, until } = value
  if (typeof days !== 'number' || confidence === 'unconfirmed' || confidence === 'conflict') return undefined
  const last = to.plusDays(days)
  // What holds by then is not known.
  if (until !== undefined && last.number > until.number) return undefined
  const words = formatWords(locale)
  if (from.number === to.number) {
    const count = Count.ofCalendarDays(content.calendar, from, days)
    const left = formatDaysLeft(today, last, words)
    const day = formatDate(last, words)
    return phrase(locale, 'fact.counted', { day, left, count: countInWords(count, locale) })
  }
  const first = from.plusDays(days)
  const key = last.number < today.number ? 'late' : first.number >= today.number ? 'open' : 'unsure'
  const start = roughDayInWords({ from, to }, locale)
  return phrase(locale, `fact.counted_${key}`, {
    days: phrase(locale, 'fact.calendar_days', { n: days }),
    start,
    day: roughDayInWords({ from: first, to: last }, locale),
  })
}
