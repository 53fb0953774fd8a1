/** Words that carry no meaning around an answer: "dạ ... ạ". */

interface Phrases {
  /** Longest first. */
  readonly byFirst: ReadonlyMap<string, readonly (readonly string[])[]>
  /** A word that is none of these ends no phrase: most are spared the search from their end. */
  readonly lastWords: ReadonlySet<string>
}

const known = new WeakMap<object, Phrases>()

/** Indexes folded phrases; the index is kept as long as the collection itself. */
export function phrasesOf(phrases: Iterable<string> & object): Phrases {
  const made = known.get(phrases)
  if (made) return made
  const byFirst = new Map<string, (readonly string[])[]>()
  const lastWords = new Set<string>()
  for (const phrase of phrases) {
    const words = phrase.split(' ')
    const first = words[0] ?? ''
    lastWords.add(words.at(-1) ?? '')
    byFirst.set(
      first,
      [...(byFirst.get(first) ?? []), words].sort((a, b) => b.length - a.length),
    )
  }
  const indexed = { byFirst, lastWords }
  known.set(phrases, indexed)
  return indexed
}

/** How many words the longest phrase takes that begins at `at`; 0 when none does. */
export function phraseLength(words: readonly string[], at: number, phrases: Phrases): number {
  const candidates = phrases.byFirst.get(words[at] ?? '')
  if (candidates === undefined) return 0
  for (const phrase of candidates) if (isAt(phrase, words, at)) return phrase.length
  return 0
}

function isAt(phrase: readonly string[], words: readonly string[], at: number): boolean {
  for (let i = 0; i < phrase.length; i++) if (phrase[i] !== words[at + i]) return false
  return true
}

/** Where an utterance begins and ends without the padding around it; empty (`from === to`) when it is all padding. */
export function withoutPadding(
  words: readonly string[],
  padding: Iterable<string> & object,
): { readonly from: number; readonly to: number } {
  const phrases = phrasesOf(padding)
  let from = 0
  for (let n = phraseLength(words, 0, phrases); n > 0; n = phraseLength(words, from, phrases)) from += n
  let to = words.length
  for (
    let n = lastPhraseLength(words, from, to, phrases);
    n > 0;
    n = lastPhraseLength(words, from, to, phrases)
  )
    to -= n
  return { from, to }
}

const longestPhrase = 6

function lastPhraseLength(words: readonly string[], from: number, to: number, phrases: Phrases): number {
  if (!phrases.lastWords.has(words[to - 1] ?? '')) return 0
  for (let n = Math.min(longestPhrase, to - from); n > 0; n--) {
    const candidates = phrases.byFirst.get(words[to - n] ?? '')
    if (candidates?.some((phrase) => phrase.length === n && isAt(phrase, words, to - n))) return n
  }
  return 0
}
