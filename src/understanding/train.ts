/** From example utterances to a model. */
import type { Example } from '../content/content.ts'
import { lotOf } from './chance.ts'
import { createFeatureLearner, type FeatureLearner, type LearnedFeatures } from './features.ts'
import { type Lesson, learnClassifier } from './learning.ts'
import { learnLexicon } from './lexicon.ts'
import { type Model, noProcedure, outOfScope } from './model.ts'
import { indexNeighbours } from './neighbours.ts'
import { createNormaliser, type Normaliser, type Words } from './normalise.ts'
import { createPacking, type PackedWords } from './packed.ts'
import type { Vectors } from './rows.ts'
import type { Spelling } from './spelling.ts'
import { learnTopicFeatures, type Spoken, wordsKept } from './topic-features.ts'
import { asksUs, gatherUtterances, type Utterance } from './utterances.ts'
import { misspell } from './variants.ts'

/**
 * Learns from the examples of the flow folders and the locale's questions that name no procedure. Takes about a second;
 * deterministic. `learn-threads.ts` makes the same of two threads.
 */
export function trainModel(examples: readonly Example[], spelling: Spelling): Model {
  const utterances = gatherUtterances(examples, spelling)
  const normaliser = createNormaliser(spelling, mostToRemember)
  const features = createFeatureLearner(spelling.cues)
  const written = showWritten(
    utterances.map(({ text }) => text),
    normaliser,
    features,
  )
  const slipped = showSlipped(
    utterances.map(({ plain }) => plain),
    normaliser,
    features,
  )
  const learned = features.learned()
  const labels = utterances.map(({ label }) => label)
  return {
    lexicon: learnLexicon(written),
    ...learnProcedures(utterances, learned),
    bare: wordsOfQuestions(spelling, normaliser),
    ...learnTopics(utterances, { written, slipped }),
    ...indexExamples(labels, learned.vectors, learned.vocabulary.hashes.length),
  }
}

/** Of a normaliser that is soon given up again: it sees every word of the examples. */
export const mostToRemember = 2 ** 15

/** Shows each utterance as written and, behind it, the same without marks. */
export function showWritten(
  texts: readonly string[],
  normaliser: Normaliser,
  features: FeatureLearner,
): PackedWords {
  const written = createPacking()
  for (const text of texts) {
    const words = normaliser.normalise(text)
    written.add(words)
    features.showTwice(words)
  }
  return written.packed()
}

const noWords: Words = { marked: [], folded: [] }

/** Of so many utterances one is learned with slips too: with more of them what is foreign looks like ours. See decision 174. */
const misspeltOf = 3

/** Hangs on the utterance alone: one more changes no other. `plain`: folded. */
function isMisspelt(plain: string): boolean {
  return lotOf(plain) % misspeltOf === 0
}

/**
 * Some without marks and with a slip of the finger, not mended: what is left of slips when they have been mended looks like
 * some of these. To be shown behind all that is written as it should be. The others are left without words.
 */
export function showSlipped(
  plain: readonly string[],
  normaliser: Normaliser,
  features: FeatureLearner,
): PackedWords {
  const slipped = createPacking()
  for (const text of plain) {
    if (!isMisspelt(text)) {
      slipped.add(noWords)
      continue
    }
    const words = normaliser.normalise(misspell(text))
    slipped.add(words)
    features.show(words)
  }
  return slipped.packed()
}

export type Topics = Pick<Model, 'topics' | 'topicVocabulary'>

/** Of what asks us something. */
export function learnTopics(utterances: readonly Omit<Utterance, 'text'>[], spoken: Spoken): Topics {
  const asked = utterances.flatMap((one, number) => (asksUs(one) ? [{ ...one, number }] : []))
  const named = asked.map(({ label, number }) => ({
    label: label === noProcedure ? undefined : label,
    number,
  }))
  const { vocabulary, vectors } = learnTopicFeatures(
    wordsKept(spoken.written, named),
    spoken,
    asked.map(({ number }) => number),
    asked.filter(({ plain }) => isMisspelt(plain)).map(({ number }) => number),
  )
  const lessons = lessonsOf(asked, ({ topic }) => topic)
  return { topics: learnClassifier(lessons, vectors, vocabulary.hashes.length), topicVocabulary: vocabulary }
}

/** Of what all utterances were shown in all spellings. */
export function learnProcedures(
  utterances: readonly Utterance[],
  { vocabulary, vectors }: LearnedFeatures,
): Pick<Model, 'vocabulary' | 'procedures'> {
  const lessons = lessonsOf(utterances, ({ label }) => label)
  return { vocabulary, procedures: learnClassifier(lessons, vectors, vocabulary.hashes.length) }
}

export type Likenesses = Pick<Model, 'ours' | 'foreign'>

/** By the label of each utterance, the vectors of which stand in the order they were shown in, over `size` features. */
export function indexExamples(labels: readonly string[], vectors: Vectors, size: number): Likenesses {
  const numbers = new Map([...new Set(labels)].map((label, number) => [label, number]))
  // One spelling tells likeness as well as all do, in a third of the memory: see decision 050.
  const asWritten = labels.map((label, i) => ({ row: 2 * i, label: numbers.get(label) as number }))
  const isForeign = (label: string | undefined): boolean => label === outOfScope
  const ours = asWritten.filter((_, i) => !isForeign(labels[i]) && labels[i] !== noProcedure)
  const foreign = asWritten.filter((_, i) => isForeign(labels[i])).map(({ row }) => ({ row, label: 0 }))
  return { ours: indexNeighbours(ours, vectors, size), foreign: indexNeighbours(foreign, vectors, size) }
}

/** In the order they were shown: two spellings of each, then the third of those that have one. */
function lessonsOf<T extends { readonly plain: string }>(
  all: readonly T[],
  labelOf: (one: T) => string,
): Lesson[] {
  let misspelt = 2 * all.length
  return all.map((one, i) => ({
    label: labelOf(one),
    group: one.plain,
    spellings: isMisspelt(one.plain) ? [2 * i, 2 * i + 1, misspelt++] : [2 * i, 2 * i + 1],
  }))
}

/** Of which questions that name no procedure are made. */
export function wordsOfQuestions(spelling: Spelling, normaliser: Normaliser): Model['bare'] {
  const { other: _remarks, ...questions } = spelling.questions
  const spoken = Object.values(questions).flatMap((texts) => texts.map((text) => normaliser.normalise(text)))
  return {
    marked: [...new Set(spoken.flatMap((words) => words.marked))],
    folded: [...new Set(spoken.flatMap((words) => words.folded))],
  }
}
