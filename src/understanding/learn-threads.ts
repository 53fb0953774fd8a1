/**
 * The same learning in two threads: the other one takes the slips of the finger while this one takes what is written as
 * it should be, and then the topics while this one learns the procedures. See decision 147.
 */
import { on } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Example } from '../content/content.ts'
import { type KnownWords, next, type Texts, type TopicRows, type Vectors } from './learn-messages.ts'
import type { Model } from './model.ts'
import type { Rows } from './rows.ts'
import type { Spelling } from './spelling.ts'
import {
  basisOf,
  createLearners,
  type Likenesses,
  learnProcedures,
  showWritten,
  type Topics,
  trainModel,
} from './train.ts'
import { gatherUtterances } from './utterances.ts'

/**
 * Makes what `trainModel` makes. Where there is one processor only, in this thread.
 * Rejects when the other thread fails.
 */
export async function trainInThreads(examples: readonly Example[], spelling: Spelling): Promise<Model> {
  if (availableParallelism() < 2) return trainModel(examples, spelling)
  const other = new Worker(new URL('./learn-thread.ts', import.meta.url))
  const answers = on(other, 'message', { close: ['exit'] })
  try {
    const utterances = gatherUtterances(examples, spelling)
    const texts: Texts = {
      spelling,
      plain: utterances.map(({ plain }) => plain),
      labels: utterances.map(({ label }) => label),
      topics: utterances.map(({ topic }) => topic),
    }
    other.postMessage(texts)
    const basis = basisOf(utterances, spelling)
    const { kept } = basis
    other.postMessage({ kept } satisfies KnownWords)
    const { features, topicFeatures } = createLearners(spelling, kept)
    showWritten(basis, { features, topicFeatures })
    other.postMessage(topicFeatures.shown() satisfies TopicRows)
    features.take(await next<Rows>(answers))
    const learned = features.learned()
    const size = learned.vocabulary.hashes.length
    other.postMessage({ vectors: learned.vectors, size } satisfies Vectors)
    const procedures = learnProcedures(basis, learned)
    return { ...procedures, ...(await next<Topics>(answers)), ...(await next<Likenesses>(answers)) }
  } finally {
    void other.terminate()
  }
}
