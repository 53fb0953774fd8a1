/** A reply as the messages that say it. Pure. */
import type { Choice, Image, Reply } from '../../engine/turn.ts'
import { renderPlain } from '../plain.ts'
import { splitText } from '../split.ts'
import {
  type Button,
  buttonsMessage,
  maxButtons,
  maxTextUnits,
  maxTitleUnits,
  type OaMessage,
  textMessage,
  userInfoMessage,
} from './messages.ts'
import { payloadOf } from './payload.ts'

export type Part =
  | { readonly type: 'words'; readonly message: OaMessage }
  /** Makes answering easier; the citizen can do without when the platform refuses it. */
  | { readonly type: 'extra'; readonly message: OaMessage }
  | { readonly type: 'image'; readonly image: Image }

/**
 * The messages of a reply, in order; the same each time. Up to five choices are buttons; more, and tick-lists, are
 * numbered in the text. A label that no button holds stands in the text, numbered, and its button begins it.
 */
export function render(reply: Reply): readonly Part[] {
  const image: readonly Part[] = reply.image === undefined ? [] : [{ type: 'image', image: reply.image }]
  const { image: _, ...words } = reply
  return [...image, ...wordsOf(words), ...requestOf(words)]
}

function wordsOf(reply: Reply): readonly Part[] {
  const { choices = [], ticks } = reply
  const hasButtons = ticks === undefined && choices.length > 0 && choices.length <= maxButtons
  const isInFull = choices.every(({ label }) => isTitle(label))
  // A text must not be empty: with nothing to say but the choices, it is the choices.
  const isText = hasButtons && isInFull && reply.text.trim() !== ''
  const parts = splitText(isText ? reply.text : renderPlain(reply), maxTextUnits)
  return parts.map((text, index): Part => {
    const isLast = index === parts.length - 1
    const message = hasButtons && isLast ? buttonsMessage(text, choices.map(buttonOf)) : textMessage(text)
    return { type: 'words', message }
  })
}

function buttonOf({ id, label }: Choice, index: number): Button {
  const title = isTitle(label) ? label : shortened(`${index + 1}. ${label}`)
  return { title, payload: payloadOf(id) }
}

function isTitle(label: string): boolean {
  return label.length <= maxTitleUnits
}

function shortened(label: string): string {
  const [head = ''] = splitText(label, maxTitleUnits - 1)
  return `${head}…`
}

/** A place is asked for in words: the reference knows no template that hands one over. */
function requestOf({ wants, text }: Reply): readonly Part[] {
  if (wants !== 'phone') return []
  const [title = ''] = splitText(text, maxTitleUnits)
  return title === '' ? [] : [{ type: 'extra', message: userInfoMessage(title, text.trim()) }]
}
