/** Whether a question can be understood and answered. */

import type { StepTools } from '../compile/script.ts'
import { whereTrue } from '../conditions.ts'
import type { AskSource } from '../draft.ts'
import { meet } from '../regions.ts'
import { didYouMean } from '../suggest.ts'
import { below, type Ref, spotInside, spotOf } from '../yaml.ts'
import { checkOptionWords } from './option-words.ts'

/** More choices than this fit neither a small screen nor a memory. */
export const maxOptions = 10

export function checkAsk(source: AskSource, at: Ref, tools: StepTools): void {
  const { complaints } = tools
  checkOneQuestion(source.text, below(at, 'text'), tools)
  checkFormerIds(source, at, tools)
  if (source.type === 'choice') checkOptions(source, at, tools)
  if (source.type === 'ticks') checkTicks(source.fact, below(at, 'fact'), tools)
  if (source.type === 'number' && (source.min ?? -Infinity) > (source.max ?? Infinity)) {
    const message = 'no number is that large and that small'
    complaints.error('empty-range', spotOf(below(at, 'min')), message, 'Make min smaller than max.')
  }
}

function checkOneQuestion(text: string, at: Ref, { complaints }: StepTools): void {
  const marks = [...text.matchAll(/[?？]+/g)]
  const second = marks[1]
  if (second === undefined) return
  const spot = spotInside(at, second.index, second.index + second[0].length)
  const mend = 'Ask one thing; make the other a question of its own, or move it to `hint`.'
  complaints.warn('two-questions', spot, 'two questions in one message', mend)
}

function checkFormerIds(source: AskSource, at: Ref, { complaints, input }: StepTools): void {
  for (const [index, former] of (source.was ?? []).entries()) {
    const spot = below(at, 'was', index)
    if (input.layout.starts.has(former)) {
      const message = `"${former}" is a step of this script`
      complaints.error('was-in-use', spot, message, 'Remove it: answers to that step stay with that step.')
    }
    const heirs = input.layout.steps.filter(
      ({ draft }) => draft?.kind === 'ask' && draft.source.was?.includes(former),
    )
    if (heirs[0]?.id !== source.ask) {
      const message = `"${heirs[0]?.id}" was called "${former}" too`
      complaints.error('was-in-use', spot, message, 'Keep it at one of the two.')
    }
  }
}

function checkOptions(source: Extract<AskSource, { type: 'choice' }>, at: Ref, tools: StepTools): void {
  const { complaints, here, input } = tools
  const ids = Object.keys(source.options)
  const spot = below(at, 'ask')
  if (ids.length < 2) {
    complaints.error('too-few-options', spot, 'a choice of one is no choice', 'Add an option, or `say` it.')
  }
  if (ids.length > maxOptions) {
    const message = `${ids.length} options; at most ${maxOptions} can be shown`
    complaints.error('too-many-options', spot, message, 'Ask in two steps, the rough choice first.')
  }
  for (const id of ids) {
    const option = source.options[id]
    if (typeof option !== 'object' || option.when === undefined) continue
    const ast = input.scope.condition(String(option.when))
    const where = ast && whereTrue(ast, (slot) => input.scope.names.slots.get(slot)?.values)
    if (ast === undefined || (where !== undefined && meet(here.region, where) !== undefined)) continue
    const mend = 'Remove the option, or correct the condition.'
    const whenAt = spotOf(below(at, 'options', id, 'when'))
    complaints.error('option-never', whenAt, `nobody can choose "${id}": this can never be true here`, mend)
  }
  checkOptionWords(source.options, below(at, 'options'), tools)
}

function checkTicks(fact: string, at: Ref, { complaints, input }: StepTools): void {
  const found = input.facts.get(fact)
  if (found === undefined) {
    const papers = [...input.facts].filter(([, one]) => one.type === 'documents').map(([id]) => id)
    const mend = didYouMean(fact, papers, 'Name a fact of type documents.')
    complaints.error('unknown-fact', spotOf(at), `there is no fact "${fact}"`, mend)
  } else if (found.type !== 'documents') {
    const message = `the fact "${fact}" is of type ${found.type}, not documents`
    complaints.error('ticks-without-papers', spotOf(at), message, 'Name a fact of type documents.')
  }
}
