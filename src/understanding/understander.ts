/** From an utterance to a reading: which procedure, which topic, how sure, and whether it is ours to answer. */
import type { Example, Topic } from '../content/content.ts'
import type { Candidate, Reading } from '../engine/turn.ts'
import { fold } from '../text/fold.ts'
import { type Classifier, type Lesson, train } from './classifier.ts'
import { learnFeatures, type Vector } from './features.ts'
import { createNeighbours, type Likeness } from './neighbours.ts'
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

/**
 * How the chance of being out of scope follows from the classifier's (as log odds), from how much of the utterance
 * any example covers, and from how alike the nearest example of a procedure is: what looks new to us needs less
 * evidence to be refused. Fitted by logistic regression on the development set and rounded; see decision 052.
 */
const refusal = { bias: 4, covered: -2, nearest: -2.5 } as const
/** From this chance on an utterance is refused: a wrong answer costs a citizen more than a question asked back. */
const refuseFrom = 0.45
/** A question made only of words that bare questions are made of is hardly ever foreign: it is about what we talk of. */
const mostForeignOfBare = 0.1
/** Unless the classifier is as sure as this, e.g. because an example of what is foreign reads just so. */
const surelyForeign = 0.9
/** Less of an utterance than this known to us: nothing the classifiers say of the rest counts. */
const leastCovered = 0.3
/** Steps through the questions without meeting the same one soon; prime. */
const pairingStride = 37
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
  const isOurs = (label: string): boolean => label !== outOfScope && label !== noProcedure
  const plainAndMarked = (chosen: readonly (typeof lessons)[number][]): Vector[] =>
    chosen.flatMap((one) => one.variants.slice(0, 2))
  const ours = createNeighbours(plainAndMarked(lessons.filter((one) => isOurs(one.label))), vectoriser.size)

  const isBare = bareQuestions(spelling, normaliser)
  const read = (text: string): Reading => {
    const words = normaliser.normalise(text)
    const vector = vectoriser.vector(words)
    const all = ranked(procedures, vector)
    const believed = all.find((one) => one.procedure === outOfScope)?.confidence ?? 0
    const foreign = chanceOfForeign(believed, ours.likeness(vector))
    const isDoubtful = believed < surelyForeign && isBare(words)
    const isWordless = !words.folded.some((word) => /\p{L}/u.test(word))
    const chance = isWordless ? 1 : isDoubtful ? Math.min(foreign, mostForeignOfBare) : foreign
    return judge(all, believed, chance, bestTopic(topics, vector))
  }
  return { read }
}

function gather(examples: readonly Example[], spelling: Spelling): Utterance[] {
  const given = examples.map(({ procedure, topic, text }) => ({ label: procedure, topic, text }))
  const bare = (Object.entries(spelling.questions) as [Topic, readonly string[]][]).flatMap(
    ([topic, texts]) => texts.map((text) => ({ label: noProcedure, topic, text })),
  )
  return [...given, ...bare, ...foreignQuestions(spelling.foreign, bare)]
}

/** Hard negatives: each foreign matter with one of the bare questions, so that the question alone proves nothing. */
function foreignQuestions(matters: readonly string[], bare: readonly Utterance[]): Utterance[] {
  const questions = bare.filter(({ topic }) => topic !== 'other' && topic !== 'handoff' && topic !== 'status')
  if (questions.length === 0) return []
  return matters.map((matter, i) => {
    const { topic, text } = questions[(i * pairingStride) % questions.length] as Utterance
    return { label: outOfScope, topic, text: `${matter} ${text}` }
  })
}

/** Tells whether an utterance is made only of words of which questions about a topic are made. */
function bareQuestions(spelling: Spelling, normaliser: Normaliser): (words: Words) => boolean {
  const { other: _remarks, ...questions } = spelling.questions
  const spoken = Object.values(questions).flatMap((texts) => texts.map((text) => normaliser.normalise(text)))
  const marked = new Set(spoken.flatMap((words) => words.marked))
  const folded = new Set(spoken.flatMap((words) => words.folded))
  return (words) =>
    words.folded.length > 0 &&
    words.folded.every((word, i) => {
      const typed = words.marked[i] ?? word
      return typed === word ? folded.has(word) : marked.has(typed)
    })
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
  believed: number,
  foreign: number,
  topic: { topic: Topic; topicConfidence: number },
): Reading {
  const rescale = believed < 1 ? (1 - foreign) / (1 - believed) : 0
  const rest = all
    .filter((one) => one.procedure !== outOfScope)
    .map(({ procedure, confidence }) => ({ procedure, confidence: Math.min(1, confidence * rescale) }))
  const candidates = rest
    .filter((one) => one.procedure !== noProcedure && one.confidence >= leastConfidence)
    .slice(0, mostCandidates)
  const best = rest[0]
  if (best === undefined || foreign >= refuseFrom)
    return { confidence: foreign, isOutOfScope: true, ...topic, candidates }
  if (best.procedure === noProcedure)
    return { confidence: best.confidence, isOutOfScope: false, ...topic, candidates }
  return { ...best, isOutOfScope: false, ...topic, candidates }
}

function chanceOfForeign(believed: number, { nearest, covered }: Likeness): number {
  if (covered < leastCovered) return 1 - covered
  const odds = Math.log(Math.max(believed, 0.001) / Math.max(1 - believed, 0.001))
  const evidence = odds + refusal.bias + refusal.covered * covered + refusal.nearest * nearest
  return 1 / (1 + Math.exp(-evidence))
}
