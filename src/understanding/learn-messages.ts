/** What the two threads of `learn-threads.ts` say to each other. */
import type { Worker } from 'node:worker_threads'
import type { Topic } from '../content/content.ts'
import type { Lexicon } from './repair.ts'
import type { Rows } from './rows.ts'
import type { Spelling } from './spelling.ts'

/** The first thing the other thread is told. One entry for each utterance. */
export interface Texts {
  readonly spelling: Spelling
  readonly plain: readonly string[]
  readonly labels: readonly string[]
  readonly topics: readonly Topic[]
}

/** The second. It answers with the {@link Rows} of what it was told first. */
export interface KnownWords {
  readonly lexicon: Lexicon
  readonly kept: readonly string[]
}

/** The third is the rows of the topics' features as written; it answers with {@link Topics} and ends. */
export type TopicRows = Rows

/** Sends rows without copying them: whoever gives them has them no more. */
export function giveRows(to: Pick<Worker, 'postMessage'>, rows: Rows): void {
  const { starts, indices, values } = rows
  to.postMessage(
    rows,
    [starts, indices, values].map(({ buffer }) => buffer as ArrayBuffer),
  )
}

/** The next message of what `on(…, 'message')` gives. Rejects when there is none any more. */
export async function next<T>(messages: NodeJS.AsyncIterator<unknown[]>): Promise<T> {
  const { value, done } = await messages.next()
  if (done === true) throw new Error('The other learning thread ended without an answer.')
  return (value as unknown[])[0] as T
}
