/** From example utterances to a model. */
import type { Example, Topic } from '../content/content.ts'
import { fold } from '../text/fold.ts'
import { learnFeatures } from './features.ts'
import { type Lesson, learnClassifier } from './learning.ts'
import { type Model, noProcedure, outOfScope } from './model.ts'
import { indexNeighbours, type Labelled } from './neighbours.ts'
import { createNormaliser, type Normaliser, type Words } from './normalise.ts'
import { learnLexicon, type Repair, repairOf } from './repair.ts'
import type { Spelling } from './spelling.ts'
import { learnTopicFeatures } from './topic-features.ts'
import { misspell } from './variants.ts'

/** Steps through the questions without meeting the same one soon; prime. */
const pairingStride = 37
/** How many spellings of an example are learned. */
const spellingsEach = 3

interface Utterance {
  readonly label: string
  readonly topic: Topic
  readonly text: string
}

/**
 * Learns from the examples of the flow folders and the locale's questions that name no procedure. Takes a fraction
 * of a second; deterministic.
 */
export function trainModel(examples: readonly Example[], spelling: Spelling): Model {
  const normaliser = createNormaliser(spelling)
  const utterances = gather(examples, spelling)
  const lexicon = learnLexicon(utterances.map(({ text }) => normaliser.normalise(text)))
  const repair = repairOf(lexicon)
  const training = utterances.flatMap(({ text }) => spellings(text, normaliser, repair))
  const { vocabulary, vectors } = learnFeatures(training, spelling.cues)
  const size = vocabulary.hashes.length
  const lessons = utterances.map(({ text, label }, i) => lessonOf(label, text, i))
  const procedures = learnClassifier(lessons, vectors, size)
  const numberOf = ({ label }: Lesson): number => procedures.labels.indexOf(label)
  return {
    lexicon,
    vocabulary,
    procedures,
    ...learnTopics(utterances, training),
    ours: indexNeighbours(asWritten(lessons.filter(isOurs), numberOf), vectors, size),
    foreign: indexNeighbours(
      asWritten(
        lessons.filter(({ label }) => label === outOfScope),
        () => 0,
      ),
      vectors,
      size,
    ),
    bare: wordsOfQuestions(spelling, normaliser),
  }
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

/** As written, without marks, and without marks and with a slip of the finger. */
function spellings(text: string, normaliser: Normaliser, repair: Repair): Words[] {
  const plain = fold(text)
  const read = (one: string): Words => repair(normaliser.normalise(one))
  const written = read(text)
  return [written, plain === text ? written : read(plain), read(misspell(plain))]
}

/** Lesson `i`, whose spellings' vectors stand together. */
function lessonOf(label: string, text: string, i: number): Lesson {
  const spellings = Array.from({ length: spellingsEach }, (_, spelling) => i * spellingsEach + spelling)
  return { label, group: fold(text), spellings }
}

/** What is out of scope asks nothing that we answer. */
function learnTopics(
  utterances: readonly Utterance[],
  training: readonly Words[],
): Pick<Model, 'topics' | 'topicVocabulary'> {
  const asked = utterances
    .map((one, i) => ({ ...one, spellings: training.slice(i * spellingsEach, (i + 1) * spellingsEach) }))
    .filter(({ label }) => label !== outOfScope)
  const { vocabulary, vectors } = learnTopicFeatures(
    asked.map(({ label, spellings }) => ({ label: label === noProcedure ? undefined : label, spellings })),
  )
  const lessons = asked.map(({ topic, text }, i) => lessonOf(topic, text, i))
  return {
    topics: learnClassifier(lessons, vectors, vocabulary.hashes.length),
    topicVocabulary: vocabulary,
  }
}

function isOurs({ label }: Lesson): boolean {
  return label !== outOfScope && label !== noProcedure
}

/** One spelling tells likeness as well as all do, in a third of the memory: see decision 050. */
function asWritten(lessons: readonly Lesson[], numberOf: (lesson: Lesson) => number): Labelled[] {
  return lessons.flatMap((one) => one.spellings.slice(0, 1).map((row) => ({ row, label: numberOf(one) })))
}

function wordsOfQuestions(spelling: Spelling, normaliser: Normaliser): Model['bare'] {
  const { other: _remarks, ...questions } = spelling.questions
  const spoken = Object.values(questions).flatMap((texts) => texts.map((text) => normaliser.normalise(text)))
  return {
    marked: [...new Set(spoken.flatMap((words) => words.marked))],
    folded: [...new Set(spoken.flatMap((words) => words.folded))],
  }
}
