/** Which of the offered options an utterance means. */
import { isSameWord } from './edit-distance.ts'
import { fold, foldKeepingMarks } from './fold.ts'
import { isDigits, numberAt } from './numbers.ts'
import { indexOfOptions, labelWords, type OptionIndex, type OptionWords, phrasesOf } from './option-index.ts'
import { withoutPadding } from './padding.ts'
import { lexicon, lookUp, type Token, tokenise } from './tokens.ts'

/**
 * One option, or several that it could be (at least two). `isExact`: the utterance is a number, a whole label or
 * one of the words, padding aside; otherwise it only contains one, or is a part of one, or has a slip.
 */
export type Picked =
  | { readonly id: string; readonly isExact: boolean }
  | { readonly among: readonly string[] }

interface PickSettings {
  /** Folded phrases that may stand around an answer. */
  readonly padding?: readonly string[]
  /** The words of these with their marks kept: what is typed with other marks is none, as "chữ" is no "chú". */
  readonly paddingMarks?: ReadonlySet<string>
  /** The utterance as {@link fold} gives it, where that is known. */
  readonly folded?: string | undefined
  /** Whether only a number, a whole label or one of the words is taken of this utterance, folded: much cheaper. */
  readonly isExactOnly?: (folded: string) => boolean
}

export type { OptionWords } from './option-index.ts'
export { pickSeveral } from './several.ts'

/** Longer texts are not an answer to a choice. */
const maxChars = 300

const ordinalPrefix = lexicon([
  ['số|câu|cái|ý|mục|phương án|lựa chọn|chọn|chọn số|câu số|cái số|ô|ô số|option|number|no', true],
  ['thứ|cái thứ|câu thứ|ý thứ|mục thứ|lựa chọn thứ|phương án thứ|người thứ', true],
])
/** No "đầu", no "cuối" alone: without marks they are "đâu" and "cưới". */
const ordinals = lexicon<number>([
  [
    'đầu tiên|cái đầu|cái đầu tiên|câu đầu|câu đầu tiên|ý đầu|ý đầu tiên|thứ nhất|cái thứ nhất|câu thứ nhất',
    1,
  ],
  ['first|the first|the first one|first one', 1],
  ['second|the second|the second one|second one', 2],
  ['third|the third|the third one|third one', 3],
  ['cuối cùng|cái cuối|cái cuối cùng|câu cuối|câu cuối cùng|ý cuối|last|the last|the last one|last one', -1],
])
/** Too common to pick an option by. */
const weakWords = new Set(
  'o tai co la va cua cho toi chau em con bac va voi thi ma duoc nay do the a an of at in i my is to'.split(
    ' ',
  ),
)
/** Close a sentence about anything: alone they answer, beside other matters they do not. */
const closers = new Set('roi xong het'.split(' '))
const negations = new Set('khong chua chang cha ko k kg hong dung not'.split(' '))

/**
 * Finds the option that an answer names: by number ("1", "số 1", "cái thứ hai"), by label or words, by a part of
 * the label, with or without diacritics, with padding around, with small slips. `undefined` when it names none.
 */
export function pickOption(
  text: string,
  options: readonly OptionWords[],
  settings: PickSettings = {},
): Picked | undefined {
  if (text.length > maxChars) return undefined
  const { folded = fold(text) } = settings
  const index = indexOfOptions(options)
  const marked = foldKeepingMarks(text)
  const whole = digitsOnly.test(folded)
    ? byPosition(Number(folded) - 1, folded, options)
    : byWhole(marked, folded, index)
  if (whole) return whole
  const all = tokenise(text)
  const words = all.map((token) => token.folded)
  if (words.length === 0) return undefined

  const bare = words.length === 1 && isDigits(all[0]) ? byNumber(all, options) : undefined
  if (bare) return bare
  const padding = settings.padding ?? noPadding
  const exact = byWhole(marked, words.join(' '), index) ?? byPadded(all, words, options, index, settings)
  if (exact) return exact
  const { from, to } = withoutPadding(words, padding)
  const numbered = byNumber(from < to ? all.slice(from, to) : all, options)
  if (numbered || settings.isExactOnly?.(folded)) return numbered
  const core = words.slice(from, to)
  for (const isSame of [isIdentical, isSameWord]) {
    const found =
      byContainedLabel(words, options, isSame) ??
      byPartOfLabel(words, options, isSame) ??
      byPartOfLabel(core, options, isSame)
    if (found) return found
  }
  return byJoinedLetters(core, options)
}

const digitsOnly = /^\d*$/
const isIdentical = (a: string, b: string) => a === b
const noPadding: readonly string[] = []

function settle(ids: readonly string[], isExact: boolean): Picked | undefined {
  const [first] = ids
  if (ids.length === 1 && first !== undefined) return { id: first, isExact }
  const [id, ...others] = new Set(ids)
  if (id === undefined) return undefined
  return others.length === 0 ? { id, isExact } : { among: [id, ...others] }
}

/** The label or one of the words, whole. What was typed with marks is compared with its marks first. */
function byWhole(marked: string, folded: string, { byMarked, byFolded }: OptionIndex): Picked | undefined {
  const ids = byMarked.get(marked) ?? byFolded.get(folded)
  return ids && settle(ids, true)
}

/**
 * The label or one of the words with nothing but padding around. Padding is not cut off beforehand: "nha" is padding, and
 * the end of "ở nhà".
 */
function byPadded(
  tokens: readonly Token[],
  words: readonly string[],
  options: readonly OptionWords[],
  { firstWords }: OptionIndex,
  { padding = noPadding, paddingMarks }: PickSettings,
): Picked | undefined {
  // Nothing can stand around a phrase in an utterance of one word.
  if (words.length === 1 || !words.some((word) => firstWords.has(word))) return undefined
  const isMarkedSo = ({ raw, folded }: Token) => raw === folded || paddingMarks?.has(raw) !== false
  const isPadding = (from: number, to: number) => {
    const left = withoutPadding(words.slice(from, to), padding)
    return left.from === left.to && tokens.slice(from, to).every(isMarkedSo)
  }
  const isPadded = (phrase: readonly string[]) => {
    const at = indexOfPhrase(words, phrase, isIdentical)
    return at >= 0 && isPadding(0, at) && isPadding(at + phrase.length, words.length)
  }
  return settle(
    idsOf(options, (option) => phrasesOf(option).some(isPadded)),
    true,
  )
}

/** The place in the list that the tokens name, counted from 0; `undefined` when they are not just a number. */
function positionOf(tokens: readonly Token[], count: number): number | undefined {
  const ordinal = lookUp(ordinals, tokens, 0)
  if (ordinal?.end === tokens.length) return ordinal.value < 0 ? count - 1 : ordinal.value - 1
  const prefix = lookUp(ordinalPrefix, tokens, 0)
  const number = numberAt(tokens, prefix?.end ?? 0)
  return number?.end === tokens.length ? number.value - 1 : undefined
}

/** By number, unless another option carries that very number in its label ("Mức 2" offered first): then both. */
function byNumber(tokens: readonly Token[], options: readonly OptionWords[]): Picked | undefined {
  const position = positionOf(tokens, options.length)
  if (position === undefined) return undefined
  const bare = tokens.length === 1 ? tokens[0]?.folded : undefined
  return byPosition(position, bare !== undefined && digitsOnly.test(bare) ? bare : undefined, options)
}

function byPosition(
  position: number,
  digits: string | undefined,
  options: readonly OptionWords[],
): Picked | undefined {
  const chosen = options[position]
  if (chosen === undefined) return undefined
  const namesakes =
    digits === undefined ? [] : idsOf(options, ({ label }) => labelWords(label).includes(digits))
  return settle([chosen.id, ...namesakes], true)
}

type SameWord = (a: string, b: string) => boolean

function indexOfPhrase(words: readonly string[], phrase: readonly string[], isSame: SameWord): number {
  if (phrase.length === 0) return -1
  for (let at = 0; at + phrase.length <= words.length; at++)
    if (isPhraseAt(words, at, phrase, isSame)) return at
  return -1
}

function isPhraseAt(
  words: readonly string[],
  at: number,
  phrase: readonly string[],
  isSame: SameWord,
): boolean {
  for (let i = 0; i < phrase.length; i++) if (!isSame(words[at + i] ?? '', phrase[i] ?? '')) return false
  return true
}

function idsOf(options: readonly OptionWords[], fits: (option: OptionWords) => boolean): readonly string[] {
  const ids: string[] = []
  for (const option of options) if (fits(option)) ids.push(option.id)
  return ids
}

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
function byContainedLabel(
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
function byPartOfLabel(
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
function byJoinedLetters(words: readonly string[], options: readonly OptionWords[]): Picked | undefined {
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
