/** From an utterance to a reading: which procedure, which topic, how sure, and whether it is ours to answer. */
import type { Example, Topic } from '../content/content.ts'
import type { Candidate, Reading } from '../engine/turn.ts'
import { fold } from '../text/fold.ts'
import { type Classifier, type Lesson, train } from './classifier.ts'
import { learnFeatures, type Vector } from './features.ts'
import { createNeighbours } from './neighbours.ts'
import { createNormaliser, type Normaliser, type Words } from './normalise.ts'
import type { Spelling } from './spelling.ts'
import { misspell } from './variants.ts'

export interface Understander {
  /** Reads an utterance, whatever is in it. Never throws; the same text gives the same reading. */
  read(text: string): Reading
}

/** The label of what is not ours to answer at all. */
export const outOfScope = 'out-of-scope'
/** The label of questions that name no procedure: they are about the one the citizen is in. Never leaves here. */
const noProcedure = '(none)'

/** From this probability of being out of scope on, we do not answer. Set on test/understanding/dev-set.yaml. */
const outOfScopeFrom = 0.45
/** An utterance less alike than this to every example we answer is new to us, whatever the classifier believes. */
const leastLikeness = 0.22
/** How many spellings of an example are learned. */
const spellingsEach = 3
const mostCandidates = 5
const leastConfidence = 0.01

interface Utterance {
  readonly label: string
  readonly topic: Topic
  readonly text: string
}

/**
 * Learns from the examples of the flow folders and the locale's questions that name no procedure. Takes a fraction
 * of a second; deterministic.
 */
export function createUnderstander(examples: readonly Example[], spelling: Spelling): Understander {
  const normaliser = createNormaliser(spelling)
  const utterances = gather(examples, spelling)
  const training = utterances.flatMap(({ text }, i) => spellings(text, i, normaliser))
  const { vectoriser, vectors } = learnFeatures(training, new Map(Object.entries(spelling.cues)))
  const lessons = utterances.map(({ text, label, topic }, i) => ({
    label,
    topic,
    group: fold(text),
    variants: vectors.slice(i * spellingsEach, (i + 1) * spellingsEach),
  }))
  const procedures = train(lessons, vectoriser.size)
  const topics = train(topicLessons(lessons), vectoriser.size)
  const familiar = createNeighbours(
    lessons.filter((one) => one.label !== outOfScope).flatMap((one) => one.variants.slice(0, 2)),
    vectoriser.size,
  )

  const read = (text: string): Reading => {
    const vector = vectoriser.vector(normaliser.normalise(text))
    return judge(ranked(procedures, vector), bestTopic(topics, vector), familiar.likeness(vector))
  }
  return { read }
}

function gather(examples: readonly Example[], spelling: Spelling): Utterance[] {
  const gathered: Utterance[] = examples.map(({ procedure, topic, text }) => ({
    label: procedure,
    topic,
    text,
  }))
  for (const [topic, questions] of Object.entries(spelling.questions) as [Topic, readonly string[]][])
    for (const text of questions) gathered.push({ label: noProcedure, topic, text })
  return gathered
}

/** As written, without marks, and without marks and with a slip of the finger. */
function spellings(text: string, seed: number, normaliser: Normaliser): Words[] {
  const plain = fold(text)
  return [text, plain, misspell(plain, seed)].map((one) => normaliser.normalise(one))
}

function topicLessons(lessons: readonly (Lesson & { readonly topic: Topic })[]): Lesson[] {
  return lessons
    .filter((lesson) => lesson.label !== outOfScope)
    .map(({ topic, variants, group }) => ({ label: topic, variants, group }))
}

function ranked(classifier: Classifier, vector: Vector): Candidate[] {
  const probabilities = classifier.probabilities(vector)
  return classifier.labels
    .map((procedure, i) => ({ procedure, confidence: probabilities[i] ?? 0 }))
    .sort((a, b) => b.confidence - a.confidence)
}

function bestTopic(classifier: Classifier, vector: Vector): { topic: Topic; topicConfidence: number } {
  const best = ranked(classifier, vector)[0]
  return { topic: (best?.procedure ?? 'other') as Topic, topicConfidence: best?.confidence ?? 0 }
}

function judge(
  all: readonly Candidate[],
  topic: { topic: Topic; topicConfidence: number },
  likeness: number,
): Reading {
  const ours = all.filter((one) => one.procedure !== outOfScope && one.procedure !== noProcedure)
  const candidates = ours.filter((one) => one.confidence >= leastConfidence).slice(0, mostCandidates)
  const foreign = all.find((one) => one.procedure === outOfScope)?.confidence ?? 0
  const isNew = likeness < leastLikeness
  if (isNew || foreign >= outOfScopeFrom)
    return {
      confidence: isNew ? Math.max(foreign, 1 - likeness) : foreign,
      isOutOfScope: true,
      ...topic,
      candidates,
    }
  const best = all[0]
  if (best === undefined || best.procedure === noProcedure || best.procedure === outOfScope)
    return { confidence: best?.confidence ?? 0, isOutOfScope: false, ...topic, candidates }
  return { ...best, isOutOfScope: false, ...topic, candidates }
}
