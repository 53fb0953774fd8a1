/** The other thread of `learn-threads.ts`: what it is told and answers is described there. */
import { on } from 'node:events'
import { type MessagePort, parentPort } from 'node:worker_threads'
import type { Topic } from '../content/content.ts'
import { type KnownWords, next, type Texts, type TopicRows, type Vectors } from './learn-messages.ts'
import { createNormaliser } from './normalise.ts'
import { createTopicFeatureLearner } from './topic-features.ts'
import { createLearners, indexExamples, learnTopics, showSlipped } from './train.ts'
import { asksUs } from './utterances.ts'
import { misspell } from './variants.ts'

async function learn(parent: MessagePort): Promise<void> {
  const messages = on(parent, 'message')

  const { spelling, plain, labels, topics } = await next<Texts>(messages)
  const normaliser = createNormaliser(spelling)
  const slipped = plain.map((text) => normaliser.normalise(misspell(text)))

  const { kept } = await next<KnownWords>(messages)
  const learners = createLearners(spelling, kept)
  slipped.forEach((words, i) => {
    showSlipped(words, { label: labels[i] as string }, learners)
  })
  parent.postMessage(learners.features.shown())

  const all = createTopicFeatureLearner(kept)
  all.take(await next<TopicRows>(messages))
  all.take(learners.topicFeatures.shown())
  const asked = plain
    .map((text, i) => ({ plain: text, label: labels[i] as string, topic: topics[i] as Topic }))
    .filter(asksUs)
  parent.postMessage(learnTopics(asked, all))

  const { vectors, size } = await next<Vectors>(messages)
  parent.postMessage(indexExamples(labels, vectors, size))
  parent.close()
}

// Loaded without being a thread, it is only compiled.
if (parentPort) await learn(parentPort)
