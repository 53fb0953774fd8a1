/** At every question, everything that may come between: afterwards the same question stands and no answer is lost. */
import { isDeepStrictEqual } from 'node:util'
import type { ProcedureId } from '../../content/content.ts'
import type { Reply } from '../../engine/turn.ts'
import { type Interrupt, otherInterrupts, questionsInPassing } from './interrupts.ts'
import { conditionsOfFacts } from './relevance.ts'
import type { Standing, State } from './state.ts'
import type { Walker } from './walker.ts'

export class Asides {
  readonly #walker: Walker
  readonly #done = new Set<string>()
  readonly #conditions: ReturnType<typeof conditionsOfFacts>
  /** Another procedure with a script, to go over to and come back from. */
  readonly #another: ProcedureId | undefined

  constructor(walker: Walker) {
    const { content, procedure } = walker.route
    this.#walker = walker
    this.#conditions = conditionsOfFacts(procedure)
    const others = [...content.procedures.values()].filter(({ id }) => id !== procedure.id)
    this.#another = others.find(({ script }) => script !== undefined)?.id
  }

  /** Facts are asked about wherever they may read differently; all else once at every question. */
  at(standing: Standing): void {
    const { ask, state } = standing
    if (this.#isNew(`facts ${this.#factKey(state)}`) || this.#isNew(`at ${ask.id}`)) {
      for (const one of questionsInPassing()) this.#try(standing, one)
    }
    if (!this.#isNew(`other ${ask.id}`)) return
    const { locale, procedure } = this.#walker.route
    if (this.#another !== undefined) {
      for (const one of questionsInPassing(this.#another)) this.#try(standing, one)
    }
    for (const one of otherInterrupts(locale, procedure.id, this.#another, ask.slotType))
      this.#try(standing, one)
  }

  /** After the end, questions about the matter are answered still, and the conversation is not dead. */
  atEnd(state: State): void {
    for (const { inputs } of questionsInPassing()) this.#walker.takeAside(state, state.session, inputs)
    for (const choice of ['!menu', '!person', `!start:${this.#walker.route.procedure.id}`]) {
      this.#walker.takeAside(state, state.session, [{ type: 'tap', choice }])
    }
  }

  #isNew(key: string): boolean {
    if (this.#done.has(key)) return false
    this.#done.add(key)
    return true
  }

  /** What facts may be told differently by. */
  #factKey({ session }: State): string {
    const { env, place } = this.#walker.walked(session)
    return JSON.stringify([place ?? null, this.#conditions.map((when) => when.evaluate(env) ?? null)])
  }

  #try({ state, ask, question }: Standing, { name, inputs }: Interrupt): void {
    const walker = this.#walker
    let { session } = state
    let replies: readonly Reply[] = []
    for (const index of inputs.keys()) {
      const outcome = walker.takeAside(state, session, inputs.slice(0, index + 1))
      if (outcome === undefined) return
      session = outcome.session
      replies = outcome.replies
    }
    const before = state.session.frame
    const after = session.frame
    if (after?.at !== ask.id || after.procedure !== walker.route.procedure.id) {
      return walker.fail(state, inputs, {
        rule: 'place-lost',
        detail: `${name}: then stands at ${after?.at}`,
      })
    }
    if (!isDeepStrictEqual(after.slots, before?.slots) || !isDeepStrictEqual(after.open, before?.open)) {
      return walker.fail(state, inputs, {
        rule: 'answers-changed',
        detail: `${name}: ${JSON.stringify(after.slots)}`,
      })
    }
    const wanted = (question.choices ?? []).map(({ id }) => id)
    const last = replies.at(-1)
    const shown = (last?.choices ?? []).map(({ id }) => id)
    if (
      last?.text.endsWith(question.text) &&
      last.wants === question.wants &&
      wanted.every((id, index) => shown[index] === id)
    )
      return
    walker.fail(state, inputs, { rule: 'not-led-back', detail: `${name}: the question is not asked again` })
  }
}
