/** Which value of a fact applies: by day, by province, by what has been answered. */
import type { Day } from '../calendar/day.ts'
import {
  type DocumentItem,
  type Env,
  type Expr,
  emptyEnv,
  type Fact,
  type FactId,
  type FactNumbers,
  type FactValue,
  type PlaceId,
  type Procedure,
  type Topic,
} from '../content/content.ts'
import { expressionsOf } from './expressions.ts'

/** What there is to tell of one fact. */
export interface Finding {
  readonly fact: Fact
  /** The value that applies; `undefined` when none is known to. */
  readonly value: FactValue | undefined
  /** Values that apply under a condition not known yet, or that name a further possibility. */
  readonly possible: readonly FactValue[]
  /** There are values on that day, but what was answered rules them all out: nothing to tell here. */
  readonly isRuledOut: boolean
  /** Of a list told in pieces: the papers of the next one. */
  readonly left?: readonly DocumentItem[]
}

/**
 * Looks a fact up for a day of filing. Values that are out of their dates or whose condition is false are passed
 * over; one whose condition reads something not answered yet is told with that condition.
 */
export function findFact(fact: Fact, env: Env, today: Day, place: PlaceId | undefined): Finding {
  const values = (place !== undefined && fact.places.get(place)) || fact.values
  const possible: FactValue[] = []
  let isRuledOut = false
  for (const value of values) {
    if (!isInForce(value, today)) continue
    if (value.when === undefined) {
      if (value.condition === undefined) return { fact, value, possible, isRuledOut: false }
      possible.push(value)
      continue
    }
    const holds = holdsNow(value.when, env)
    if (holds === true) return { fact, value, possible, isRuledOut: false }
    if (holds === undefined) possible.push(value)
    else isRuledOut = true
  }
  return { fact, value: undefined, possible, isRuledOut: isRuledOut && possible.length === 0 }
}

/** Whether the procedure has a fact of the topic, whatever day and place it holds for. */
export function knowsTopic({ facts }: Procedure, topic: Topic): boolean {
  return [...facts.values()].some(({ topics }) => topics.includes(topic))
}

/**
 * What a topic has to tell, in the order of the file; cases that are asked for by name, and about another topic first, come
 * last. A fact of which nothing is known on that day is included.
 */
export function findTopic(
  procedure: Procedure,
  topic: Topic,
  env: Env,
  today: Day,
  place: PlaceId | undefined,
): readonly Finding[] {
  const first: Finding[] = []
  const further: Finding[] = []
  for (const fact of procedure.facts.values()) {
    if (!fact.topics.includes(topic) || isNoFee(fact, topic)) continue
    const finding = findFact(fact, env, today, place)
    const isCase = fact.hears !== undefined && fact.topics[0] !== topic
    if (!finding.isRuledOut) (isCase ? further : first).push(finding)
  }
  return [...first, ...further]
}

/** A fine for being late, an income to stay below: asked for as money, by their own words, they are no fees. */
function isNoFee({ topics, hears }: Fact, topic: Topic): boolean {
  return topic === 'fee' && hears !== undefined && topics[0] !== topic
}

/** Whether a condition holds; `undefined` when it cannot be told yet. */
export function holdsNow(when: Expr, env: Env): boolean | undefined {
  const value = when.evaluate(env)
  return typeof value === 'boolean' ? value : undefined
}

function isInForce(value: FactValue, today: Day): boolean {
  if (value.from !== undefined && today.number < value.from.number) return false
  return value.until === undefined || today.number <= value.until.number
}

/** What facts depend on besides the day; looked at when a fact is read. */
interface Standing {
  readonly env: Env
  readonly place: PlaceId | undefined
}

/**
 * What expressions read as `facts`: the number of each money, days or hours fact as it applies at the moment of
 * reading, absent when there is none or it is not confirmed. Only facts that the script's expressions name are there.
 */
export function factNumbers(procedure: Procedure, today: Day, at: Standing): FactNumbers {
  const read = factsRead(procedure)
  const { changing } = read
  const settled = settledNumbers(read, today)
  if (changing.length === 0) return settled
  const numbers = { ...settled }
  for (const fact of changing) {
    Object.defineProperty(numbers, fact.id, {
      enumerable: true,
      get: () => numberOf(findFact(fact, at.env, today, at.place).value),
    })
  }
  return numbers
}

function numberOf(value: FactValue | undefined): bigint | undefined {
  if (typeof value?.value !== 'number') return undefined
  if (value.confidence === 'unconfirmed' || value.confidence === 'conflict') return undefined
  return BigInt(value.value)
}

/** The numbers that depend on nothing but the day; made once a day. */
function settledNumbers(read: FactsRead, today: Day): FactNumbers {
  if (read.madeFor?.day === today.number) return read.madeFor.numbers
  const numbers: Record<FactId, bigint> = {}
  for (const fact of read.settled) {
    const number = numberOf(findFact(fact, emptyEnv, today, undefined).value)
    if (number !== undefined) numbers[fact.id] = number
  }
  read.madeFor = { day: today.number, numbers }
  return numbers
}

interface FactsRead {
  /** The same whatever has been answered. */
  readonly settled: readonly Fact[]
  /** Dependent on answers or on the province. */
  readonly changing: readonly Fact[]
  madeFor?: { readonly day: number; readonly numbers: FactNumbers }
}

const factsReadBy = new WeakMap<Procedure, FactsRead>()

function factsRead(procedure: Procedure): FactsRead {
  const known = factsReadBy.get(procedure)
  if (known !== undefined) return known
  const named = new Set<string>()
  for (const { source } of procedure.script === undefined ? [] : expressionsOf(procedure.script)) {
    for (const [, id] of source.matchAll(/\bfacts\.(\w+)/g)) if (id !== undefined) named.add(id)
  }
  const read = [...procedure.facts.values()].filter((fact) => named.has(fact.id))
  const isSettled = (fact: Fact) =>
    fact.places.size === 0 && fact.values.every(({ when }) => when === undefined)
  const made = { settled: read.filter(isSettled), changing: read.filter((fact) => !isSettled(fact)) }
  factsReadBy.set(procedure, made)
  return made
}
