/** reply_markup: what keyboards may look like. */
import { isRecord } from './params.ts'
import { badRequest } from './refusal.ts'
import type { WireButton, WireInlineKeyboard } from './wire.ts'

export interface ReplyButton {
  readonly text: string
  readonly asks: 'text' | 'contact' | 'location'
}

export type Markup =
  | { readonly type: 'inline'; readonly keyboard: WireInlineKeyboard }
  | { readonly type: 'reply'; readonly buttons: readonly ReplyButton[]; readonly isOneTime: boolean }
  | { readonly type: 'remove' }
  | { readonly type: 'force_reply' }

const maxDataBytes = 64
const styles: readonly unknown[] = ['danger', 'success', 'primary']
/** A button does exactly one of these. */
const actions = [
  'callback_data',
  'url',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'callback_game',
  'pay',
]

/**
 * Reads a keyboard. `undefined` when there is none; an inline keyboard without buttons counts as none.
 * @throws Refusal 400 for what the platform does not take
 */
export function readMarkup(value: unknown, isPrivate: boolean): Markup | undefined {
  if (value === undefined || value === null) return undefined
  if (!isRecord(value)) throw badRequest('object expected as reply markup')
  if (value.inline_keyboard !== undefined) {
    const rows = rowsOf(value.inline_keyboard, 'inline keyboard').map((row) => row.map(readInline))
    const filled = rows.filter((row) => row.length > 0)
    return filled.length === 0 ? undefined : { type: 'inline', keyboard: { inline_keyboard: filled } }
  }
  if (value.keyboard !== undefined) {
    const buttons = rowsOf(value.keyboard, 'keyboard')
      .flat()
      .map((button) => readReply(button, isPrivate))
    if (buttons.length === 0) throw badRequest('reply markup is empty')
    return { type: 'reply', buttons, isOneTime: value.one_time_keyboard === true }
  }
  if (value.remove_keyboard === true) return { type: 'remove' }
  return value.force_reply === true ? { type: 'force_reply' } : undefined
}

/** Whether a button holds more data than the platform takes. */
export function hasLongData(value: unknown): boolean {
  if (!isRecord(value) || !Array.isArray(value.inline_keyboard)) return false
  return value.inline_keyboard.flat().some((button: unknown) => {
    const data = isRecord(button) ? button.callback_data : undefined
    return typeof data === 'string' && Buffer.byteLength(data) > maxDataBytes
  })
}

function rowsOf(value: unknown, what: string): readonly (readonly unknown[])[] {
  if (Array.isArray(value) && value.every((row) => Array.isArray(row))) return value
  throw badRequest(`field "${what.replace(' ', '_')}" of the reply markup must be an array of arrays`)
}

function readInline(button: unknown): WireButton {
  if (!isRecord(button) || typeof button.text !== 'string' || button.text === '')
    throw badRequest('can\'t parse inline keyboard button: field "text" must be a non-empty string')
  const chosen = actions.filter((action) => button[action] !== undefined)
  if (chosen.length === 0) throw badRequest('text buttons are unallowed in the inline keyboard')
  if (chosen.length > 1) throw badRequest("can't parse inline keyboard button: exactly one action is allowed")
  checkStyle(button)
  const data = button.callback_data
  if (data !== undefined) {
    const bytes = typeof data === 'string' ? Buffer.byteLength(data) : 0
    if (bytes < 1 || bytes > maxDataBytes) throw badRequest('BUTTON_DATA_INVALID')
  }
  return button as WireButton
}

function readReply(button: unknown, isPrivate: boolean): ReplyButton {
  if (typeof button === 'string') return readReply({ text: button }, isPrivate)
  if (!isRecord(button) || typeof button.text !== 'string' || button.text === '')
    throw badRequest('can\'t parse keyboard button: field "text" must be a non-empty string')
  checkStyle(button)
  const asksContact = button.request_contact === true
  const asksLocation = button.request_location === true
  if (asksContact && asksLocation)
    throw badRequest("can't parse keyboard button: only one request is allowed")
  if (asksContact && !isPrivate) throw badRequest('phone number can be requested in private chats only')
  if (asksLocation && !isPrivate) throw badRequest('location can be requested in private chats only')
  return { text: button.text, asks: asksContact ? 'contact' : asksLocation ? 'location' : 'text' }
}

function checkStyle(button: Readonly<Record<string, unknown>>): void {
  if (button.style !== undefined && !styles.includes(button.style)) throw badRequest('invalid button style')
}
