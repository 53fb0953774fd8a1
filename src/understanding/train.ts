/** From example utterances to a model. */
import type { Example, Topic } from '../content/content.ts'
import { createFeatureLearner, type FeatureLearner, type LearnedFeatures } from './features.ts'
import { type Lesson, learnClassifier } from './learning.ts'
import { type Lexicon, learnLexicon } from './lexicon.ts'
import { type Model, noProcedure, outOfScope } from './model.ts'
import { indexNeighbours } from './neighbours.ts'
import { createNormaliser, type Normaliser, type Words } from './normalise.ts'
import type { Rows } from './rows.ts'
import type { Spelling } from './spelling.ts'
import { createTopicFeatureLearner, type TopicFeatureLearner, wordsKept } from './topic-features.ts'
import { asksUs, gatherUtterances, type Utterance } from './utterances.ts'
import { misspell } from './variants.ts'

/**
 * Learns from the examples of the flow folders and the locale's questions that name no procedure. Takes about a second;
 * deterministic. `learn-threads.ts` makes the same of two threads.
 */
export function trainModel(examples: readonly Example[], spelling: Spelling): Model {
  const basis = basisOf(gatherUtterances(examples, spelling), spelling)
  const { utterances, normaliser, kept } = basis
  const learners = createLearners(spelling, kept)
  showWritten(basis, learners)
  for (const one of utterances) showSlipped(normaliser.normalise(misspell(one.plain)), one, learners)
  const features = learners.features.learned()
  const size = features.vocabulary.hashes.length
  return {
    ...learnProcedures(basis, features),
    ...learnTopics(utterances.filter(asksUs), learners.topicFeatures),
    ...indexExamples(
      utterances.map(({ label }) => label),
      features.vectors,
      size,
    ),
  }
}

/** What the words of the utterances are, and which of them matter: all the rest is made of it. */
export interface Basis {
  readonly utterances: readonly Utterance[]
  /** The words of each as it is written. */
  readonly written: readonly Words[]
  readonly normaliser: Normaliser
  readonly lexicon: Lexicon
  /** Words that tell topics. */
  readonly kept: readonly string[]
  readonly bare: Model['bare']
}

export function basisOf(utterances: readonly Utterance[], spelling: Spelling): Basis {
  const normaliser = createNormaliser(spelling)
  const written = utterances.map(({ text }) => normaliser.normalise(text))
  const asked = utterances.flatMap((one, i) => {
    const label = one.label === noProcedure ? undefined : one.label
    return asksUs(one) ? [{ label, words: written[i] as Words }] : []
  })
  return {
    utterances,
    written,
    normaliser,
    lexicon: learnLexicon(written),
    kept: wordsKept(asked),
    bare: wordsOfQuestions(spelling, normaliser),
  }
}

/** Every spelling of an utterance is shown to both, where it asks us something. */
export interface Learners {
  readonly features: FeatureLearner
  readonly topicFeatures: TopicFeatureLearner
}

export function createLearners({ cues }: Spelling, kept: readonly string[]): Learners {
  return { features: createFeatureLearner(cues), topicFeatures: createTopicFeatureLearner(kept) }
}

/** As written and without marks, one behind the other. */
export function showWritten({ utterances, written, normaliser }: Basis, to: Learners): void {
  utterances.forEach((one, i) => {
    const words = written[i] as Words
    show(words, one, to)
    show(one.plain === one.text ? words : normaliser.normalise(one.plain), one, to)
  })
}

/**
 * Without marks and with a slip of the finger, not mended: what is left of slips when they have been mended looks like
 * some of these. To be shown behind all that is written as it should be.
 */
export function showSlipped(slipped: Words, one: Pick<Utterance, 'label'>, to: Learners): void {
  show(slipped, one, to)
}

function show(words: Words, one: Pick<Utterance, 'label'>, { features, topicFeatures }: Learners): void {
  features.show(words)
  if (asksUs(one)) topicFeatures.show(words)
}

export type Topics = Pick<Model, 'topics' | 'topicVocabulary'>

/** Of what all asked utterances were shown in all spellings. */
export function learnTopics(
  asked: readonly Pick<Utterance, 'topic' | 'plain'>[],
  features: TopicFeatureLearner,
): Topics {
  const { vocabulary, vectors } = features.learned()
  const lessons = asked.map(({ topic, plain }, i) => lessonOf(topic, plain, i, asked.length))
  return { topics: learnClassifier(lessons, vectors, vocabulary.hashes.length), topicVocabulary: vocabulary }
}

/** Of what all utterances were shown in all spellings. */
export function learnProcedures(
  { utterances, lexicon, bare }: Basis,
  { vocabulary, vectors }: LearnedFeatures,
): Omit<Model, keyof Topics | keyof Likenesses> {
  const lessons = utterances.map(({ label, plain }, i) => lessonOf(label, plain, i, utterances.length))
  const procedures = learnClassifier(lessons, vectors, vocabulary.hashes.length)
  return { lexicon, vocabulary, procedures, bare }
}

export type Likenesses = Pick<Model, 'ours' | 'foreign'>

/** By the label of each utterance, the vectors of which stand in the order they were shown in, over `size` features. */
export function indexExamples(labels: readonly string[], vectors: Rows, size: number): Likenesses {
  const numbers = new Map([...new Set(labels)].map((label, number) => [label, number]))
  // One spelling tells likeness as well as all do, in a third of the memory: see decision 050.
  const asWritten = labels.map((label, i) => ({ row: 2 * i, label: numbers.get(label) as number }))
  const isForeign = (label: string | undefined): boolean => label === outOfScope
  const ours = asWritten.filter((_, i) => !isForeign(labels[i]) && labels[i] !== noProcedure)
  const foreign = asWritten.filter((_, i) => isForeign(labels[i])).map(({ row }) => ({ row, label: 0 }))
  return { ours: indexNeighbours(ours, vectors, size), foreign: indexNeighbours(foreign, vectors, size) }
}

/** Lesson `i` of so many. In the order they were shown: two spellings of each, then the third of each. */
function lessonOf(label: string | Topic, plain: string, i: number, lessons: number): Lesson {
  return { label, group: plain, spellings: [2 * i, 2 * i + 1, 2 * lessons + i] }
}

function wordsOfQuestions(spelling: Spelling, normaliser: Normaliser): Model['bare'] {
  const { other: _remarks, ...questions } = spelling.questions
  const spoken = Object.values(questions).flatMap((texts) => texts.map((text) => normaliser.normalise(text)))
  return {
    marked: [...new Set(spoken.flatMap((words) => words.marked))],
    folded: [...new Set(spoken.flatMap((words) => words.folded))],
  }
}
