/** Takes the explorer's turns: judges all that is said, and keeps what was wrong. */
import { Day } from '../../calendar/day.ts'
import type { Content, Locale, Procedure, Script } from '../../content/content.ts'
import { advance } from '../../engine/advance.ts'
import type { EpochMs, Input, Outcome, Session } from '../../engine/turn.ts'
import { type Walk, walk } from '../../engine/walk.ts'
import { chatOf } from './chat.ts'
import { bytesOf, type Fault, faultsOf, faultsOfSession, limitAfter, remarksOn, stored } from './messages.ts'
import type { Failure, State } from './state.ts'

/** Which script is walked, in which language, when. */
export interface Route {
  readonly content: Content
  readonly procedure: Procedure
  readonly script: Script
  readonly locale: Locale
  readonly now: EpochMs
}

export class Walker {
  readonly route: Route
  readonly today: Day
  /** A conversation that has chosen its language and said nothing yet. */
  readonly start: Session
  readonly #failures = new Map<string, Failure>()
  readonly #remarks = new Map<string, Failure>()
  turns = 0
  maxBytes = 0

  constructor(route: Route) {
    this.route = route
    this.today = Day.inVietnam(route.now)
    this.start = { v: 1, content: route.content.version, locale: route.locale.tag, heardAt: route.now }
  }

  get failures(): readonly Failure[] {
    return [...this.#failures.values()]
  }

  get remarks(): readonly Failure[] {
    return [...this.#remarks.values()]
  }

  /** An answer, or whatever is said first, at a state. `undefined` when the engine threw. */
  take(from: State, input: Input): Outcome | undefined {
    return this.#turn(from, from.session, [input], limitAfter(from.answers + 1))
  }

  /** Something said after other things that came between; `said` ends with it. */
  takeAside(from: State, session: Session, said: readonly Input[]): Outcome | undefined {
    return this.#turn(from, session, said, limitAfter(undefined))
  }

  #turn(from: State, session: Session, said: readonly Input[], limitBytes: number): Outcome | undefined {
    const input = said.at(-1)
    if (input === undefined) return undefined
    const { content, now } = this.route
    this.turns += 1
    let outcome: Outcome
    try {
      outcome = advance(content, session, input, now)
    } catch (error) {
      this.fail(from, said, { rule: 'threw', detail: error instanceof Error ? error.message : String(error) })
      return undefined
    }
    const { replies } = outcome
    const { heldSince, case: open } = outcome.session
    const isHeld = heldSince !== undefined || open?.state === 'taken'
    if (replies.length === 0 && !isHeld) this.fail(from, said, { rule: 'silence', detail: 'nothing is said' })
    if (replies.length > 0 && isHeld) {
      this.fail(from, said, { rule: 'talks-over', detail: 'something is said while an officer writes' })
    }
    for (const reply of replies) {
      for (const fault of faultsOf(reply, content)) this.fail(from, said, fault)
      for (const remark of remarksOn(reply)) this.#note(this.#remarks, from, said, remark)
    }
    const back = stored(outcome.session)
    this.maxBytes = Math.max(this.maxBytes, bytesOf(back))
    for (const fault of faultsOfSession(outcome.session, back, limitBytes)) this.fail(from, said, fault)
    return { ...outcome, session: back }
  }

  /** What the script knows of a session. */
  walked(session: Session): Walk {
    const { procedure, script } = this.route
    return walk({
      procedure,
      script,
      slots: session.frame?.slots ?? {},
      today: this.today,
      isRevalidating: false,
    })
  }

  fail(from: State, said: readonly Input[], fault: Fault): void {
    this.#note(this.#failures, from, said, fault)
  }

  #note(into: Map<string, Failure>, from: State, said: readonly Input[], { rule, detail }: Fault): void {
    // The same thing at the same question, over and over, is one thing to mend.
    const key = ['large-session', 'long-label', 'many-choices', 'explorer'].includes(rule) ? rule : detail
    const id = `${rule} ${from.at} ${key}`
    if (into.has(id)) return
    const path = [...said]
    for (let state: State | undefined = from; state !== undefined; state = state.parent)
      path.unshift(...state.inputs)
    const { procedure, locale, now } = this.route
    into.set(id, { procedure: procedure.id, locale: locale.tag, now, rule, detail, chat: this.#chat(path) })
  }

  #chat(path: readonly Input[]): string {
    try {
      return chatOf(this.route.content, this.start, path, this.route.now)
    } catch (error) {
      return `${JSON.stringify(path)}\n${error instanceof Error ? error.message : String(error)}`
    }
  }
}
