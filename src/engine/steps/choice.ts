import type { ChoiceAsk, CommandName, Option } from '../../content/content.ts'
import { type OptionWords, pickOption } from '../../text/options.ts'
import { fixedText, perLocale } from '../per-locale.ts'
import { render } from '../render.ts'
import type { Choice } from '../turn.ts'
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
    const picked = pickOption(text, candidates, {
      padding: view.locale.padding,
      paddingMarks: view.locale.paddingMarks,
      folded: view.folded,
      isExactOnly,
    })
    if (picked === undefined) return miss
    if ('id' in picked) return { type: 'value', value: picked.id, isExact: picked.isExact }
    const among = candidates.filter(({ id }) => picked.among.includes(id))
    const choices = choicesOf(step, among)
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

/** The options where neither conditions nor placeholders can change them; otherwise `null`. */
const fixedOptions = perLocale((step: ChoiceAsk, locale): Offered | null => {
  const candidates: OptionWords[] = []
  for (const { id, label: text, words, when } of step.options.values()) {
    const label = fixedText(text, locale)
    if (when !== undefined || label === undefined) return null
    candidates.push({ id, label, words })
  }
  const choices = choicesOf(step, candidates)
  return { shown: { choices, mark: markOfChoices(choices) }, candidates }
})

function offeredBy(step: ChoiceAsk, view: AskView): Offered {
  const fixed = fixedOptions(step, view.locale)
  if (fixed !== null) return fixed
  const candidates = [...step.options.values()]
    .filter((option) => isOffered(option, view))
    .map(({ id, label, words }) => ({ id, label: render(label, view), words }))
  return { shown: { choices: choicesOf(step, candidates) }, candidates }
}

function choicesOf(step: ChoiceAsk, candidates: readonly OptionWords[]): readonly Choice[] {
  return candidates.map(({ id, label }) => ({ id: choiceId(step, id), label }))
}

function isOffered({ when }: Option, view: AskView): boolean {
  return when === undefined || when.evaluate(view.env) === true
}
