/** Questions: the fields they share, and what each type adds. */

import { fold } from '../../text/fold.ts'
import type { AskBase, AskStep, Option, OptionId } from '../content.ts'
import type { DraftStep } from '../draft.ts'
import { below } from '../yaml.ts'
import { choiceHears, dateHears, plainHears, yesNoHears, yesNoWords } from './hears.ts'
import type { StepTools } from './script.ts'

type AskDraft = Extract<DraftStep, { kind: 'ask' }>

/** Labels in lists and on buttons. */
export const maxLabelChars = 80

export function compileAsk(
  draft: AskDraft,
  base: Pick<AskBase, 'id' | 'index' | 'guards'>,
  tools: StepTools,
): AskStep {
  const { source } = draft
  const common = { ...base, ...commonFields(draft, tools) }
  switch (source.type) {
    case 'choice':
      return {
        ...common,
        slotType: 'choice',
        options: compileOptions(draft, source.options, tools),
        ...choiceHears(draft, source, tools),
      }
    case 'yes_no':
      return {
        ...common,
        slotType: 'yes_no',
        said: yesNoWords(draft, source, tools),
        ...yesNoHears(draft, source, tools),
      }
    case 'phone':
      return { ...common, slotType: 'phone' }
    case 'place': {
      const level = source.level ?? 'province'
      return { ...common, slotType: 'place', level, ...plainHears(draft, source.hears, tools) }
    }
    case 'date':
      return { ...common, slotType: 'date', tense: source.tense ?? 'any', ...dateHears(draft, source, tools) }
    case 'number': {
      const { min, max } = source
      return {
        ...common,
        slotType: 'number',
        ...(min === undefined ? {} : { min }),
        ...(max === undefined ? {} : { max }),
        ...plainHears(draft, source.hears, tools),
      }
    }
    case 'text':
      return { ...common, slotType: 'text', maxChars: source.max_chars ?? 300 }
    case 'ticks':
      return { ...common, slotType: 'ticks', fact: source.fact }
  }
}

function commonFields(
  { source, at, id }: AskDraft,
  tools: StepTools,
): Omit<AskBase, 'id' | 'index' | 'guards'> {
  const { maker, here, answered, key } = tools
  const { hint, why } = source
  return {
    type: 'ask',
    slot: id,
    text: maker.text(below(at, 'text'), key('text'), source.text, here),
    label: maker.label(below(at, 'label'), key('label'), source.label, maxLabelChars),
    ...(hint === undefined ? {} : { hint: maker.text(below(at, 'hint'), key('hint'), hint, here) }),
    ...(why === undefined ? {} : { why: maker.text(below(at, 'why'), key('why'), why, here) }),
    checks: (source.checks ?? []).map((rule, index) => {
      const ruleAt = below(at, 'checks', index)
      return {
        expr: maker.expr(below(ruleAt, 'check'), String(rule.check), 'bool', answered),
        otherwise: maker.text(
          below(ruleAt, 'otherwise'),
          key(`checks.${index}.otherwise`),
          rule.otherwise,
          answered,
        ),
      }
    }),
  }
}

type OptionSources = Extract<AskDraft['source'], { type: 'choice' }>['options']

function compileOptions(
  draft: AskDraft,
  sources: OptionSources,
  tools: StepTools,
): ReadonlyMap<OptionId, Option> {
  const { maker, here, key } = tools
  return new Map(
    Object.entries(sources).map(([id, source]) => {
      const at = below(draft.at, 'options', id)
      const { label, words = [], maybe = [], when } = typeof source === 'string' ? { label: source } : source
      const labelAt = typeof source === 'string' ? at : below(at, 'label')
      const option: Option = {
        id,
        label: maker.label(labelAt, key(`options.${id}`), label, maxLabelChars),
        words: [...new Set([...words, ...maybe].map(fold))],
        ...(when === undefined ? {} : { when: maker.expr(below(at, 'when'), String(when), 'bool', here) }),
      }
      return [id, option]
    }),
  )
}
