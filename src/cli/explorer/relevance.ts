/**
 * Which answers can still make a difference from a step on. Two conversations that stand at the same question and
 * agree on those go on alike, so the explorer follows one of them.
 */
import type {
  Expr,
  Fact,
  FactId,
  Procedure,
  Script,
  SlotName,
  Step,
  StepId,
  Text,
} from '../../content/content.ts'

type Names = Set<string>

/** For every index in `script.steps`, the slots that this step or one after it may depend on. */
export function slotsAhead(procedure: Procedure, script: Script): readonly ReadonlySet<SlotName>[] {
  const reader = new Reader(procedure, script)
  const ahead: ReadonlySet<SlotName>[] = []
  let later: ReadonlySet<SlotName> = new Set()
  for (const step of script.steps.toReversed()) {
    later = new Set([...later, ...reader.slotsOf(step)])
    ahead.unshift(later)
  }
  return ahead
}

/** Every condition of a procedure's facts: what is told of any of them follows from these, the day and the province. */
export function conditionsOfFacts(procedure: Procedure): readonly Expr[] {
  return [...procedure.facts.values()].flatMap(conditionsOf)
}

function conditionsOf(fact: Fact): readonly Expr[] {
  return [...fact.values, ...[...fact.places.values()].flat()].flatMap((value) => {
    const items = Array.isArray(value.value) ? value.value : []
    const conditions = [value.when, ...items.map((item) => (item instanceof Map ? undefined : item.when))]
    return conditions.filter((expr) => expr !== undefined)
  })
}

/** Every expression a step evaluates or writes out, in all languages. */
export function expressionsOf(step: Step): readonly Expr[] {
  switch (step.type) {
    case 'ask': {
      const texts = [step.text, step.label, step.hint, step.why, ...step.checks.map((one) => one.otherwise)]
      const options = step.slotType === 'choice' ? [...step.options.values()] : []
      return [
        ...step.guards,
        ...texts.flatMap(placeholders),
        ...step.checks.map((one) => one.expr),
        ...options.flatMap((option) => [
          ...placeholders(option.label),
          ...(option.when ? [option.when] : []),
        ]),
      ]
    }
    case 'branch':
      return [...step.guards, ...step.cases.map((one) => one.when)]
    case 'set':
      return [...step.guards, step.value]
    case 'remind':
      return [...step.guards, step.on, ...placeholders(step.text)]
    case 'say':
      return [...step.guards, ...placeholders(step.text), ...placeholders(step.image?.alt)]
    case 'handoff':
    case 'end':
      return [...step.guards, ...placeholders(step.text)]
    case 'answer':
    case 'jump':
      return step.guards
    default:
      return step satisfies never
  }
}

/** The ids of facts whose number an expression reads. */
export function factsRead(expr: Expr): readonly FactId[] {
  return [...expr.source.matchAll(/\bfacts\.(\w+)/g)].map(([, id = '']) => id)
}

function placeholders(text: Text | undefined): readonly Expr[] {
  if (text === undefined) return []
  return [...text.values()].flat().flatMap((part) => {
    if (typeof part === 'string') return []
    return [part.expr, ...[...(part.labels?.values() ?? [])].flatMap(placeholders)]
  })
}

class Reader {
  readonly #procedure: Procedure
  readonly #script: Script
  readonly #places: readonly SlotName[]
  readonly #resolved = new Map<StepId, ReadonlySet<SlotName>>()

  constructor(procedure: Procedure, script: Script) {
    this.#procedure = procedure
    this.#script = script
    this.#places = script.steps.flatMap((one) =>
      one.type === 'ask' && one.slotType === 'place' ? [one.slot] : [],
    )
  }

  slotsOf(step: Step): ReadonlySet<SlotName> {
    const names: Names = new Set(expressionsOf(step).flatMap((expr) => [...this.#names(expr)]))
    const facts =
      step.type === 'answer'
        ? step.facts
        : step.type === 'ask' && step.slotType === 'ticks'
          ? [step.fact]
          : []
    for (const id of facts) for (const name of this.#fact(id)) names.add(name)
    return this.#resolve(names)
  }

  /** The names a fact's values depend on. */
  #fact(id: FactId): Names {
    const fact = this.#procedure.facts.get(id)
    const names: Names = new Set()
    if (fact === undefined) return names
    if (fact.places.size > 0) for (const slot of this.#places) names.add(slot)
    for (const expr of conditionsOf(fact)) for (const name of this.#names(expr)) names.add(name)
    return names
  }

  /** Names of computed values replaced by the slots they are computed from. */
  #resolve(names: ReadonlySet<string>): ReadonlySet<SlotName> {
    const slots = new Set<SlotName>()
    for (const name of names) {
      const step = this.#script.byId.get(name)
      if (step?.type === 'ask') slots.add(name)
      if (step?.type === 'set') for (const slot of this.#slotsOfSet(step)) slots.add(slot)
    }
    return slots
  }

  /** A computed value depends on what it is computed from, and on what decides whether it is computed at all. */
  #slotsOfSet(step: Step): ReadonlySet<SlotName> {
    const known = this.#resolved.get(step.id)
    if (known !== undefined) return known
    this.#resolved.set(step.id, new Set())
    const around = this.#script.steps
      .slice(0, step.index)
      .filter((one) => one.type === 'branch')
      .filter((one) =>
        [one.otherwise, ...one.cases.map(({ target }) => target)].some((to) => to > step.index),
      )
    const exprs = [...expressionsOf(step), ...around.flatMap(expressionsOf)]
    const slots = this.#resolve(new Set(exprs.flatMap((expr) => [...this.#names(expr)])))
    this.#resolved.set(step.id, slots)
    return slots
  }

  #names(expr: Expr): Names {
    const names: Names = new Set(expr.reads)
    for (const [, slot = ''] of expr.source.matchAll(/\banswers\.(\w+)/g)) names.add(slot)
    for (const id of factsRead(expr)) for (const name of this.#fact(id)) names.add(name)
    return names
  }
}
