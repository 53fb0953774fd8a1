/** Which of the offered options an utterance means. */
import { isSameWord } from './edit-distance.ts'
import { fold, foldKeepingMarks } from './fold.ts'
import { isDigits, numberAt } from './numbers.ts'
import { indexOfOptions, labelWords, type OptionIndex, type OptionWords, phrasesOf } from './option-index.ts'
import { idsOf, indexOfPhrase, isIdentical, type Picked, settle } from './option-phrases.ts'
import { byContainedLabel, byJoinedLetters, byPartOfLabel } from './options-within.ts'
import { withoutPadding } from './padding.ts'
import { lexicon, lookUp, type Token, tokenise } from './tokens.ts'

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
const noPadding: readonly string[] = []

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
