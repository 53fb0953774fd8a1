/** The other thread of `learn-threads.ts`: what it is told and answers is described there. */
import { on } from 'node:events'
import { type MessagePort, parentPort } from 'node:worker_threads'
import { type Counted, createFeatureLearner } from './features.ts'
import { type Asked, next, type Shown, type Texts, type Written } from './learn-messages.ts'
import { learnLexicon } from './lexicon.ts'
import { createNormaliser } from './normalise.ts'
import { joined } from './packed.ts'
import {
  indexExamples,
  type Likenesses,
  learnTopics,
  mostToRemember,
  showSlipped,
  showWritten,
  wordsOfQuestions,
} from './train.ts'

async function learn(parent: MessagePort): Promise<void> {
  const messages = on(parent, 'message')

  const { spelling, plain, last } = await next<Texts>(messages)
  const features = createFeatureLearner(spelling.cues)
  const normaliser = createNormaliser(spelling, mostToRemember)
  const ends = showWritten(last, normaliser, features)
  const slipped = showSlipped(plain, normaliser, features)
  parent.postMessage(features.shown() satisfies Counted)

  const { labels, topics, written: begins } = await next<Written>(messages)
  const utterances = plain.map((one, i) => ({
    label: labels[i] as string,
    topic: topics[i] as Written['topics'][number],
    plain: one,
  }))
  const written = joined(begins, ends)
  const lexicon = learnLexicon(written)
  const bare = wordsOfQuestions(spelling, normaliser)
  const topical = learnTopics(utterances, { written, slipped })
  parent.postMessage({ ...topical, lexicon, bare } satisfies Asked)

  const { vectors, size } = await next<Shown>(messages)
  parent.postMessage(indexExamples(labels, vectors, size) satisfies Likenesses)
  parent.close()
}

// Loaded without being a thread, it is only compiled.
if (parentPort) await learn(parentPort)
