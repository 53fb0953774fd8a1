/** Days worth answering with: on both sides of everything a script or its facts compare with. */
import { Day } from '../../calendar/day.ts'
import type { DateAsk, Procedure, Script } from '../../content/content.ts'
import { expressionsOf, factsRead } from './relevance.ts'

/** Numbers larger than this in an expression are no spans of days. */
const longestSpanDays = 1000
const farPast = '1990-01-15'
const farFutureDays = 5 * 365

/**
 * Answers to try at a question for a day, earliest first: today and the days around it, one day on either side of
 * every limit, six years and a day ago, and the far past and future.
 */
export function daysToTry(ask: DateAsk, procedure: Procedure, script: Script, today: Day): readonly Day[] {
  const { spans, literals, years, months } = numbersOf(procedure, script)
  const signs = ask.tense === 'past' ? [-1] : ask.tense === 'future' ? [1] : [-1, 1]
  const found = new Map<number, Day>()
  const add = (day: Day | undefined) => {
    if (day !== undefined) found.set(day.number, day)
  }
  const addAround = (day: Day) => {
    for (const shift of [-1, 0, 1]) add(day.plusDays(shift))
  }
  addAround(today)
  for (const sign of signs) {
    for (const span of spans) addAround(today.plusDays(sign * span))
    for (const count of [...months, ...years.map((n) => n * 12)]) addAround(today.plusMonths(sign * count))
    for (const literal of literals) addAround(literal.plusDays(sign * (spans[0] ?? 0)))
  }
  add(today.plusMonths(-72).plusDays(-1))
  add(Day.parse(farPast))
  add(today.plusDays(farFutureDays))
  return [...found.values()].sort((a, b) => a.number - b.number)
}

interface Limits {
  /** In days, longest first. */
  readonly spans: readonly number[]
  readonly literals: readonly Day[]
  readonly years: readonly number[]
  readonly months: readonly number[]
}

function numbersOf(procedure: Procedure, script: Script): Limits {
  const exprs = script.steps.flatMap(expressionsOf)
  const facts = new Set<number>()
  const written = new Set<number>()
  const literals = new Map<number, Day>()
  const years = new Set<number>()
  const months = new Set<number>()
  for (const expr of exprs) {
    for (const id of factsRead(expr)) for (const days of dayCounts(procedure, id)) facts.add(days)
    for (const [iso] of expr.source.matchAll(/\d{4}-\d\d-\d\d/g)) {
      const day = Day.parse(iso)
      if (day !== undefined) literals.set(day.number, day)
    }
    const bare = expr.source.replaceAll(/\d{4}-\d\d-\d\d/g, '')
    const numbers = [...bare.matchAll(/(?<!\w)\d+/g)].map(Number).filter((n) => n > 0 && n <= longestSpanDays)
    const into = bare.includes('age_years') ? years : bare.includes('add_months') ? months : written
    for (const number of numbers) into.add(number)
  }
  const spans = new Set([...facts, ...[...facts].flatMap((fact) => [...written].map((n) => fact - n))])
  return {
    spans: [...spans].filter((n) => n > 0).sort((a, b) => b - a),
    literals: [...literals.values()],
    years: [...years],
    months: [...months],
  }
}

function dayCounts(procedure: Procedure, id: string): readonly number[] {
  const fact = procedure.facts.get(id)
  if (fact === undefined || !['calendar_days', 'working_days'].includes(fact.type)) return []
  const values = [...fact.values, ...[...fact.places.values()].flat()]
  return values.flatMap(({ value }) => (typeof value === 'number' ? [value] : []))
}
