/** From example utterances to a model. */
import type { Example, Topic } from '../content/content.ts'
import { fold } from '../text/fold.ts'
import { createFeatureLearner } from './features.ts'
import { type Lesson, learnClassifier } from './learning.ts'
import { type Model, noProcedure, outOfScope } from './model.ts'
import { indexNeighbours, type Labelled } from './neighbours.ts'
import { createNormaliser, type Normaliser, type Words } from './normalise.ts'
import { learnLexicon, repairOf } from './repair.ts'
import type { Spelling } from './spelling.ts'
import {
  type Asked,
  createTopicFeatureLearner,
  type TopicFeatureLearner,
  wordsKept,
} from './topic-features.ts'
import { misspell } from './variants.ts'

/** Steps through the questions without meeting the same one soon; prime. */
const pairingStride = 37
/** How many spellings of an example are learned. */
const spellingsEach = 3

interface Said {
  readonly label: string
  readonly topic: Topic
  readonly text: string
}

interface Utterance extends Said {
  /** The text folded. */
  readonly plain: string
}

/**
 * Learns from the examples of the flow folders and the locale's questions that name no procedure. Takes a fraction
 * of a second; deterministic.
 */
export function trainModel(examples: readonly Example[], spelling: Spelling): Model {
  const normaliser = createNormaliser(spelling)
  const utterances = gather(examples, spelling)
  const written = utterances.map(({ text }) => normaliser.normalise(text))
  const lexicon = learnLexicon(written)
  const repair = repairOf(lexicon)
  const features = createFeatureLearner(utterances.length * spellingsEach, spelling.cues)
  const asked = utterances.flatMap(({ label }, i) =>
    label === outOfScope ? [] : [askedOf(label, written[i] as Words)],
  )
  const topicFeatures = createTopicFeatureLearner(asked.length * spellingsEach, wordsKept(asked))
  const read = (text: string): Words => repair(normaliser.normalise(text))
  utterances.forEach((one, i) => {
    for (const words of spellings(one, written[i] as Words, read)) {
      features.show(words)
      // What is out of scope asks nothing that we answer.
      if (one.label !== outOfScope) topicFeatures.show(words)
    }
  })
  const { vocabulary, vectors } = features.learned()
  const size = vocabulary.hashes.length
  const lessons = utterances.map(({ label, plain }, i) => lessonOf(label, plain, i))
  const procedures = learnClassifier(lessons, vectors, size)
  const numberOf = ({ label }: Lesson): number => procedures.labels.indexOf(label)
  return {
    lexicon,
    vocabulary,
    procedures,
    ...learnTopics(utterances, topicFeatures),
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
  const given: Said[] = examples.map(({ procedure, topic, text }) => ({ label: procedure, topic, text }))
  const bare = (Object.entries(spelling.questions) as [Topic, readonly string[]][]).flatMap(
    ([topic, texts]) => texts.map((text) => ({ label: noProcedure, topic, text })),
  )
  const all = [...given, ...bare, ...foreignQuestions(spelling.foreign, bare)]
  return all.map((one) => ({ ...one, plain: fold(one.text) }))
}

/** Hard negatives: each foreign matter with one of the bare questions, so that the question alone proves nothing. */
function foreignQuestions(matters: readonly string[], bare: readonly Said[]): Said[] {
  const questions = bare.filter(({ topic }) => topic !== 'other' && topic !== 'handoff' && topic !== 'status')
  if (questions.length === 0) return []
  return matters.map((matter, i) => {
    const { topic, text } = questions[(i * pairingStride) % questions.length] as Said
    return { label: outOfScope, topic, text: `${matter} ${text}` }
  })
}

/** As written (nothing to mend: its words are the lexicon), without marks, and without marks and with a slip of the finger. */
function spellings({ text, plain }: Utterance, written: Words, read: (text: string) => Words): Words[] {
  return [written, plain === text ? written : read(plain), read(misspell(plain))]
}

/** Lesson `i`, whose spellings' vectors stand together. */
function lessonOf(label: string, plain: string, i: number): Lesson {
  const first = i * spellingsEach
  return { label, group: plain, spellings: [first, first + 1, first + 2] }
}

function askedOf(label: string, words: Words): Asked {
  return { label: label === noProcedure ? undefined : label, words }
}

function learnTopics(
  utterances: readonly Utterance[],
  features: TopicFeatureLearner,
): Pick<Model, 'topics' | 'topicVocabulary'> {
  const { vocabulary, vectors } = features.learned()
  const lessons = utterances
    .filter(({ label }) => label !== outOfScope)
    .map(({ topic, plain }, i) => lessonOf(topic, plain, i))
  return { topics: learnClassifier(lessons, vectors, vocabulary.hashes.length), topicVocabulary: vocabulary }
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
