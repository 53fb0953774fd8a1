/** Where a citizen stands follows from the answers alone: the walk from the first step to the first open question. */
import type { Day } from '../calendar/day.ts'
import type {
  AnswerStep,
  AskStep,
  EndStep,
  Env,
  Expr,
  HandoffStep,
  PlaceId,
  Procedure,
  RemindStep,
  SayStep,
  Script,
  Slots,
} from '../content/content.ts'
import { provinceOf } from '../content/content.ts'
import { EngineError } from '../errors.ts'
import { exprValueOf, isStillAllowed } from './answers.ts'
import { factNumbers } from './facts.ts'

/** Steps that have something to tell when they are passed. */
export type TellingStep = SayStep | AnswerStep | RemindStep | HandoffStep

export interface Walk {
  /** Asks that have an answer, in the order they are met. */
  readonly answered: readonly AskStep[]
  /** What was to be told on the way. */
  readonly told: readonly TellingStep[]
  /** The first open question, or the end; `undefined` is the script's bottom. */
  readonly stop: AskStep | EndStep | undefined
  /**
   * What expressions read at the stop: what was met on this way, and the answers that lie beyond an open question,
   * as after an edit has put one above: the citizen sees the same list of papers as before, and her number means
   * the same paper.
   */
  readonly env: Env
  /** The province answered on the way, for its overlay of facts. */
  readonly place: PlaceId | undefined
}

export interface WalkOptions {
  readonly procedure: Procedure
  readonly script: Script
  readonly slots: Slots
  readonly today: Day
  /** Ask again what is no longer allowed: after an edit of the flow or a changed answer. */
  readonly isRevalidating: boolean
}

/** Walks a script with the given answers. Pure; ends because every jump leads forward. */
export function walk(options: WalkOptions): Walk {
  const { procedure, script, slots, today, isRevalidating } = options
  const answers: Record<string, unknown> = {}
  const env: Env = { today, answers }
  const answered: AskStep[] = []
  const told: TellingStep[] = []
  let place: PlaceId | undefined
  /** The first open question, once it is passed to look for answers beyond. */
  let open: AskStep | undefined
  const holds = (guard: Expr) => guard.evaluate(env) === true
  const result = (stop: AskStep | EndStep | undefined): Walk => ({ answered, told, stop, env, place })
  env.facts = factNumbers(procedure, env, today, () => place)

  const { steps } = script
  const slotCount = Object.keys(slots).length
  let index = 0
  while (index < steps.length) {
    const step = steps[index]
    if (step === undefined) break
    index += 1
    if (!step.guards.every(holds)) continue
    switch (step.type) {
      case 'ask': {
        const value = Object.hasOwn(slots, step.slot) ? slots[step.slot] : undefined
        const known = value === undefined ? undefined : exprValueOf(step, value)
        if (known !== undefined) {
          env[step.slot] = known
          answers[step.slot] = known
        }
        if (value === undefined || known === undefined) {
          open ??= step
          if (answered.length === slotCount) return result(open)
          break
        }
        if (isRevalidating && !isStillAllowed(step, value, env)) {
          delete env[step.slot]
          delete answers[step.slot]
          open ??= step
          if (answered.length === slotCount) return result(open)
          break
        }
        if (step.slotType === 'place' && typeof value === 'string') place = provinceOf(value)
        if (open === undefined) answered.push(step)
        break
      }
      case 'set': {
        const value = step.value.evaluate(env)
        if (value !== undefined) env[step.id] = value
        break
      }
      case 'branch': {
        const taken = step.cases.find((one) => one.when.evaluate(env) === true)
        index = taken?.target ?? step.otherwise
        break
      }
      case 'jump':
        index = step.target
        break
      case 'end':
        return result(open ?? step)
      case 'say':
      case 'answer':
      case 'remind':
      case 'handoff':
        if (open === undefined) told.push(step)
        break
      default:
        return assertNever(step)
    }
  }
  return result(open)
}

export function assertNever(value: never): never {
  throw new EngineError(`unexpected ${JSON.stringify(value)}`)
}
