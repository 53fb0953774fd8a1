/**
 * The same learning in two threads: the other one takes a part of what is written as it should be and the slips of the finger
 * while this one takes the rest, and then the topics while this one learns the procedures. See decisions 147 and 174.
 */
import { on } from 'node:events'
import type { Example } from '../content/content.ts'
import { type Counted, createFeatureLearner } from './features.ts'
import { type Asked, next, type Shown, type Texts, type Written } from './learn-messages.ts'
import { startOther } from './learn-other.ts'
import type { Model } from './model.ts'
import { createNormaliser } from './normalise.ts'
import type { Spelling } from './spelling.ts'
import { type Likenesses, learnProcedures, mostToRemember, showWritten, trainModel } from './train.ts'
import { gatherUtterances } from './utterances.ts'

/** So much of what is written is read by this thread: the other one starts a little later, and reads the slips as well. */
const ownShare = 0.75

/**
 * Makes what `trainModel` makes, and ends the other thread. Where there is none, in this one.
 * Rejects when the other thread fails.
 */
export async function trainInThreads(
  examples: readonly Example[],
  spelling: Spelling,
  other = startOther(),
): Promise<Model> {
  if (other === undefined) return trainModel(examples, spelling)
  const answers = on(other, 'message', { close: ['exit'] })
  try {
    const utterances = gatherUtterances(examples, spelling)
    const plain = utterances.map((one) => one.plain)
    const own = Math.round(ownShare * utterances.length)
    const texts = utterances.map(({ text }) => text)
    other.postMessage({ spelling, plain, last: texts.slice(own) } satisfies Texts)
    const normaliser = createNormaliser(spelling, mostToRemember)
    const features = createFeatureLearner(spelling.cues)
    const written = showWritten(texts.slice(0, own), normaliser, features)
    const labels = utterances.map(({ label }) => label)
    const topics = utterances.map(({ topic }) => topic)
    other.postMessage({ labels, topics, written } satisfies Written)
    features.take(await next<Counted>(answers))
    const learned = features.learned()
    const { vectors, vocabulary } = learned
    other.postMessage({ vectors, size: vocabulary.hashes.length } satisfies Shown)
    const procedures = learnProcedures(utterances, learned)
    return { ...procedures, ...(await next<Asked>(answers)), ...(await next<Likenesses>(answers)) }
  } finally {
    void other.terminate()
  }
}
