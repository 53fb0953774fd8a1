/** A reply as messages of Telegram: plain text, never markup, so that nothing a citizen wrote can break it. Pure. */
import type { InlineKeyboardMarkup, ReplyKeyboardMarkup } from '@grammyjs/types'
import type { Image, Reply } from '../../engine/turn.ts'
import { splitText } from '../split.ts'
import { inlineKeyboard } from './keyboard.ts'

/** UTF-16 units in one message, and under a picture. */
export const maxTextUnits = 4096
export const maxCaptionUnits = 1024

export interface TextPart {
  readonly type: 'text'
  readonly text: string
  readonly markup?: InlineKeyboardMarkup | ReplyKeyboardMarkup
}

export interface PhotoPart {
  readonly type: 'photo'
  readonly image: Image
  readonly caption?: string
  readonly markup?: InlineKeyboardMarkup | ReplyKeyboardMarkup
}

export type Part = TextPart | PhotoPart

/** What hands over the thing a question asks for. */
export interface Sharing {
  readonly wants: NonNullable<Reply['wants']>
  /** The words on the button. */
  readonly label: string
  /** Said with the button when the question has choices of its own; one message takes one keyboard. */
  readonly hint: string
}

/**
 * Messages in the order to be sent. What can be pressed stands under the last of them.
 * @param sharing only where the platform has it: private chats
 * @throws ChannelError `channel/rejected` for the id of a choice that fits behind no button
 */
export function renderReply(reply: Reply, sharing?: Sharing): readonly Part[] {
  const buttons = inlineKeyboard(reply)
  const share = sharing === undefined ? undefined : sharingKeyboard(sharing)
  const spoken = [...pictured(reply, spokenText(reply))]
  const last = spoken.pop()
  if (last === undefined) return []
  const markup = buttons ?? share
  const parts = [...spoken, markup === undefined ? last : { ...last, markup }]
  if (buttons === undefined || share === undefined || !sharing?.hint) return parts
  return [...parts, { type: 'text', text: sharing.hint, markup: share }]
}

function pictured({ image }: Reply, text: string): readonly Part[] {
  const texts = splitText(text, maxTextUnits).map((part): Part => ({ type: 'text', text: part }))
  if (image === undefined) return texts.length === 0 ? [{ type: 'text', text: '…' }] : texts
  if (text.length > maxCaptionUnits) return [{ type: 'photo', image }, ...texts]
  return [{ type: 'photo', image, ...(text === '' ? {} : { caption: text }) }]
}

/** Longer labels are cut off on the buttons of a small phone. */
const wholeLabelUnits = 34

/** The text, with what the buttons have no room for. */
function spokenText(reply: Reply): string {
  const lines = reply.ticks === undefined ? longChoices(reply) : longPapers(reply.ticks)
  const blocks = [reply.text.trim(), ...(lines.length === 0 ? [] : [lines.join('\n')])]
  // Half a character would have the platform refuse the whole message.
  return blocks.join('\n\n').trim().toWellFormed()
}

/** All choices in the order in which they are counted, as soon as one of them does not fit its button. */
function longChoices({ choices = [] }: Reply): readonly string[] {
  if (choices.every(({ label }) => label.length <= wholeLabelUnits)) return []
  return choices.map(({ label }, index) => `${index + 1}. ${label}`)
}

function longPapers({ items }: NonNullable<Reply['ticks']>): readonly string[] {
  return items
    .filter(({ label, note }) => note !== undefined || label.length > wholeLabelUnits)
    .map(({ label, note }) => (note === undefined ? `• ${label}` : `• ${label}: ${note}`))
}

function sharingKeyboard({ wants, label }: Sharing): ReplyKeyboardMarkup {
  const button =
    wants === 'phone' ? { text: label, request_contact: true } : { text: label, request_location: true }
  return { keyboard: [[button]], one_time_keyboard: true, resize_keyboard: true }
}
