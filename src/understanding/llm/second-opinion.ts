/** A language model's opinion about words that the examples did not make clear: bounded in time, number and trust. */
import type { Content } from '../../content/content.ts'
import type { Doubt, EpochMs, Opinion } from '../../engine/turn.ts'
import { createBreaker } from './breaker.ts'
import { createMemory } from './memory.ts'
import { type ModelAnswer, type ModelQuestion, modelQuestion, opinionOf } from './question.ts'

/** Asks a model. Rejects when there is no answer, or none that the schema takes; stops when the signal aborts. */
export type AskModel = (question: ModelQuestion, signal: AbortSignal) => Promise<unknown>

export interface SecondOpinionOptions {
  readonly ask: AskModel
  readonly clock: { now(): EpochMs; setTimer(at: EpochMs, ring: () => void): () => void }
  /** An answer that takes longer is not waited for. */
  readonly timeoutMs: number
  /** Questions under way at once; more are not asked. */
  readonly concurrency: number
  readonly log: { warn(fields: object, message: string): void; info(fields: object, message: string): void }
}

export interface Doubtful {
  readonly text: string
  readonly doubt: Doubt
  readonly content: Content
  /** When the citizen sent it: they wait since then. */
  readonly receivedAt: EpochMs
}

/** `undefined`: there is none, for whatever reason. Never rejects, and is there within the time limit. */
export type SecondOpinion = (doubtful: Doubtful) => Promise<Opinion | undefined>

const failuresInARow = 3
const pauseMs = 30_000
const mostRemembered = 2_000
/** With less left of its time than this share nobody is asked: a model that needs more would count as away. */
const leastShare = 1 / 3

export function createSecondOpinion(options: SecondOpinionOptions): SecondOpinion {
  const { ask, clock, timeoutMs, concurrency, log } = options
  const remembered = createMemory<Opinion | undefined>(mostRemembered)
  const breaker = createBreaker({
    now: clock.now,
    failures: failuresInARow,
    pauseMs,
    onChange: (isOpen) =>
      isOpen
        ? log.warn(
            { alarm: 'language_model_away' },
            'The language model does not answer; citizens are served without it.',
          )
        : log.info({}, 'The language model answers again.'),
  })
  let underWay = 0

  async function answerWithin(question: ModelQuestion, limitMs: number): Promise<ModelAnswer> {
    const abort = new AbortController()
    let cancel = () => {}
    const late = new Promise<never>((_, reject) => {
      cancel = clock.setTimer(clock.now() + limitMs, () => {
        abort.abort()
        reject(new Error('The language model took too long.'))
      })
    })
    try {
      return question.schema.parse(await Promise.race([ask(question, abort.signal), late]))
    } finally {
      cancel()
    }
  }

  return async ({ text, doubt, content, receivedAt }) => {
    if (doubt.about === 'answer' && doubt.question === undefined) return undefined
    const now = clock.now()
    const limitMs = Math.min(timeoutMs, receivedAt + timeoutMs - now)
    if (limitMs < timeoutMs * leastShare || content.procedures.size === 0) return undefined
    const question = modelQuestion(text, doubt, content)
    const known = remembered.recall(question.key)
    if (known !== undefined) return known.value
    if (underWay >= concurrency || !breaker.mayAsk()) return undefined
    underWay += 1
    try {
      const opinion = opinionOf(await answerWithin(question, limitMs), doubt)
      breaker.succeeded()
      remembered.remember(question.key, opinion)
      return opinion
    } catch {
      // What went wrong may quote the citizen, the address or the key: only that it did is told.
      breaker.failed()
      return undefined
    } finally {
      underWay -= 1
    }
  }
}
