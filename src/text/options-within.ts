/** An option that an utterance only contains, or that it is a part of: less sure than a whole label. */
import { isSameWord } from './edit-distance.ts'
import { type OptionWords, phrasesOf } from './option-index.ts'
import { idsOf, indexOfPhrase, type Picked, type SameWord, settle } from './option-phrases.ts'

/** Too common to pick an option by. */
const weakWords = new Set(
  'o tai co la va cua cho toi chau em con bac va voi thi ma duoc nay do the a an of at in i my is to'.split(
    ' ',
  ),
)
/** Close a sentence about anything: alone they answer, beside other matters they do not. */
const closers = new Set('roi xong het'.split(' '))
const negations = new Set('khong chua chang cha ko k kg hong dung not'.split(' '))

/** Phrases of an option as words, without those too weak to tell anything inside a sentence. */
function phrasesFor(option: OptionWords): readonly (readonly string[])[] {
  const known = tellingOnce.get(option)
  if (known) return known
  const made = phrasesOf(option).filter(isTelling)
  tellingOnce.set(option, made)
  return made
}

const tellingOnce = new WeakMap<OptionWords, readonly (readonly string[])[]>()

function isTelling(words: readonly string[]): boolean {
  return (
    words.some((word) => !weakWords.has(word) && !negations.has(word) && word.length > 1) &&
    words.join('').length >= 3
  )
}

/** What is left of a phrase without weak words; a denial is never weak. */
const telling = (words: readonly string[]) => words.filter((word) => !weakWords.has(word))

/** The same of a phrase of an option, of which there are few. */
function senseOf(phrase: readonly string[]): string {
  const known = senses.get(phrase)
  if (known !== undefined) return known
  const made = telling(phrase).join(' ')
  senses.set(phrase, made)
  return made
}

const senses = new WeakMap<readonly string[], string>()

interface Span {
  readonly id: string
  readonly from: number
  readonly to: number
}

/** The utterance contains a whole label or phrase, not denied. A match inside a longer one does not count. */
export function byContainedLabel(
  words: readonly string[],
  options: readonly OptionWords[],
  isSame: SameWord,
): Picked | undefined {
  const spans = options.flatMap((option) =>
    phrasesFor(option).flatMap((phrase): Span[] => {
      const from = indexOfPhrase(words, phrase, isSame)
      if (from < 0 || isDenied(words, from)) return []
      if (phrase.every((word) => closers.has(word)) && !isMostlyAbout(option, words, isSame)) return []
      return [{ id: option.id, from, to: from + phrase.length }]
    }),
  )
  const isInside = (a: Span, b: Span) => a.from >= b.from && a.to <= b.to && a.to - a.from < b.to - b.from
  const outer = spans.filter((span) => !spans.some((other) => other.id !== span.id && isInside(span, other)))
  return settle(
    outer.filter((span) => !isSettled(span, outer)).map((span) => span.id),
    false,
  )
}

/** Of a phrase that several options share the one is meant that has something of its own in the utterance. */
function isSettled(span: Span, all: readonly Span[]): boolean {
  const sharing = all.filter(({ from, to }) => from === span.from && to === span.to).map(({ id }) => id)
  const hasOwn = (id: string) =>
    all.some((one) => one.id === id && !sharing.some((other) => other !== id && isAlsoOf(one, other, all)))
  return sharing.length > 1 && !hasOwn(span.id) && sharing.some(hasOwn)
}

const isAlsoOf = ({ from, to }: Span, id: string, all: readonly Span[]) =>
  all.some((one) => one.id === id && one.from === from && one.to === to)

/** At least half of what tells anything in the utterance stands in the option, too. */
function isMostlyAbout(option: OptionWords, words: readonly string[], isSame: SameWord): boolean {
  const known = phrasesOf(option).flat()
  const others = telling(words).filter((word) => !closers.has(word))
  return others.filter((word) => known.some((one) => isSame(one, word))).length * 2 >= others.length
}

function isDenied(words: readonly string[], from: number): boolean {
  return words.slice(Math.max(0, from - 3), from).some((word) => negations.has(word))
}

/** All of the utterance occurs in a label or phrase: all that matters of it, or some words in a row or in any order. */
export function byPartOfLabel(
  words: readonly string[],
  options: readonly OptionWords[],
  isSame: SameWord,
): Picked | undefined {
  if (!isTelling(words) || words.length > 12) return undefined
  const having = (fits: (phrase: readonly string[]) => boolean) =>
    idsOf(options, (option) => phrasesFor(option).some(fits))
  const sense = telling(words).join(' ')
  const sameSense = having((phrase) => senseOf(phrase) === sense)
  if (sameSense.length > 0) return settle(sameSense, false)
  const inRow = having((phrase) => indexOfPhrase(phrase, words, isSame) >= 0)
  if (inRow.length > 0) return settle(inRow, false)
  return settle(
    having((phrase) => words.every((word) => phrase.some((part) => isSame(word, part)))),
    false,
  )
}

/** Typed without spaces: "benhvien". */
export function byJoinedLetters(
  words: readonly string[],
  options: readonly OptionWords[],
): Picked | undefined {
  const joined = words.join('')
  if (joined.length < 5) return undefined
  const fitting = options.filter((option) =>
    phrasesFor(option).some((phrase) => {
      return isSameWord(phrase.join(''), joined) || isSameWord(senseOf(phrase).replaceAll(' ', ''), joined)
    }),
  )
  return settle(
    fitting.map((option) => option.id),
    false,
  )
}
