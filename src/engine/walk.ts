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
  /** The index of the open question, when nothing beyond it has been looked at: from there one can walk on. */
  readonly openAt: number | undefined
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
  return walkFrom(options, undefined)
}

/**
 * Walks on from where `before` stopped; `slots` are its answers and a further one. Gives what walking from the start
 * does, and is spared the way that is known: a turn walks before its answer is filed and after.
 */
export function walkOn(options: WalkOptions, before: Walk): Walk {
  return walkFrom(options, before.openAt === undefined || options.isRevalidating ? undefined : before)
}

function walkFrom(options: WalkOptions, before: Walk | undefined): Walk {
  const { procedure, script, slots, today, isRevalidating } = options
  const answers: Env = before === undefined ? {} : { ...(before.env.answers as Env) }
  const env: Env = before === undefined ? { today, answers } : { ...before.env, answers }
  const answered: AskStep[] = before === undefined ? [] : [...before.answered]
  const told: TellingStep[] = before === undefined ? [] : [...before.told]
  let place = before?.place
  /** The first open question, once it is passed to look for answers beyond. */
  let open: AskStep | undefined
  const holds = (guard: Expr) => guard.evaluate(env) === true
  const result = (stop: AskStep | EndStep | undefined, openAt?: number): Walk => {
    return { answered, told, stop, env, place, openAt }
  }
  env.facts = factNumbers(procedure, env, today, () => place)

  const { steps } = script
  const slotCount = Object.keys(slots).length
  let index = before?.openAt ?? 0
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
          const isFirst = open === undefined
          open ??= step
          if (answered.length === slotCount) return result(open, isFirst ? index - 1 : undefined)
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
