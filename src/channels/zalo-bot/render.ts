/** Replies as messages of plain text. Pure. */
import type { Reply } from '../../engine/turn.ts'
import { renderPlain } from '../plain.ts'
import { splitText } from '../split.ts'

/** UTF-16 units. Zalo takes 2,000 of what it calls characters and does not say what it counts. */
export const maxTextUnits = 1_900

/** One message. */
export interface Part {
  /** The words; also what is sent when there is a photo and Zalo does not take it. */
  readonly text: string
  readonly photo?: { readonly address: string; readonly caption: string }
}

/**
 * The messages of a reply, in order; the same each time. `imageAddress` is the picture's public address; without one,
 * what it shows is said in words. The choices are numbered and stand together under the question, in the last
 * message; only a list too long for one message is spread, between two choices.
 */
export function render(reply: Reply, imageAddress: string | undefined): readonly Part[] {
  const { image, ...words } = reply
  const text = nfc(reply.text)
  const list = nfc(renderPlain({ ...words, text: '' }))
  if (image === undefined) return layOut(text, list).map((part) => ({ text: part }))

  const shown = `[${nfc(image.alt)}]`
  const inWords = layOut(paragraphs(text, shown), list)
  if (imageAddress === undefined) return inWords.map((part) => ({ text: part }))
  const [only, ...more] = inWords
  if (only !== undefined && more.length === 0)
    return [{ text: only, photo: { address: imageAddress, caption: paragraphs(text, list) } }]
  const alone = splitText(shown, maxTextUnits)[0] ?? ''
  return [
    { text: alone, photo: { address: imageAddress, caption: alone } },
    ...layOut(text, list).map((part) => ({ text: part })),
  ]
}

/** Composed letters: "ế" is one unit, not three. */
const nfc = (text: string) => text.normalize('NFC').trim()

/** An empty line between the question and its choices: one look tells where the answers begin. */
const paragraphs = (...texts: readonly string[]) => texts.filter((text) => text !== '').join('\n\n')

function layOut(text: string, list: string): readonly string[] {
  const whole = paragraphs(text, list)
  if (whole.length <= maxTextUnits || list === '') return splitText(whole, maxTextUnits)
  if (list.length > maxTextUnits) return [...splitText(text, maxTextUnits), ...packed(list)]
  const { before, last } = lastWith(text, list)
  return [...splitText(before, maxTextUnits), last]
}

/** As many of the last paragraphs, or else sentences, as fit above the list. */
function lastWith(text: string, list: string): { readonly before: string; readonly last: string } {
  const pieces = (pause: RegExp) =>
    [...text.matchAll(pause)]
      .map(({ index, 0: gap }) => index + gap.length)
      .map((at) => ({ before: text.slice(0, at).trim(), last: paragraphs(text.slice(at).trim(), list) }))
      .find(({ last }) => last.length <= maxTextUnits)
  return pieces(/\n{2,}/g) ?? pieces(/(?<=[.!?…:])\s+|\n/g) ?? { before: text, last: list }
}

/** A long list in several messages, cut between choices only. */
function packed(list: string): readonly string[] {
  const parts: string[] = []
  for (const choice of list.split(/\n(?=\d+\. )/)) {
    const last = parts.at(-1)
    if (last !== undefined && last.length + 1 + choice.length <= maxTextUnits)
      parts[parts.length - 1] = `${last}\n${choice}`
    else parts.push(...splitText(choice, maxTextUnits))
  }
  return parts
}
