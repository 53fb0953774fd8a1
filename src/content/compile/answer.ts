/** Telling facts: by topic, or one by one. */

import type { AnswerStep } from '../content.ts'
import type { DraftStep } from '../draft.ts'
import { didYouMean } from '../suggest.ts'
import { below, spotOf } from '../yaml.ts'
import type { StepTools } from './script.ts'

type AnswerDraft = Extract<DraftStep, { kind: 'answer' }>

export function compileAnswer(
  draft: AnswerDraft,
  base: Pick<AnswerStep, 'id' | 'index' | 'guards'>,
  { complaints, input }: StepTools,
): AnswerStep {
  const { topic, facts } = draft.source
  if ((topic === undefined) === (facts === undefined)) {
    const message = topic === undefined ? 'this step tells nothing' : 'this step has both topic and facts'
    complaints.error(
      'answer-what',
      spotOf(below(draft.at, 'answer')),
      message,
      'Write one of topic and facts.',
    )
  }
  if (topic !== undefined) {
    const found = [...input.facts].filter(([, fact]) => fact.topics.includes(topic)).map(([id]) => id)
    if (found.length === 0) {
      const told = new Set([...input.facts.values()].flatMap((fact) => fact.topics))
      const mend = `Add a fact of that topic, or use one of: ${[...told].join(', ')}.`
      complaints.error(
        'topic-without-facts',
        spotOf(below(draft.at, 'topic')),
        `no fact is about "${topic}"`,
        mend,
      )
    }
    return { ...base, type: 'answer', facts: found }
  }
  for (const [index, fact] of (facts ?? []).entries()) {
    if (input.facts.has(fact)) continue
    const mend = didYouMean(fact, input.facts.keys(), 'Add it to facts.yaml.')
    complaints.error(
      'unknown-fact',
      spotOf(below(draft.at, 'facts', index)),
      `there is no fact "${fact}"`,
      mend,
    )
  }
  return { ...base, type: 'answer', facts: facts ?? [] }
}
