/**
 * The messages of the interface, field by field. Pure, and the one place to change when the platform wants them
 * otherwise.
 *
 * From the reference: text of 1 to 2000, a "template attachment with `buttons`", `oa.query.show` and `oa.query.hide`, up
 * to 5 buttons (one source), a template `request_user_info`. It is silent about the nesting of these, the length of a
 * button's title, the size of a payload, what a request for data has to carry, and about pictures altogether: all that
 * is from memory, to be checked against the live interface before a commune relies on it.
 */
import { splitText } from '../split.ts'

/** UTF-16 units; the reference gives no unit, and this is the one that never exceeds another. */
export const maxTextUnits = 2_000
export const maxButtons = 5
/** From memory. */
export const maxTitleUnits = 100
const maxSubtitleUnits = 500

/** `hide`: the payload is not shown as if the citizen had typed it. */
const buttonType = 'oa.query.hide'

export type OaMessage = Readonly<Record<string, unknown>>

export interface Button {
  readonly title: string
  readonly payload: string
}

export function textMessage(text: string): OaMessage {
  return { text }
}

export function buttonsMessage(text: string, buttons: readonly Button[]): OaMessage {
  const shown = buttons.map(({ title, payload }) => ({ title, type: buttonType, payload }))
  return { text, attachment: { type: 'template', payload: { buttons: shown } } }
}

/** Asks for name, phone and address with one tap; what they are wanted for stands in `title` and `subtitle`. */
export function userInfoMessage(title: string, subtitle: string): OaMessage {
  const element = { title: begin(title, maxTitleUnits), subtitle: begin(subtitle, maxSubtitleUnits) }
  return {
    attachment: {
      type: 'template',
      payload: { template_type: 'request_user_info', elements: [element] },
    },
  }
}

/** As much as fits, cut where a reader would pause. */
function begin(text: string, maxUnits: number): string {
  return splitText(text, maxUnits)[0] ?? ''
}

/** A picture, which the platform fetches from a public address. */
export function imageMessage(url: string): OaMessage {
  return {
    attachment: {
      type: 'template',
      payload: { template_type: 'media', elements: [{ media_type: 'image', url }] },
    },
  }
}
