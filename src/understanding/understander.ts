/** From an utterance to a reading: which procedure, which topic, how sure, and whether it is ours to answer. */
import type { Example, Topic } from '../content/content.ts'
import type { Candidate, Reading } from '../engine/turn.ts'
import { type Classifier, classifierOf } from './classifier.ts'
import { type Vector, vectoriserOf } from './features.ts'
import { type Model, noProcedure, outOfScope } from './model.ts'
import { type Likeness, neighboursOf } from './neighbours.ts'
import { createNormaliser, type Words } from './normalise.ts'
import { type AskedTopic, withQuestions } from './questions.ts'
import { repairOf } from './repair.ts'
import type { Spelling } from './spelling.ts'
import { topicVectoriserOf } from './topic-features.ts'
import { trainModel } from './train.ts'

export { outOfScope } from './model.ts'

export interface Understander {
  /** Reads an utterance, whatever is in it. Never throws; the same text gives the same reading. */
  read(text: string): Reading
}

/**
 * How the chance of being out of scope follows from the classifier's (as log odds), from how much of the utterance
 * any example covers, and from how alike the nearest examples of procedures and of foreign matters are: what looks new
 * to us needs less evidence to be refused. Fitted by logistic regression in cross-validation; see decisions 052, 144, 148 and 159.
 */
const refusal = {
  bias: 9.03,
  believed: 0.58,
  covered: -8,
  nearest: -3.93,
  nearestForeign: 3.32,
  coveredForeign: 3.66,
  length: -2.14,
} as const
/** What an example just like the utterance adds to the logarithm of its procedure's chance; fitted as above. */
const likenessWorth = 4
/** Likeness makes the chances too sure: their logarithms are shrunk by this. */
const modesty = 0.93
/** From so many words on, more say nothing. */
const longEnough = 8
/** From this chance on an utterance is refused: a wrong answer costs a citizen more than a question asked back. */
const refuseFrom = 0.26
/** A question made only of words that bare questions are made of is hardly ever foreign: it is about what we talk of. */
const mostForeignOfBare = 0.1
/** Unless the chance of it is as great as this, e.g. because an example of what is foreign reads just so. */
const surelyForeign = 0.8
/** Less of an utterance than this known to us: nothing the classifiers say of the rest counts. */
const leastCovered = 0.3
const mostCandidates = 5
const leastConfidence = 0.001

/** Trains on the examples here and now: see {@link trainModel}. */
export function createUnderstander(examples: readonly Example[], spelling: Spelling): Understander {
  return understanderOf(trainModel(examples, spelling), spelling)
}

/** Reads with what was learned; the spelling must be what it was learned with. */
export function understanderOf(model: Model, spelling: Spelling): Understander {
  const normaliser = createNormaliser(spelling)
  const repair = repairOf(model.lexicon, spelling)
  const vectoriser = vectoriserOf(model.vocabulary, spelling.cues)
  const procedures = classifierOf(model.procedures)
  const topicVectoriser = topicVectoriserOf(model.topicVocabulary)
  const topics = classifierOf(model.topics)
  const ours = neighboursOf(model.ours)
  const theirs = neighboursOf(model.foreign)
  const labelNumbers = new Map(procedures.labels.map((label, i) => [label, i]))
  const isBare = bareQuestions(model.bare)
  const readWords = (words: Words): Reading => {
    const vector = vectoriser.vector(words)
    const likeness = ours.likeness(vector)
    const all = likened(ranked(procedures, vector), likeness, labelNumbers)
    const believed = all.find((one) => one.procedure === outOfScope)?.confidence ?? 0
    const foreign = chanceOfForeign(believed, likeness, theirs.likeness(vector), words.folded.length)
    // Of what we hardly know only the classifier can tell.
    const sure = likeness.covered < leastCovered ? believed : foreign
    const isDoubtful = sure < surelyForeign && isBare(words)
    const isWordless = !words.folded.some((word) => /\p{L}/u.test(word))
    const chance = isWordless ? 1 : isDoubtful ? Math.min(foreign, mostForeignOfBare) : foreign
    return judge(all, believed, chance, bestTopic(topics, topicVectoriser.vector(words)))
  }
  const read = (text: string): Reading => {
    const typed = normaliser.normalise(text)
    const words = repair(typed)
    // Where the whole needs no mending its parts need none.
    const wordsOf = (part: string): Words => {
      const given = normaliser.normalise(part)
      return words === typed ? given : repair(given)
    }
    return withQuestions(readWords(words), text, {
      topicOf: (part) => bestTopic(topics, topicVectoriser.vector(wordsOf(part))),
      readPart: (part) => readWords(wordsOf(part)),
    })
  }
  return { read }
}

/** Tells whether an utterance is made only of words of which questions about a topic are made. */
function bareQuestions(bare: Model['bare']): (words: Words) => boolean {
  const marked = new Set(bare.marked)
  const folded = new Set(bare.folded)
  return (words) =>
    words.folded.length > 0 &&
    words.folded.every((word, i) => {
      const typed = words.marked[i] ?? word
      return typed === word ? folded.has(word) : marked.has(typed)
    })
}

function ranked(classifier: Classifier, vector: Vector): Candidate[] {
  const probabilities = classifier.probabilities(vector)
  return classifier.labels
    .map((procedure, i) => ({ procedure, confidence: probabilities[i] ?? 0 }))
    .sort((a, b) => b.confidence - a.confidence)
}

/** Procedures with an example much like the utterance move up; what they have together stays the same. */
function likened(
  all: readonly Candidate[],
  { byLabel }: Likeness,
  numberOf: ReadonlyMap<string, number>,
): Candidate[] {
  const isNamed = ({ procedure }: Candidate): boolean => procedure !== outOfScope && procedure !== noProcedure
  const worth = ({ procedure, confidence }: Candidate): number =>
    (confidence * Math.exp(likenessWorth * (byLabel[numberOf.get(procedure) ?? -1] ?? 0))) ** modesty
  let before = 0
  let after = 0
  const worths = all.map((one) => {
    if (!isNamed(one)) return undefined
    const its = worth(one)
    before += one.confidence
    after += its
    return its
  })
  const scale = after > 0 ? before / after : 0
  return all
    .map(({ procedure, confidence }, i) => {
      const its = worths[i]
      return { procedure, confidence: its === undefined ? confidence : scale * its }
    })
    .sort((a, b) => b.confidence - a.confidence)
}

function bestTopic(classifier: Classifier, vector: Vector): AskedTopic {
  const probabilities = classifier.probabilities(vector)
  let best = 0
  for (let i = 1; i < probabilities.length; i++)
    if ((probabilities[i] as number) > (probabilities[best] as number)) best = i
  return { topic: (classifier.labels[best] ?? 'other') as Topic, topicConfidence: probabilities[best] ?? 0 }
}

function judge(all: readonly Candidate[], believed: number, foreign: number, topic: AskedTopic): Reading {
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

function chanceOfForeign(
  believed: number,
  { nearest, covered }: Likeness,
  foreign: Likeness,
  words: number,
): number {
  if (covered < leastCovered) return 1 - covered
  const odds = Math.log(Math.max(believed, 0.001) / Math.max(1 - believed, 0.001))
  const evidence =
    refusal.bias +
    refusal.believed * odds +
    refusal.covered * covered +
    refusal.nearest * nearest +
    refusal.nearestForeign * foreign.nearest +
    refusal.coveredForeign * foreign.covered +
    refusal.length * Math.log(1 + Math.min(words, longEnough))
  return 1 / (1 + Math.exp(-evidence))
}
