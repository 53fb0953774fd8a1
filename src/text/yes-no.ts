/** Yes and no, when the utterance is nothing else. */
import { fold, foldKeepingMarks } from './fold.ts'
import { phraseLength, phrasesOf } from './padding.ts'

export interface YesNoWords {
  /** Folded phrases. Longer ones win: "khong co" is a no although "co" is a yes. */
  readonly yes: ReadonlySet<string>
  readonly no: ReadonlySet<string>
  /** Folded phrases without meaning. One that is also a yes ("da", "vang") counts as such only when nothing else is said. */
  readonly padding: readonly string[]
}

const longestAnswer = 12

/**
 * Reads an utterance that says yes or no and nothing more; `folded` as {@link fold} gives it, `typed` with its marks.
 * `undefined` for anything else: a question ("có mất tiền không"), both at once ("có không"), a sentence.
 */
export function readYesNo(folded: string, words: YesNoWords, typed = folded): boolean | undefined {
  if (typed !== folded && hasOtherLetter(typed, words)) return undefined
  if (words.no.has(folded)) return false
  if (words.yes.has(folded)) return true
  const tokens = folded.split(' ', longestAnswer + 1)
  if (tokens.length > longestAnswer) return undefined
  const yes = phrasesOf(words.yes)
  const no = phrasesOf(words.no)
  const padding = phrasesOf(words.padding)
  const said = { yes: false, no: false, politeYes: false }
  for (let at = 0; at < tokens.length; ) {
    const lengths = {
      yes: phraseLength(tokens, at, yes),
      no: phraseLength(tokens, at, no),
      padding: phraseLength(tokens, at, padding),
    }
    const longest = Math.max(lengths.yes, lengths.no, lengths.padding)
    if (longest === 0) return undefined
    if (lengths.no === longest) said.no = true
    else if (lengths.padding === longest) said.politeYes ||= lengths.yes === longest
    else said.yes = true
    at += longest
  }
  if (said.yes || said.no) return said.yes && said.no ? undefined : said.yes
  return said.politeYes ? true : undefined
}

/** "Ở nhà" is no "ờ nha": of a word of one letter the mark is all that tells it from another. */
function hasOtherLetter(typed: string, { yes, no }: YesNoWords): boolean {
  return foldKeepingMarks(typed)
    .split(' ', longestAnswer)
    .some((word) => word.length === 1 && yes.has(fold(word)) && !yes.has(word) && !no.has(word))
}
