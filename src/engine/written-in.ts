/** In which language somebody writes. */
import type { Locale } from '../content/content.ts'
import { type Token, tokenise } from '../text/tokens.ts'
import { type Draft, say } from './draft.ts'

/** Fewer words may be a name, or an answer. */
const leastWords = 3
/** Of its own words so many must be said; without marks, what Vietnamese is known by may be another language's. */
const leastTelling = { own: 2, marked: 2, plain: 3 }
/** Of all that is said. */
const leastShare = 0.6
/** A longer text is not looked at to its end. */
const mostWords = 40

/** Goes over to the language that an utterance is clearly written in, and says so: half of an answer in each helps nobody. */
export function takeLanguage(draft: Draft, text: string): void {
  const { content, isLocaleHeard } = draft
  if (content.locales.size < 2) return
  // A language that somebody chose is theirs until they choose another.
  if (draft.locale.tag !== content.defaultLocale && !isLocaleHeard) return
  // Letters and what stands between: most answers are too short to be taken apart for it.
  if (text.length < 2 * leastWords - 1) return
  const tokens = tokenise(text).slice(0, mostWords)
  if (tokens.length < leastWords || isWrittenIn(draft.locale, tokens)) return
  for (const locale of content.locales.values()) {
    if (locale === draft.locale || !isWrittenIn(locale, tokens)) continue
    draft.locale = locale
    draft.isLocaleHeard = true
    say(draft, 'language.heard')
    return
  }
}

function isWrittenIn({ shows, common }: Locale, tokens: readonly Token[]): boolean {
  const isMarked = tokens.some(({ raw, folded }) => raw !== folded)
  if (shows.size > 0) {
    const own = tokens.filter(({ folded }) => shows.has(folded)).length
    const known = tokens.filter(({ folded }) => shows.has(folded) || common.has(folded)).length
    return !isMarked && own >= leastTelling.own && known >= tokens.length * leastShare
  }
  const known = tokens.filter(({ raw }) => common.has(raw)).length
  return known >= (isMarked ? leastTelling.marked : leastTelling.plain) && known * 2 >= tokens.length
}
