import { Day } from '../../calendar/day.ts'
import type { DateAsk } from '../../content/content.ts'
import { readDate } from '../../text/dates.ts'
import { formatDate } from '../../text/format.ts'
import { formatWords } from '../format-words.ts'
import { phrase } from '../phrases.ts'
import { type AskType, type AskView, choiceId, miss, type ReadResult } from './ask-type.ts'

/**
 * Asks for a day, and keeps it as an ISO date. Takes what text/dates.ts reads; a date that can be meant in two
 * ways is asked back, one that does not exist is refused with its words. Never throws.
 */
export const date: AskType<DateAsk> = {
  show: () => ({}),

  read(step, text, view) {
    const reading = readDate(text, view.today, { tense: step.tense })
    if (reading === undefined) return miss
    switch (reading.type) {
      case 'day':
        if (reading.soon !== undefined) return unsureYear(step, reading.day, reading.soon, view)
        return { type: 'value', value: reading.day.iso, isExact: reading.isWhole && !reading.isRough }
      case 'impossible':
        return { type: 'refused', key: 'refused.date', values: { words: reading.words } }
      case 'ambiguous': {
        const words = formatWords(view.locale)
        const choices = reading.among.map((day) => ({
          id: choiceId(step, day.iso),
          label: formatDate(day, words),
        }))
        return { type: 'unclear', key: 'unclear.date', choices }
      }
      default:
        return miss
    }
  },

  tap: (_step, option) => Day.parse(option)?.iso,

  words(_step, value, view) {
    const day = typeof value === 'string' ? Day.parse(value) : undefined
    return day === undefined ? String(value) : formatDate(day, formatWords(view.locale))
  },
}

/** A day without its year that lies shortly ahead: whether the one a year ago is meant is asked. */
function unsureYear(step: DateAsk, day: Day, soon: Day, { locale }: AskView): ReadResult {
  const words = formatWords(locale)
  const yes = choiceId(step, day.iso)
  const no = '!ask-again'
  return {
    type: 'unclear',
    key: 'unclear.date_year',
    values: { day: formatDate(day, words), soon: formatDate(soon, words) },
    choices: [
      { id: yes, label: phrase(locale, 'guess.yes') },
      { id: no, label: phrase(locale, 'guess.no') },
    ],
    yes,
    no,
  }
}
