import type { Locale, YesNoAsk } from '../../content/content.ts'
import { fold, foldKeepingMarks } from '../../text/fold.ts'
import { type PhraseBook, wholeMeaning } from '../../text/heard/phrases.ts'
import { readSentence } from '../../text/heard/sentence.ts'
import { readYesNo } from '../../text/yes-no.ts'
import { perLocale } from '../per-locale.ts'
import { phrase } from '../phrases.ts'
import { type AskType, choiceId, miss, type Shown } from './ask-type.ts'

const shownIn = perLocale((step: YesNoAsk, locale): Shown => {
  const choiceOf = (option: 'yes' | 'no') => {
    return { id: choiceId(step, option), label: phrase(locale, `yes_no.${option}`) }
  }
  return { choices: [choiceOf('yes'), choiceOf('no')] }
})

/**
 * Asks yes or no, and keeps true or false. Takes a tap, 1 or 2, or an utterance that is yes or no as a whole, or one of the
 * question's own words: "có mất tiền không" is a question, not an answer. Never throws.
 */
export const yesNo: AskType<YesNoAsk> = {
  show: (step, { locale }) => shownIn(step, locale),

  read({ said }, text, view) {
    const { folded = fold(text) } = view
    const marked = foldKeepingMarks(text)
    const { yes, no, commands } = view.locale
    // Without marks "dừng" looks like "đúng"; typed with them it is the command.
    if (marked !== folded && commands.has(marked) && !yes.has(marked) && !no.has(marked)) return miss
    if (folded === '1' || folded === '2') return { type: 'value', value: folded === '1', isExact: true }
    const value = readYesNo(folded, view.locale, text)
    if (value !== undefined) return { type: 'value', value, isExact: true }
    const own = said && wordsOf(said, text, view.locale)
    return own === undefined ? miss : { type: 'value', value: own, isExact: false }
  },

  tap: (_step, option) => (option === 'yes' ? true : option === 'no' ? false : undefined),

  words: (_step, value, view) => phrase(view.locale, value === true ? 'yes_no.yes' : 'yes_no.no'),
}

function wordsOf(
  said: PhraseBook<boolean>,
  text: string,
  { shortForms, padding }: Locale,
): boolean | undefined {
  return wholeMeaning(readSentence(text, shortForms), said, padding)
}
