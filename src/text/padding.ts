/** Words that carry no meaning around an answer: "dạ ... ạ". */

/** Phrases by their first word, longest first. */
type Phrases = ReadonlyMap<string, readonly (readonly string[])[]>

const known = new WeakMap<object, Phrases>()

/** Indexes folded phrases; the index is kept as long as the collection itself. */
export function phrasesOf(phrases: Iterable<string> & object): Phrases {
  const made = known.get(phrases)
  if (made) return made
  const byFirst = new Map<string, (readonly string[])[]>()
  for (const phrase of phrases) {
    const words = phrase.split(' ')
    const first = words[0] ?? ''
    byFirst.set(
      first,
      [...(byFirst.get(first) ?? []), words].sort((a, b) => b.length - a.length),
    )
  }
  known.set(phrases, byFirst)
  return byFirst
}

/** How many words the longest phrase takes that begins at `at`; 0 when none does. */
export function phraseLength(words: readonly string[], at: number, phrases: Phrases): number {
  const candidates = phrases.get(words[at] ?? '') ?? []
  return candidates.find((phrase) => phrase.every((word, i) => words[at + i] === word))?.length ?? 0
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
  for (let n = Math.min(longestPhrase, to - from); n > 0; n--) {
    if (phraseLength(words.slice(to - n, to), 0, phrases) === n) return n
  }
  return 0
}
