import type { ChoiceAsk, CommandName, Locale, Option } from '../../content/content.ts'
import { type OptionWords, pickOption } from '../../text/options.ts'
import { render } from '../render.ts'
import { type AskType, type AskView, choiceId, miss, type Shown } from './ask-type.ts'
import { markOfChoices } from './mark.ts'

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
  show: (step, view) => offeredBy(step, view).shown,

  read(step, text, view) {
    const { candidates } = offeredBy(step, view)
    const isExactOnly = (folded: string) => {
      const command = view.locale.commands.get(folded)
      return command !== undefined && !alsoAnswers.has(command)
    }
    const picked = pickOption(text, candidates, { padding: view.locale.padding, isExactOnly })
    if (picked === undefined) return miss
    if ('id' in picked) return { type: 'value', value: picked.id, isExact: picked.isExact }
    const choices = candidates
      .filter(({ id }) => picked.among.includes(id))
      .map(({ id, label }) => ({ id: choiceId(step, id), label }))
    return { type: 'unclear', key: 'unclear.choice', choices }
  },

  tap(step, option, view) {
    const found = step.options.get(option)
    return found !== undefined && isOffered(found, view) ? option : undefined
  },

  words(step, value, view) {
    const option = typeof value === 'string' ? step.options.get(value) : undefined
    return option === undefined ? String(value) : render(option.label, view)
  },
}

/** Commands that may be an answer's words: "xong" for "Khai xong rồi", "tiếp" for "Xong rồi, xem tiếp". */
const alsoAnswers: ReadonlySet<CommandName> = new Set(['done', 'all', 'resume'])

/** A question's options in one language, to be shown and to be read. */
interface Offered {
  readonly shown: Shown
  readonly candidates: readonly OptionWords[]
}

const fixed = new WeakMap<Locale, WeakMap<ChoiceAsk, Offered>>()

/** The options as they are now; kept when neither conditions nor placeholders can change them. */
function offeredBy(step: ChoiceAsk, view: AskView): Offered {
  const known = fixed.get(view.locale)?.get(step)
  if (known !== undefined) return known
  const candidates = [...step.options.values()]
    .filter((option) => isOffered(option, view))
    .map(({ id, label, words }) => ({ id, label: render(label, view), words }))
  const choices = candidates.map(({ id, label }) => ({ id: choiceId(step, id), label }))
  if (![...step.options.values()].every(isFixed)) return { shown: { choices }, candidates }
  const made = { shown: { choices, mark: markOfChoices(choices) }, candidates }
  const ofLocale = fixed.get(view.locale) ?? new WeakMap<ChoiceAsk, Offered>()
  fixed.set(view.locale, ofLocale.set(step, made))
  return made
}

function isFixed({ label, when }: Option): boolean {
  const templates = [...label.values()]
  return when === undefined && templates.every((parts) => parts.every((part) => typeof part === 'string'))
}

function isOffered({ when }: Option, view: AskView): boolean {
  return when === undefined || when.evaluate(view.env) === true
}
