/** Where a citizen stands follows from the answers alone: the walk from the first step to the first open question. */
import type { Day } from '../calendar/day.ts'
import type {
  AnswerStep,
  AskStep,
  BranchStep,
  EndStep,
  Expr,
  HandoffStep,
  PlaceId,
  Procedure,
  RemindStep,
  SayStep,
  Script,
  Slots,
  Step,
  StepId,
} from '../content/content.ts'
import { Env, provinceOf, type SymbolTable } from '../content/content.ts'
import { EngineError } from '../errors.ts'
import { exprValueOf, isStillAllowed } from './answers.ts'
import { factNumbers } from './facts.ts'
import type { Writable } from './writable.ts'

/** Steps that have something to tell when they are passed. */
export type TellingStep = SayStep | AnswerStep | RemindStep | HandoffStep

export interface Walk {
  /** How many questions have an answer up to the stop: see {@link answeredOn}. */
  readonly answers: number
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
  const env = before === undefined ? new Env(procedure.symbols, today) : before.env.copy()
  const walked: Writable<Walk> = {
    answers: before?.answers ?? 0,
    told: before?.told ?? none,
    stop: undefined,
    env,
    place: before?.place,
    openAt: undefined,
  }
  env.facts = factNumbers(procedure, today, walked)
  let told: TellingStep[] | undefined
  /** Answers that have not been met yet; counted without a list of their names. */
  let left = -walked.answers
  for (const _slot in slots) left += 1
  /** The first open question, once it is passed to look for answers beyond. */
  let open: AskStep | undefined

  const stages = stagesOf(script, procedure.symbols)
  let index = before?.openAt ?? 0
  for (let stage = stages[index]; stage !== undefined; stage = stages[index]) {
    index += 1
    if (!allHold(stage.guards, env)) continue
    script.onEnter?.(stage.id)
    if (stage.type === 'ask') {
      const { step } = stage
      // What every object inherits, as "constructor", is no answer to any question.
      const value = slots[stage.id]
      const known = value === undefined ? undefined : exprValueOf(step, value)
      if (known !== undefined) env.put(stage.symbol, known)
      if (value === undefined || known === undefined) {
        if (open === undefined && left === 0) walked.openAt = index - 1
        open ??= step
        if (left === 0) break
      } else if (isRevalidating && !isStillAllowed(step, value, env)) {
        env.put(stage.symbol, undefined)
        open ??= step
        if (left === 0) break
      } else {
        if (step.slotType === 'place' && typeof value === 'string') walked.place = provinceOf(value)
        if (open === undefined) {
          walked.answers += 1
          left -= 1
        }
      }
    } else if (stage.type === 'set') {
      env.put(stage.symbol, stage.step.value.evaluate(env))
    } else if (stage.type === 'branch') index = nextOf(stage.step, env)
    else if (stage.type === 'jump') index = stage.step.target
    else if (stage.type === 'end') {
      walked.stop = stage.step
      break
    } else if (open === undefined) told = withOne(told, stage.step)
  }
  if (open !== undefined) walked.stop = open
  walked.told = joined(before?.told, told)
  return walked
}

/** The questions of a walk that have an answer, in the order they are met, up to the first that has none. */
export function answeredOn(walked: Walk, script: Script): readonly AskStep[] {
  const { stop, env } = walked
  const answered: AskStep[] = []
  for (const stage of stagesOf(script, env.symbols)) {
    if (stage.step === stop) break
    if (stage.type === 'ask' && env.at(stage.symbol) !== undefined) answered.push(stage.step)
  }
  return answered
}

const none: readonly never[] = []

function allHold(guards: readonly Expr[], env: Env): boolean {
  for (let at = 0; at < guards.length; at++) if (guards[at]?.evaluate(env) !== true) return false
  return true
}

/** A list that is begun when there is something in it: mostly there is nothing, or one. */
function withOne<T>(list: T[] | undefined, one: T): T[] {
  if (list === undefined) return [one]
  list.push(one)
  return list
}

function joined<T>(before: readonly T[] | undefined, further: readonly T[] | undefined): readonly T[] {
  if (before === undefined) return further ?? none
  if (further === undefined) return before
  const all = new Array<T>(before.length + further.length)
  for (let at = 0; at < all.length; at++) all[at] = (before[at] ?? further[at - before.length]) as T
  return all
}

/** A step as it is passed. Steps have many shapes, and what has one shape is looked at several times as quickly. */
type Stage = { [Type in Step['type']]: StageOf<Extract<Step, { type: Type }>> }[Step['type']]

interface StageOf<S extends Step> {
  readonly type: S['type']
  readonly id: StepId
  /** Of its answer or computed value; what has none does not look at it. */
  readonly symbol: number
  readonly guards: readonly Expr[]
  readonly step: S
}

const stagesBy = new WeakMap<Script, readonly Stage[]>()

function stagesOf(script: Script, symbols: SymbolTable): readonly Stage[] {
  const known = stagesBy.get(script)
  if (known !== undefined) return known
  const made = script.steps.map((step) => {
    const { type, id, guards } = step
    const symbol = type === 'ask' || type === 'set' ? symbols.indexOf(id) : -1
    return { type, id, symbol, guards, step } as Stage
  })
  stagesBy.set(script, made)
  return made
}

/** Reads the target of the way that is taken, and no other: coverage counts what is read (cli/watch.ts). */
function nextOf(branch: BranchStep, env: Env): number {
  const { cases } = branch
  for (let at = 0; at < cases.length; at++) {
    const one = cases[at]
    if (one?.when.evaluate(env) === true) return one.target
  }
  return branch.otherwise
}

export function assertNever(value: never): never {
  throw new EngineError(`unexpected ${JSON.stringify(value)}`)
}
