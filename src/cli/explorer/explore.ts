/**
 * Walks every reachable path of a script with the real engine and looks whether each keeps the promises made to
 * citizens. Every option of every question is taken; ways that must go on alike are followed once (see relevance.ts)
 * and counted all.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Content, LocaleTag, ProcedureId } from '../../content/content.ts'
import { advance } from '../../engine/advance.ts'
import type { EpochMs, Input, Outcome, Session } from '../../engine/turn.ts'
import { answeredOn } from '../../engine/walk.ts'
import { answersTo } from './answers.ts'
import { Asides } from './asides.ts'
import { bytesOf } from './messages.ts'
import { expressionsOf, factsRead, slotsAhead } from './relevance.ts'
import type { Exploration, Standing, State } from './state.ts'
import { Walker } from './walker.ts'

export interface ExploreOptions {
  readonly content: Content
  readonly procedure: ProcedureId
  readonly locale: LocaleTag
  readonly now: EpochMs
  /** More places than this are not walked, which is a failure; 20,000 unless told. */
  readonly maxStates?: number
  /** Whether to say at every question what may come between (default true). */
  readonly hasInterrupts?: boolean
}

const defaultMaxStates = 20_000

/**
 * Explores a procedure's script; `undefined` when there is no such script or language. What content or engine do
 * wrong is in the failures, never thrown.
 */
export function explore(options: ExploreOptions): Exploration | undefined {
  const { content, now, maxStates = defaultMaxStates, hasInterrupts = true } = options
  const procedure = content.procedures.get(options.procedure)
  const locale = content.locales.get(options.locale)
  if (procedure?.script === undefined || locale === undefined) return undefined
  const walker = new Walker({ content, procedure, script: procedure.script, locale, now })
  return new Explorer(walker, maxStates, hasInterrupts ? new Asides(walker) : undefined).run()
}

class Explorer {
  readonly #walker: Walker
  readonly #maxStates: number
  readonly #asides: Asides | undefined
  readonly #ahead: ReturnType<typeof slotsAhead>
  /** By the index of the question stood at, then by what still matters. */
  readonly #byIndex: Map<string, State>[]
  readonly #ended = new Map<string, State>()
  #states = 0

  constructor(walker: Walker, maxStates: number, asides: Asides | undefined) {
    const { procedure, script } = walker.route
    this.#walker = walker
    this.#maxStates = maxStates
    this.#asides = asides
    this.#ahead = slotsAhead(procedure, script)
    this.#byIndex = script.steps.map(() => new Map())
  }

  run(): Exploration {
    const walker = this.#walker
    const opening: Input = { type: 'tap', choice: `!start:${walker.route.procedure.id}` }
    const root: State = {
      ...{
        at: null,
        session: walker.start,
        parent: undefined,
        inputs: [],
        answers: 0,
        bytes: 0,
        twin: undefined,
      },
      ...{ paths: 1, questions: 0, messages: 0, hasSubstance: false },
    }
    const opened = walker.take(root, opening)
    if (opened !== undefined) this.#arrive(root, -1, opening, opened)
    // Jumps lead forward only, so whoever stands at a question has come from questions above it.
    for (const states of this.#byIndex) for (const state of states.values()) this.#leave(state)
    for (const state of this.#ended.values()) this.#judgeEnd(state)
    return this.#tally()
  }

  /** Files where an accepted answer has led. */
  #arrive(from: State, index: number, input: Input, { session, replies }: Outcome): void {
    const { route } = this.#walker
    const { frame } = session
    const at = frame?.at ?? null
    const step = at === null ? undefined : route.script.byId.get(at)
    if (frame?.procedure !== route.procedure.id || (at !== null && step === undefined)) {
      const detail = `stands at ${frame?.procedure}/${at}`
      return this.#walker.fail(from, [input], { rule: 'lost', detail })
    }
    if (step !== undefined && step.index <= index) {
      const detail = `${at} does not come after ${from.at}`
      return this.#walker.fail(from, [input], { rule: 'goes-round', detail })
    }
    const way: Way = {
      ...{ session, parent: from, inputs: [input], answers: from.answers + 1, bytes: bytesOf(session) },
      ...{ paths: from.paths, questions: from.questions + (step === undefined ? 0 : 1) },
      ...{ messages: from.messages + replies.length, hasSubstance: this.#hasSubstance(session) },
    }
    const states = step === undefined ? this.#ended : this.#byIndex[step.index]
    const key = this.#keyOf(step?.index, way)
    const known = states?.get(key)
    if (known !== undefined) join(known, way)
    else if (this.#hasRoom(from, input)) states?.set(key, { at, ...way, twin: undefined })
  }

  /** Ways with the same key go on alike. */
  #keyOf(index: number | undefined, { session, hasSubstance }: Way): string {
    const slots = index === undefined ? [] : [...(this.#ahead[index] ?? [])].sort()
    return JSON.stringify([hasSubstance, slots.map((slot) => session.frame?.slots[slot] ?? null)])
  }

  #hasRoom(from: State, input: Input): boolean {
    this.#states += 1
    if (this.#states <= this.#maxStates) return true
    const detail = `not everything was walked: there are more than ${this.#maxStates} states`
    this.#walker.fail(from, [input], { rule: 'too-many-states', detail })
    return false
  }

  /** Whether an answer from facts, a checklist or a person was met. */
  #hasSubstance(session: Session): boolean {
    const walked = this.#walker.walked(session)
    if (answeredOn(walked, this.#walker.route.script).some(({ slotType }) => slotType === 'ticks'))
      return true
    return walked.told.some((step) => {
      if (step.type === 'answer' || step.type === 'handoff') return true
      return step.type === 'say' && expressionsOf(step).some((expr) => factsRead(expr).length > 0)
    })
  }

  /** Takes every way on from a question. */
  #leave(state: State): void {
    const walker = this.#walker
    const ask = state.at === null ? undefined : walker.route.script.byId.get(state.at)
    if (ask?.type !== 'ask')
      return walker.fail(state, [], { rule: 'lost', detail: `${state.at} is no question` })
    const question = walker.take(state, { type: 'tap', choice: '!keep' })?.replies.at(-1)
    if (question === undefined) return
    const standing: Standing = { state, ask, question }
    const inputs = answersTo({ ...walker.route, ask, question, today: walker.today })
    let accepted = 0
    for (const [index, input] of inputs.entries()) {
      const outcome = walker.take(state, input)
      if (outcome === undefined) continue
      if (index < 3) this.#compareTwin(state, input, outcome)
      if (this.#isRefused(standing, input, outcome)) continue
      accepted += 1
      this.#arrive(state, ask.index, input, outcome)
    }
    if (accepted === 0) {
      walker.fail(state, inputs.slice(0, 1), {
        rule: 'dead-end',
        detail: `no answer to ${ask.id} is accepted`,
      })
    }
    this.#asides?.at(standing)
  }

  /** An answer against the question's rules must change nothing; an option that is shown must be taken. */
  #isRefused({ state, ask }: Standing, input: Input, { session }: Outcome): boolean {
    const { frame } = session
    if (frame !== undefined && Object.hasOwn(frame.slots, ask.slot)) return false
    if (frame?.at !== ask.id || !isDeepStrictEqual(frame.slots, state.session.frame?.slots)) {
      const detail = `${ask.id} has no answer, but the talk went on`
      this.#walker.fail(state, [input], { rule: 'answer-lost', detail })
    } else if (input.type !== 'text' && ask.checks.length === 0) {
      this.#walker.fail(state, [input], {
        rule: 'option-refused',
        detail: `an option of ${ask.id} is not taken`,
      })
    }
    return true
  }

  /** Two conversations that were taken for alike must be told the same. */
  #compareTwin(state: State, input: Input, outcome: Outcome): void {
    if (state.twin === undefined) return
    const { content, now } = this.#walker.route
    const other = advance(content, state.twin, input, now)
    const isSamePlace = other.session.frame?.at === outcome.session.frame?.at
    if (isSamePlace && isDeepStrictEqual(other.replies, outcome.replies)) return
    const detail = `the explorer is wrong: this goes on otherwise with ${JSON.stringify(state.twin.frame?.slots)}`
    this.#walker.fail(state, [input], { rule: 'explorer', detail })
  }

  #judgeEnd(state: State): void {
    if (!state.hasSubstance) {
      const detail = 'ends without an answer from facts, a checklist or a person'
      this.#walker.fail(state, [], { rule: 'empty-path', detail })
    }
    this.#asides?.atEnd(state)
  }

  #tally(): Exploration {
    const ends = [...this.#ended.values()]
    const { route, turns, maxBytes, failures, remarks } = this.#walker
    return {
      ...{ procedure: route.procedure.id, locale: route.locale.tag, now: route.now },
      ...{ states: this.#states, turns, maxBytes, failures, remarks },
      paths: ends.reduce((sum, { paths }) => sum + paths, 0),
      longest: {
        questions: Math.max(0, ...ends.map(({ questions }) => questions)),
        messages: Math.max(0, ...ends.map(({ messages }) => messages)),
      },
    }
  }
}

/** A way to a state before it is known whether others lead there. */
type Way = Omit<State, 'at' | 'twin'>

/** Adds a way to the state it leads to. */
function join(known: State, way: Way): void {
  const { session, parent, inputs, answers, bytes } = way
  known.paths += way.paths
  known.questions = Math.max(known.questions, way.questions)
  known.messages = Math.max(known.messages, way.messages)
  // The way with most to remember is followed, so that the largest session is met; another is kept to compare.
  if (bytes <= known.bytes) known.twin = session
  else Object.assign(known, { session, parent, inputs, answers, bytes, twin: known.session })
}
