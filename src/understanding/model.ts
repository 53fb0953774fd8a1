/** What is learned from examples: plain data that can be cloned, stored, or sent from one process to another. */
import type { ClassifierModel } from './classifier.ts'
import type { Vocabulary } from './features.ts'
import type { Lexicon } from './lexicon.ts'
import type { NeighbourIndex } from './neighbours.ts'
import type { TopicVocabulary } from './topic-features.ts'

export interface Model {
  /** Of the examples, to mend slips with. */
  readonly lexicon: Lexicon
  readonly vocabulary: Vocabulary
  /** Labels are procedures, and the two below. */
  readonly procedures: ClassifierModel
  /** Over features of their own. */
  readonly topics: ClassifierModel
  readonly topicVocabulary: TopicVocabulary
  /** The examples of procedures, to tell how alike an utterance is to the nearest. */
  readonly ours: NeighbourIndex
  /** The examples of what is out of scope, for the same. */
  readonly foreign: NeighbourIndex
  /** Words of which questions that name no procedure are made. */
  readonly bare: { readonly marked: readonly string[]; readonly folded: readonly string[] }
}

/** The label of what is not ours to answer at all. */
export const outOfScope = 'out-of-scope'
/** The label of questions that name no procedure: they are about the one the citizen is in. Never in a reading. */
export const noProcedure = '(none)'
