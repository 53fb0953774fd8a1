import type { NumberAsk } from '../../content/content.ts'
import { readNumber } from '../../text/numbers.ts'
import { type AskType, miss } from './ask-type.ts'

/** Asks for a whole number, in digits or words, within bounds that are named when it is outside. Never throws. */
export const number: AskType<NumberAsk> = {
  show: () => ({}),

  read(step, text, view) {
    const value = readNumber(text, { padding: view.locale.units })
    if (value === undefined) return miss
    const { min, max } = step
    if (min !== undefined && max !== undefined && (value < min || value > max)) {
      return { type: 'refused', key: 'refused.number_range', values: { min, max } }
    }
    if (min !== undefined && value < min) {
      return { type: 'refused', key: 'refused.number_min', values: { min } }
    }
    if (max !== undefined && value > max) {
      return { type: 'refused', key: 'refused.number_max', values: { max } }
    }
    return { type: 'value', value, isExact: true }
  },

  tap: () => undefined,
  words: (_step, value) => String(value),
}
