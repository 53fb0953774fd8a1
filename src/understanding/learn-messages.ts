/** What the two threads of `learn-threads.ts` say to each other. Rows are shared: who gave them leaves them as they are. */
import type { Lexicon } from './lexicon.ts'
import type { Model } from './model.ts'
import type { PackedWords } from './packed.ts'
import type { Vectors } from './rows.ts'
import type { Spelling } from './spelling.ts'
import type { Topics } from './train.ts'
import type { Utterance } from './utterances.ts'

/** The first thing the other thread is told. It answers with the `Counted` rows of the last texts, and of those with slips. */
export interface Texts {
  readonly spelling: Spelling
  readonly plain: readonly string[]
  /** The last ones, as they are written. */
  readonly last: readonly string[]
}

/** The second: the rest of what topics are learned from. It answers with {@link Asked}. */
export interface Written {
  readonly labels: readonly string[]
  readonly topics: readonly Utterance['topic'][]
  /** All but the last ones. */
  readonly written: PackedWords
}

export interface Asked extends Topics, Pick<Model, 'bare'> {
  readonly lexicon: Lexicon
}

/** The last: what all spellings became. It answers with `Likenesses` and ends. */
export interface Shown {
  readonly vectors: Vectors
  readonly size: number
}

/** The next message of what `on(…, 'message')` gives. Rejects when there is none any more. */
export async function next<T>(messages: NodeJS.AsyncIterator<unknown[]>): Promise<T> {
  const { value, done } = await messages.next()
  if (done === true) throw new Error('The other learning thread ended without an answer.')
  return (value as unknown[])[0] as T
}
