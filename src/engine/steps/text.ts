import type { TextAsk } from '../../content/content.ts'
import { type AskType, miss } from './ask-type.ts'

/** Asks for free text, at most `maxChars` UTF-16 units. A question about the procedure goes before. Never throws. */
export const text: AskType<TextAsk> = {
  show: () => ({}),

  read(step, answer) {
    if (!/[\p{L}\p{N}]/u.test(answer)) return miss
    if (answer.length > step.maxChars) {
      return { type: 'refused', key: 'refused.text_long', values: { max: step.maxChars } }
    }
    return { type: 'value', value: answer, isExact: false }
  },

  tap: () => undefined,
  words: (_step, value) => String(value),
}
