import type { ChoiceAsk, CommandName, Locale, Option } from '../../content/content.ts'
import { fold } from '../../text/fold.ts'
import { type OptionWords, pickOption } from '../../text/options.ts'
import { render } from '../render.ts'
import { type AskType, type AskView, choiceId, miss } from './ask-type.ts'

/**
 * Asks the citizen to pick one of a fixed list, and keeps the id that was picked.
 *
 * Takes a tap, the option's number, its label or a part of it, with or without diacritics. Never throws.
 *
 * @example
 *   - ask: birth_place
 *     type: choice
 *     text: Cháu sinh ở đâu ạ?
 *     label: Nơi sinh
 *     options: { hospital: Ở bệnh viện, home: Ở nhà }
 */
export const choice: AskType<ChoiceAsk> = {
  show: (step, view) => ({
    choices: offered(step, view).map((option) => ({
      id: choiceId(step, option.id),
      label: render(option.label, view),
    })),
  }),

  read(step, text, view) {
    const candidates = candidatesOf(step, view)
    const command = view.locale.commands.get(fold(text))
    const isExactOnly = command !== undefined && !alsoAnswers.has(command)
    const picked = pickOption(text, candidates, { padding: view.locale.padding, isExactOnly })
    if (picked === undefined) return miss
    if ('id' in picked) return { type: 'value', value: picked.id, isExact: picked.isExact }
    const choices = candidates
      .filter(({ id }) => picked.among.includes(id))
      .map(({ id, label }) => ({ id: choiceId(step, id), label }))
    return { type: 'unclear', key: 'unclear.choice', choices }
  },

  tap: (step, option, view) => offered(step, view).find(({ id }) => id === option)?.id,

  words(step, value, view) {
    const option = typeof value === 'string' ? step.options.get(value) : undefined
    return option === undefined ? String(value) : render(option.label, view)
  },
}

/** Commands that may be an answer's words: "xong" for "Khai xong rồi", "tiếp" for "Xong rồi, xem tiếp". */
const alsoAnswers: ReadonlySet<CommandName> = new Set(['done', 'all', 'resume'])

const fixedCandidates = new WeakMap<Locale, WeakMap<ChoiceAsk, readonly OptionWords[]>>()

/** The options as they are read; kept when neither conditions nor placeholders can change them. */
function candidatesOf(step: ChoiceAsk, view: AskView): readonly OptionWords[] {
  const ofLocale = fixedCandidates.get(view.locale) ?? new WeakMap<ChoiceAsk, readonly OptionWords[]>()
  fixedCandidates.set(view.locale, ofLocale)
  const known = ofLocale.get(step)
  if (known !== undefined) return known
  const made = offered(step, view).map(({ id, label, words }) => ({ id, label: render(label, view), words }))
  const isFixed = [...step.options.values()].every(
    ({ label, when }) =>
      when === undefined &&
      [...label.values()].every((template) => template.every((part) => typeof part === 'string')),
  )
  if (isFixed) ofLocale.set(step, made)
  return made
}

function offered(step: ChoiceAsk, view: AskView): readonly Option[] {
  return [...step.options.values()].filter(
    ({ when }) => when === undefined || when.evaluate(view.env) === true,
  )
}
