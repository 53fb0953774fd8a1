/** Follows every way through a script: what is reached, and which answers are sure where. */
import type { ASTNode } from '@marcbachmann/cel-js'
import { type DomainOf, exclude, hasThing, slotOfHas, whereTrue } from '../conditions.ts'
import type { LaidBranch, LaidStep, Layout } from '../lay.ts'
import { around, everywhere, isWithin, meet, type Region, tidy } from '../regions.ts'
import type { Known } from './readings.ts'

/** What is sure when a step is met, and (with its guards) when it runs. */
export interface Arrival {
  readonly region: Region
  readonly known: Known
  /** What is sure when each of the step's guards is looked at. */
  readonly beforeGuards: readonly (Region | undefined)[]
  /** `undefined` when its conditions contradict what is sure. */
  readonly running: Region | undefined
}

export interface Ways {
  /** By index; `undefined` for a step no way leads to. */
  readonly arrivals: readonly (Arrival | undefined)[]
  /** Cases that can never be taken, as `index/case`. */
  readonly deadCases: ReadonlySet<string>
}

/** The parsed form of a condition; `undefined` when it is faulty (reported elsewhere). */
export type ParseCondition = (source: string) => ASTNode | undefined

/** What is sure on one way that leads to a step. */
interface Way {
  readonly region: Region
  readonly known: Known
}

/** Walks all steps once, from top to bottom: every jump leads forward. */
export function followWays(layout: Layout, parse: ParseCondition, domainOf: DomainOf): Ways {
  const incoming: Way[][] = layout.steps.map(() => [])
  incoming[0]?.push({ region: everywhere, known: new Map() })
  const deadCases = new Set<string>()
  const lead = (target: number, region: Region | undefined, known: Known): void => {
    if (region !== undefined) incoming[target]?.push({ region, known })
  }
  const arrivals = layout.steps.map((step, index) => {
    const ways = incoming[index] ?? []
    if (ways.length === 0) return undefined
    const { region, known } = merge(ways)
    const guards = step.guards.map((guard) => parse(guard.source))
    let running: Region | undefined = region
    const beforeGuards = guards.map((guard) => {
      const before = running
      running = running && narrow(running, guard, domainOf)
      return before
    })
    const passed = running === undefined ? region : passOver(region, guards, domainOf)
    if (isBranch(step)) {
      const into = running ?? region
      for (const [at, one] of leadOn(step, into, known, parse, domainOf, lead).entries()) {
        if (one === 'dead') deadCases.add(`${index}/${at}`)
      }
      if (step.guards.length > 0) lead(step.bottom, passed, known)
    } else if (step.draft === undefined) {
      lead(jumpTarget(step), region, known)
    } else if (step.draft.kind === 'end') {
      if (step.guards.length > 0) lead(index + 1, passed, known)
    } else {
      lead(index + 1, region, gained(step, known, guards, domainOf))
    }
    return { region, known, beforeGuards, running }
  })
  return { arrivals, deadCases }
}

function isBranch(step: LaidStep): step is LaidBranch {
  return step.draft?.kind === 'branch'
}

function jumpTarget(step: LaidStep): number {
  return 'target' in step ? step.target : 0
}

function narrow(region: Region, guard: ASTNode | undefined, domainOf: DomainOf): Region | undefined {
  if (guard === undefined) return region
  const where = whereTrue(guard, domainOf)
  return where && meet(region, where)
}

/** Where a guarded step is passed over; `undefined` when it never is. */
function passOver(
  region: Region,
  guards: readonly (ASTNode | undefined)[],
  domainOf: DomainOf,
): Region | undefined {
  const [only, second] = guards.filter(
    (guard) => guard !== undefined && exclude(region, guard, domainOf) !== undefined,
  )
  if (guards.includes(undefined) || second !== undefined) return region
  return only === undefined ? undefined : exclude(region, only, domainOf)
}

/** Leads on along the cases of a branch; gives for each case whether it can be taken. */
function leadOn(
  step: LaidBranch,
  from: Region,
  known: Known,
  parse: ParseCondition,
  domainOf: DomainOf,
  lead: (target: number, region: Region | undefined, known: Known) => void,
): readonly ('dead' | 'live')[] {
  let rest: Region | undefined = from
  const verdicts = step.cases.map((one) => {
    const condition = parse(one.when.source)
    const taken = rest && narrow(rest, condition, domainOf)
    // A case that is never taken is reported once, not each step below it.
    lead(one.target, taken ?? from, known)
    if (rest !== undefined && condition !== undefined) rest = exclude(rest, condition, domainOf)
    return taken === undefined ? 'dead' : 'live'
  })
  // An else is taken for what cannot be told too, so writing one is never a mistake.
  lead(step.otherwise, rest ?? (step.draft.otherwise === undefined ? undefined : from), known)
  return verdicts
}

function gained(
  step: LaidStep,
  known: Known,
  guards: readonly (ASTNode | undefined)[],
  domainOf: DomainOf,
): Known {
  const kind = step.draft?.kind
  if (kind !== 'ask' && kind !== 'set') return known
  const where = guards.reduce<Region | undefined>(
    (here, guard) => here && narrow(here, guard, domainOf),
    everywhere,
  )
  if (where === undefined) return known
  return new Map(known).set(step.id, tidy([...(known.get(step.id) ?? []), where]))
}

/** What is sure whichever way was taken. */
function merge(ways: readonly Way[]): Way {
  const [first, ...others] = ways
  if (first === undefined || others.length === 0) return first ?? { region: everywhere, known: new Map() }
  const region = others.reduce((hull, way) => around(hull, way.region), first.region)
  const names = new Set(ways.flatMap((way) => [...way.known.keys()]))
  const known = new Map<string, readonly Region[]>()
  for (const name of names) {
    const regions = candidates(ways, name).filter((one) => ways.every((way) => isKnownOn(way, name, one)))
    // Without any region it still tells that some way has passed the question.
    known.set(name, tidy(regions))
  }
  return { region, known }
}

/** Regions in which the name may turn out to be known on all ways: those of each way, and what tells the way. */
function candidates(ways: readonly Way[], name: string): readonly Region[] {
  return ways.flatMap((way) => {
    const regions = way.known.get(name) ?? []
    const own = regions.flatMap((one) => [one, meet(way.region, one)].filter((found) => found !== undefined))
    if (regions.every((one) => one.size > 0)) return own
    const answered = [...way.known.keys()].filter((slot) => ways.some((other) => !other.known.has(slot)))
    return [...own, ...answered.map((slot) => new Map([[hasThing(slot), onlyTrue]]))]
  })
}

const onlyTrue: ReadonlySet<string> = new Set(['true'])

/**
 * Jumps lead forward, so a question that some way has passed is never met again on a way that went round it:
 * there `has(answers.x)` stays false.
 */
function isKnownOn(way: Way, name: string, region: Region): boolean {
  for (const thing of region.keys()) {
    const slot = slotOfHas(thing)
    if (slot !== undefined && !way.known.has(slot)) return true
  }
  const both = meet(way.region, region)
  return both === undefined || (way.known.get(name) ?? []).some((one) => isWithin(both, one))
}
