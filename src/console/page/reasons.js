// @ts-check
/** Why a person is needed, in words. */
import { hasText, text } from './texts.js'

/** @param {string} reason */
export function reasonWords(reason) {
  if (hasText(`reason.${reason}`)) return text(`reason.${reason}`)
  return reason.startsWith('script:') ? text('reason.script') : reason
}
