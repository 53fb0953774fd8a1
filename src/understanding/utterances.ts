/** All that is learned from: the examples, and the locale's questions and foreign matters. */
import type { Example, Topic } from '../content/content.ts'
import { fold } from '../text/fold.ts'
import { noProcedure, outOfScope } from './model.ts'
import type { Spelling } from './spelling.ts'

export interface Utterance {
  /** A procedure, or what stands for none: see `model.ts`. */
  readonly label: string
  readonly topic: Topic
  readonly text: string
  /** The text folded. */
  readonly plain: string
}

type Said = Omit<Utterance, 'plain'>

/** Steps through the questions without meeting the same one soon; prime. */
const pairingStride = 37

/** The examples of the flow folders and the locale's questions that name no procedure. */
export function gatherUtterances(examples: readonly Example[], spelling: Spelling): Utterance[] {
  const given: Said[] = examples.map(({ procedure, topic, text }) => ({ label: procedure, topic, text }))
  const bare = (Object.entries(spelling.questions) as [Topic, readonly string[]][]).flatMap(
    ([topic, texts]) => texts.map((text) => ({ label: noProcedure, topic, text })),
  )
  const all = [...given, ...bare, ...foreignQuestions(spelling.foreign, bare)]
  return all.map(({ label, topic, text }) => ({ label, topic, text, plain: fold(text) }))
}

/** What is out of scope asks nothing that we answer. */
export function asksUs({ label }: Pick<Utterance, 'label'>): boolean {
  return label !== outOfScope
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
