/** What the two threads of `learn-threads.ts` say to each other. Rows are shared: who gave them leaves them as they are. */
import type { Topic } from '../content/content.ts'
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
  readonly kept: readonly string[]
}

/** The third: the rows of the topics' features as written. It answers with {@link Topics}. */
export type TopicRows = Rows

/** The last: what all spellings became. It answers with {@link Likenesses} and ends. */
export interface Vectors {
  readonly vectors: Rows
  readonly size: number
}

/** The next message of what `on(…, 'message')` gives. Rejects when there is none any more. */
export async function next<T>(messages: NodeJS.AsyncIterator<unknown[]>): Promise<T> {
  const { value, done } = await messages.next()
  if (done === true) throw new Error('The other learning thread ended without an answer.')
  return (value as unknown[])[0] as T
}
