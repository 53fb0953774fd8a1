import type { PhoneAsk } from '../../content/content.ts'
import { formatPhone, type PhoneReading, readPhone, wrongPhoneKey } from '../../text/phone.ts'
import { type AskType, choiceId, miss, type ReadResult } from './ask-type.ts'

/**
 * Asks for a phone number, typed or handed over, and keeps it as `0912345678`. Several numbers are asked back; one
 * that cannot be is refused. Never throws.
 */
export const phone: AskType<PhoneAsk> = {
  isSaidBack: true,

  show: () => ({ wants: 'phone' }),

  read: (step, text, view) => resultOf(step, readPhone(text, { padding: view.locale.padding })),

  tap(_step, option) {
    const reading = readPhone(option)
    return reading?.type === 'phone' ? reading.phone : undefined
  },

  words: (_step, value) => formatPhone(String(value)),
}

function resultOf(step: PhoneAsk, reading: PhoneReading | undefined): ReadResult {
  switch (reading?.type) {
    case 'phone':
      return { type: 'value', value: reading.phone, isExact: reading.isWhole }
    case 'several': {
      const choices = reading.among.map((phone) => ({ id: choiceId(step, phone), label: formatPhone(phone) }))
      return { type: 'unclear', key: 'unclear.phone', choices }
    }
    case 'wrong':
      return { type: 'refused', key: wrongPhoneKey(reading), values: {} }
    default:
      return miss
  }
}
