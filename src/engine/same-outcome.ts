/** Whether it matters which day of a rough one it was: what lies ahead is looked at for each. */
import { Day } from '../calendar/day.ts'
import type { AskStep, Env, Expr, Step } from '../content/content.ts'
import type { DaySpan } from '../text/heard/spans.ts'
import { brokenCheck } from './answers.ts'
import type { Draft, Place } from './draft.ts'
import { factNumbers } from './facts.ts'
import { render, type View } from './render.ts'
import { tellFacts } from './tell.ts'
import type { Walk } from './walk.ts'

/** Days looked at besides the first and the last: conditions turn at a day, and seldom back. */
const between = 5

/**
 * True when everything that may be told, asked or decided behind a question is the same for every day of the span. What
 * depends on answers not given yet counts as possible either way.
 */
export function isSameWithin(draft: Draft, place: Place, walked: Walk, ask: AskStep, span: DaySpan): boolean {
  const first = outlook(draft, place, walked, ask, span.from)
  if (first === undefined) return false
  const length = span.to.number - span.from.number
  for (let n = 1; n <= between + 1; n++) {
    const day = Day.fromNumber(span.from.number + Math.round((length * n) / (between + 1)))
    if (outlook(draft, place, walked, ask, day) !== first) return false
  }
  return true
}

/** All that may be met behind the question, in one text; `undefined` when the day would not be taken. */
function outlook(draft: Draft, place: Place, walked: Walk, ask: AskStep, day: Day): string | undefined {
  if (brokenCheck(ask, day.iso, walked.env) !== undefined) return undefined
  const env = walked.env.copy()
  env.set(ask.slot, day)
  env.facts = factNumbers(place.procedure, draft.today, { env, place: walked.place })
  return new Outlook(draft, place, walked, env).from(ask.index + 1)
}

class Outlook {
  readonly #place: Place
  readonly #walked: Walk
  readonly #env: Env
  readonly #view: View
  readonly #reached = new Set<number>()
  readonly #lines: string[] = []

  constructor(draft: Draft, place: Place, walked: Walk, env: Env) {
    this.#place = place
    this.#walked = walked
    this.#env = env
    this.#view = { locale: draft.locale, today: draft.today, env }
  }

  /** Every jump leads forward, so one pass meets all that can be reached. */
  from(start: number): string {
    const { steps } = this.#place.script
    this.#reached.add(start)
    for (let index = start; index < steps.length; index++) {
      const step = steps[index]
      if (step === undefined || !this.#reached.has(index)) continue
      const guards = step.guards.map((guard) => this.#decide(guard))
      if (guards.every((holds) => holds === true)) this.#meet(step)
      else {
        if (!guards.includes(false)) this.#meet(step)
        this.#reached.add(index + 1)
      }
    }
    for (const { values } of this.#place.procedure.facts.values()) {
      for (const { when } of values) if (when !== undefined) this.#decide(when)
    }
    return this.#lines.join('\n')
  }

  #decide(condition: Expr): boolean | undefined {
    const value = condition.evaluate(this.#env)
    this.#lines.push(String(value))
    return typeof value === 'boolean' ? value : undefined
  }

  #meet(step: Step): void {
    const next = () => this.#reached.add(step.index + 1)
    switch (step.type) {
      case 'branch': {
        for (const { when, target } of step.cases) {
          const holds = this.#decide(when)
          if (holds !== false) this.#reached.add(target)
          if (holds === true) return
        }
        this.#reached.add(step.otherwise)
        return
      }
      case 'jump':
        this.#reached.add(step.target)
        return
      case 'set': {
        const value = step.value.evaluate(this.#env)
        if (value !== undefined) this.#env.set(step.id, value)
        next()
        return
      }
      case 'end':
        this.#lines.push(step.id, step.text === undefined ? '' : render(step.text, this.#view))
        return
      case 'answer':
        this.#lines.push(...tellFacts(this.#place.procedure, step.facts, this.#view, this.#walked.place))
        next()
        return
      case 'remind': {
        const on = step.on.evaluate(this.#env)
        this.#lines.push(on instanceof Day ? on.iso : '', render(step.text, this.#view))
        next()
        return
      }
      case 'ask':
      case 'say':
      case 'handoff':
        this.#lines.push(step.id, render(step.text, this.#view))
        next()
    }
  }
}
