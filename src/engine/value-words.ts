/** A value of a fact in words. */
import type { DocumentItem, FactValue, Text } from '../content/content.ts'
import { formatMoney } from '../text/format.ts'
import { holdsNow } from './facts.ts'
import { formatWords } from './format-words.ts'
import { phrase } from './phrases.ts'
import { render, type View } from './render.ts'

/** One value in words, doubt and remark included; `undefined` stands for a value nobody knows. */
export function valueInWords(type: string, value: FactValue | undefined, view: View): string {
  if (value === undefined) return phrase(view.locale, 'fact.unconfirmed')
  const note = value.note === undefined ? '' : ` ${capital(render(value.note, view))}`
  const bare = bareValue(type, value, view)
  if (value.confidence === 'conflict') {
    const words =
      bare === undefined
        ? phrase(view.locale, 'fact.conflict_none')
        : phrase(view.locale, 'fact.conflict', { value: bare })
    return withNote(words, note)
  }
  if (bare === undefined) return withNote(phrase(view.locale, 'fact.unconfirmed'), note)
  if (value.confidence !== 'unconfirmed') return withNote(bare, note)
  // A remark that says itself what is not sure needs no doubt before it.
  const isSaidInNote = note.includes(phrase(view.locale, 'fact.doubt_word'))
  return withNote(isSaidInNote ? bare : phrase(view.locale, 'fact.doubtful', { value: bare }), note)
}

function withNote(words: string, note: string): string {
  return note === '' ? words : withPeriod(words) + note
}

function bareValue(type: string, value: FactValue, view: View): string | undefined {
  const { value: bare } = value
  if (bare === undefined) return undefined
  if (typeof bare === 'number') return boundInWords(value, numberInWords(type, bare, view), view)
  if (isTexts(bare)) {
    return `\n${bare.map((one, index) => `${index + 1}. ${render(one, view)}`).join('\n')}`
  }
  if (isItems(bare)) return `\n${itemsInWords(bare, view)}`
  return render(bare, view).replace(/\.$/, '')
}

function numberInWords(type: string, number: number, view: View): string {
  if (type !== 'money') return phrase(view.locale, `fact.${type}`, { n: number })
  if (number === 0) return phrase(view.locale, 'fact.free')
  return formatMoney(number, formatWords(view.locale))
}

function boundInWords(value: FactValue, words: string, view: View): string {
  return value.bound === undefined ? words : phrase(view.locale, `fact.${value.bound}`, { value: words })
}

/** The papers that are or may be needed, one a line. */
function itemsInWords(items: readonly DocumentItem[], view: View): string {
  return neededOf(items, view)
    .map((item) => itemInWords(item, view))
    .join('\n')
}

/** The papers without those that are known not to be needed. */
export function neededOf(items: readonly DocumentItem[], { env }: View): readonly DocumentItem[] {
  return items.filter(({ when }) => when === undefined || holdsNow(when, env) !== false)
}

/** In which case a paper is needed, in words; `undefined` where it surely is. */
export function caseOf({ when, condition }: DocumentItem, view: View): string | undefined {
  if (condition === undefined || (when !== undefined && holdsNow(when, view.env) === true)) return undefined
  return render(condition, view)
}

/** One paper as a line: its case, what it is called, the remark. */
export function itemInWords(item: DocumentItem, view: View): string {
  const inCase = caseOf(item, view)
  const name = render(item.name, view)
  const note = item.note === undefined ? '' : ` (${render(item.note, view)})`
  return `– ${capital(inCase === undefined ? name : `${inCase}: ${name}`)}${note}`
}

function isTexts(value: FactValue['value']): value is readonly Text[] {
  return Array.isArray(value) && value.every((one) => one instanceof Map)
}

/** Whether a value is a list of papers. */
export function isItems(value: FactValue['value']): value is readonly DocumentItem[] {
  return Array.isArray(value) && !isTexts(value)
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** For the middle of a sentence; "CT01" and the like stay as they are. */
export function lowered(text: string): string {
  const second = text.charAt(1)
  return second === second.toLowerCase() ? text.charAt(0).toLowerCase() + text.slice(1) : text
}

export function withPeriod(text: string): string {
  return /[.!?…:\n]$/.test(text) ? text : `${text}.`
}
