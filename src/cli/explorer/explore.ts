/**
 * Walks every reachable path of a script with the real engine and looks whether each keeps the promises made to
 * citizens. Every option of every question is taken; ways that must go on alike are followed once (see relevance.ts)
 * and counted all.
 */
import { isDeepStrictEqual } from 'node:util'
import { Day } from '../../calendar/day.ts'
import type { Content, Locale, LocaleTag, Procedure, ProcedureId, Script } from '../../content/content.ts'
import { advance } from '../../engine/advance.ts'
import type { EpochMs, Input, Outcome, Reply, Session } from '../../engine/turn.ts'
import { walk } from '../../engine/walk.ts'
import { answersTo } from './answers.ts'
import { chatOf } from './chat.ts'
import { type Interrupt, otherInterrupts, questionsInPassing } from './interrupts.ts'
import { bytesOf, type Fault, faultsOf, faultsOfSession, remarksOn, stored } from './messages.ts'
import { expressionsOf, factsRead, slotsAhead, slotsOfFacts } from './relevance.ts'
import type { Exploration, Failure, Standing, State } from './state.ts'

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

/** Explores a procedure's script; `undefined` when it has none. Never throws for what content or engine do wrong. */
export function explore(options: ExploreOptions): Exploration | undefined {
  const procedure = options.content.procedures.get(options.procedure)
  const locale = options.content.locales.get(options.locale)
  if (procedure?.script === undefined || locale === undefined) return undefined
  return new Explorer(options, procedure, procedure.script, locale).run()
}

class Explorer {
  readonly #options: ExploreOptions
  readonly #content: Content
  readonly #procedure: Procedure
  readonly #script: Script
  readonly #locale: Locale
  readonly #today: Day
  readonly #start: Session
  readonly #ahead: ReturnType<typeof slotsAhead>
  readonly #factSlots: ReadonlySet<string>
  readonly #byIndex: Map<string, State>[]
  readonly #ended = new Map<string, State>()
  readonly #interrupted = new Set<string>()
  readonly #failures = new Map<string, Failure>()
  readonly #remarks = new Map<string, Failure>()
  #states = 0
  #turns = 0
  #maxBytes = 0

  constructor(options: ExploreOptions, procedure: Procedure, script: Script, locale: Locale) {
    this.#options = options
    this.#content = options.content
    this.#procedure = procedure
    this.#script = script
    this.#locale = locale
    this.#today = Day.inVietnam(options.now)
    this.#start = { v: 1, content: options.content.version, locale: options.locale, heardAt: options.now }
    this.#ahead = slotsAhead(procedure, script)
    this.#factSlots = slotsOfFacts(procedure, script)
    this.#byIndex = script.steps.map(() => new Map())
  }

  run(): Exploration {
    const opening: Input = { type: 'tap', choice: `!start:${this.#procedure.id}` }
    const root: State = {
      ...{ at: null, session: this.#start, parent: undefined, inputs: [], answers: 0, bytes: 0, twin: undefined },
      ...{ paths: 1, questions: 0, messages: 0, hasSubstance: false },
    }
    const opened = this.#take(root, opening)
    if (opened !== undefined) this.#arrive(root, -1, opening, opened)
    // Jumps lead forward only, so whoever stands at a question has come from questions above it.
    for (const states of this.#byIndex) for (const state of states.values()) this.#leave(state)
    for (const state of this.#ended.values()) this.#judgeEnd(state)
    return this.#tally()
  }

  /** One turn; all that is said is judged. `undefined` when the engine threw. */
  #take(from: State, input: Input, before: readonly Input[] = [], session = from.session): Outcome | undefined {
    this.#turns += 1
    const path = [...before, input]
    let outcome: Outcome
    try {
      outcome = advance(this.#content, session, input, this.#options.now)
    } catch (error) {
      this.#fail(from, path, { rule: 'threw', detail: error instanceof Error ? error.message : String(error) })
      return undefined
    }
    for (const reply of outcome.replies) {
      for (const fault of faultsOf(reply, this.#content)) this.#fail(from, path, fault)
      for (const remark of remarksOn(reply)) this.#fail(from, path, remark, this.#remarks)
    }
    this.#maxBytes = Math.max(this.#maxBytes, bytesOf(outcome.session))
    const back = stored(outcome.session)
    for (const fault of faultsOfSession(outcome.session, back, from.answers + 1)) this.#fail(from, path, fault)
    return { ...outcome, session: back }
  }

  /** Files where an accepted answer has led. */
  #arrive(from: State, index: number, input: Input, { session, replies }: Outcome): void {
    const { frame } = session
    const at = frame?.at ?? null
    const step = at === null ? undefined : this.#script.byId.get(at)
    if (frame?.procedure !== this.#procedure.id || (at !== null && step === undefined)) {
      return this.#fail(from, [input], { rule: 'lost', detail: `stands at ${frame?.procedure}/${at}` })
    }
    if (step !== undefined && step.index <= index) {
      return this.#fail(from, [input], { rule: 'goes-round', detail: `${at} does not come after ${from.at}` })
    }
    if (replies.length === 0) this.#fail(from, [input], { rule: 'silence', detail: 'nothing is said' })
    const hasSubstance = this.#hasSubstance(session)
    const slots = step === undefined ? [] : [...(this.#ahead[step.index] ?? [])].sort()
    const key = JSON.stringify([at, hasSubstance, slots.map((slot) => frame.slots[slot] ?? null)])
    const states = step === undefined ? this.#ended : this.#byIndex[step.index]
    const known = states?.get(key)
    const way = { session, parent: from, inputs: [input], answers: from.answers + 1, bytes: bytesOf(session) }
    const questions = from.questions + (step === undefined ? 0 : 1)
    const messages = from.messages + replies.length
    if (known === undefined) {
      if (this.#isFull(from, input)) return
      states?.set(key, { at, ...way, twin: undefined, paths: from.paths, questions, messages, hasSubstance })
      return
    }
    known.paths += from.paths
    known.questions = Math.max(known.questions, questions)
    known.messages = Math.max(known.messages, messages)
    // The way with most to remember is followed, so that the largest session is met; another checks that all go alike.
    if (way.bytes <= known.bytes) known.twin = session
    else Object.assign(known, way, { twin: known.session })
  }

  #isFull(from: State, input: Input): boolean {
    const { maxStates = defaultMaxStates } = this.#options
    this.#states += 1
    if (this.#states <= maxStates) return false
    this.#fail(from, [input], { rule: 'too-many-states', detail: `not everything was walked: over ${maxStates} states` })
    return true
  }

  #hasSubstance(session: Session): boolean {
    const slots = session.frame?.slots ?? {}
    const options = { procedure: this.#procedure, script: this.#script, slots, today: this.#today }
    const { told, answered } = walk({ ...options, isRevalidating: false })
    return (
      answered.some(({ slotType }) => slotType === 'ticks') ||
      told.some((step) => {
        if (step.type === 'answer' || step.type === 'handoff') return true
        return step.type === 'say' && expressionsOf(step).some((expr) => factsRead(expr).length > 0)
      })
    )
  }

  /** Takes every way on from a question. */
  #leave(state: State): void {
    const step = state.at === null ? undefined : this.#script.byId.get(state.at)
    if (step?.type !== 'ask') return this.#fail(state, [], { rule: 'lost', detail: `${state.at} is no question` })
    const question = this.#take(state, { type: 'tap', choice: '!keep' })?.replies.at(-1)
    if (question === undefined) return this.#fail(state, [], { rule: 'silence', detail: 'the question is not asked' })
    const standing: Standing = { state, ask: step, question }
    const { content, today } = { content: this.#content, today: this.#today }
    const inputs = answersTo({ content, procedure: this.#procedure, script: this.#script, ask: step, question, today })
    let accepted = 0
    for (const [index, input] of inputs.entries()) {
      const outcome = this.#take(state, input)
      if (outcome === undefined) continue
      if (index < 3) this.#compareTwin(state, input, outcome)
      if (this.#isRefused(standing, input, outcome)) continue
      accepted += 1
      this.#arrive(state, step.index, input, outcome)
    }
    if (accepted === 0) {
      this.#fail(state, inputs.slice(0, 1), { rule: 'dead-end', detail: `no answer to ${step.id} is accepted` })
    }
    if (this.#options.hasInterrupts !== false) this.#interrupt(standing)
  }

  /** An answer outside the question's rules must say so and change nothing; a tap on an option shown never is one. */
  #isRefused({ state, ask }: Standing, input: Input, { session, replies }: Outcome): boolean {
    const { frame } = session
    if (frame !== undefined && Object.hasOwn(frame.slots, ask.slot)) return false
    if (frame?.at !== ask.id || !isDeepStrictEqual(frame.slots, state.session.frame?.slots)) {
      this.#fail(state, [input], { rule: 'answer-lost', detail: `${ask.id} has no answer, but the talk went on` })
      return true
    }
    const isPlain = input.type === 'tap' && ask.checks.length === 0
    if (isPlain) this.#fail(state, [input], { rule: 'option-refused', detail: `an option of ${ask.id} is not taken` })
    if (replies.length === 0) this.#fail(state, [input], { rule: 'silence', detail: 'nothing is said' })
    return true
  }

  /** Two conversations that were taken for alike must be told the same. */
  #compareTwin(state: State, input: Input, outcome: Outcome): void {
    if (state.twin === undefined) return
    const other = advance(this.#content, state.twin, input, this.#options.now)
    const isAlike =
      other.session.frame?.at === outcome.session.frame?.at && isDeepStrictEqual(other.replies, outcome.replies)
    if (isAlike) return
    const detail = `two ways that should go on alike differ after ${JSON.stringify(state.twin.frame?.slots)}`
    this.#fail(state, [input], { rule: 'explorer', detail })
  }

  #interrupt(standing: Standing): void {
    const { state, ask } = standing
    const slots = state.session.frame?.slots ?? {}
    const known = JSON.stringify([...this.#factSlots].map((slot) => slots[slot] ?? null))
    const another = this.#anotherProcedure()
    if (this.#isNew(`facts ${known}`) || this.#isNew(`at ${ask.id}`)) {
      for (const one of questionsInPassing()) this.#interruptWith(standing, one)
    }
    if (!this.#isNew(`other ${ask.id}`)) return
    if (another !== undefined) for (const one of questionsInPassing(another)) this.#interruptWith(standing, one)
    for (const one of otherInterrupts(this.#locale, this.#procedure.id, another)) this.#interruptWith(standing, one)
  }

  #isNew(key: string): boolean {
    if (this.#interrupted.has(key)) return false
    this.#interrupted.add(key)
    return true
  }

  #anotherProcedure(): ProcedureId | undefined {
    const others = [...this.#content.procedures.values()].filter((one) => one !== this.#procedure)
    return others.find((one) => one.script !== undefined)?.id
  }

  #interruptWith({ state, ask, question }: Standing, { name, inputs }: Interrupt): void {
    let { session } = state
    let replies: readonly Reply[] = []
    for (const [index, input] of inputs.entries()) {
      const outcome = this.#take(state, input, inputs.slice(0, index), session)
      if (outcome === undefined) return
      if (outcome.replies.length === 0) {
        this.#fail(state, inputs, { rule: 'silence', detail: `${name}: nothing is said` })
      }
      session = outcome.session
      replies = outcome.replies
    }
    const before = state.session.frame
    const after = session.frame
    if (after?.at !== ask.id || after.procedure !== this.#procedure.id) {
      return this.#fail(state, inputs, { rule: 'place-lost', detail: `${name}: then stands at ${after?.at}` })
    }
    if (!isDeepStrictEqual(after.slots, before?.slots) || !isDeepStrictEqual(after.open, before?.open)) {
      return this.#fail(state, inputs, { rule: 'answers-changed', detail: `${name}: ${JSON.stringify(after.slots)}` })
    }
    const last = replies.at(-1)
    const wanted = (question.choices ?? []).map(({ id }) => id)
    const shown = (last?.choices ?? []).map(({ id }) => id)
    if (last?.text.endsWith(question.text) && wanted.every((id, index) => shown[index] === id)) return
    this.#fail(state, inputs, { rule: 'not-led-back', detail: `${name}: the question is not asked again` })
  }

  /** What holds of every end: something was told on the way, and the conversation is not dead. */
  #judgeEnd(state: State): void {
    if (!state.hasSubstance) {
      this.#fail(state, [], { rule: 'empty-path', detail: 'ends without an answer, a checklist or a person' })
    }
    if (this.#options.hasInterrupts === false) return
    for (const { name, inputs } of questionsInPassing()) {
      const [input] = inputs
      const outcome = input === undefined ? undefined : this.#take(state, input)
      if (outcome?.replies.length === 0) this.#fail(state, inputs, { rule: 'silence', detail: `at the end, ${name}` })
    }
    for (const choice of ['!menu', '!person', `!start:${this.#procedure.id}`]) {
      const outcome = this.#take(state, { type: 'tap', choice })
      if (outcome?.replies.length !== 0) continue
      this.#fail(state, [{ type: 'tap', choice }], { rule: 'silence', detail: `at the end, ${choice}` })
    }
  }

  #fail(from: State, inputs: readonly Input[], { rule, detail }: Fault, into = this.#failures): void {
    // The same thing at the same question, over and over, is one thing to mend.
    const key = `${rule} ${from.at} ${rule === 'explorer' || rule === 'large-session' ? '' : detail}`
    if (into.has(key)) return
    const path = [...inputs]
    for (let state: State | undefined = from; state !== undefined; state = state.parent) path.unshift(...state.inputs)
    const { now, locale } = this.#options
    let chat: string
    try {
      chat = chatOf(this.#content, this.#start, path, now)
    } catch (error) {
      chat = `${JSON.stringify(path)}\n${error instanceof Error ? error.message : String(error)}`
    }
    into.set(key, { procedure: this.#procedure.id, locale, now, rule, detail, chat })
  }

  #tally(): Exploration {
    const ends = [...this.#ended.values()]
    const { now, locale } = this.#options
    return {
      ...{ procedure: this.#procedure.id, locale, now, states: this.#states, turns: this.#turns },
      paths: ends.reduce((sum, { paths }) => sum + paths, 0),
      longest: {
        questions: Math.max(0, ...ends.map(({ questions }) => questions)),
        messages: Math.max(0, ...ends.map(({ messages }) => messages)),
      },
      maxBytes: this.#maxBytes,
      failures: [...this.#failures.values()],
      remarks: [...this.#remarks.values()],
    }
  }
}
