/** From what a citizen typed to the words that were meant: one form for matching, with and without marks. */
import { clean, fold } from '../text/fold.ts'
import type { Spelling } from './spelling.ts'
import { canonical, decodeKeystrokes, isSyllable, withoutMarks } from './syllable.ts'
import { tokenise } from './tokenise.ts'

/** The words of an utterance, twice: entry i of both lists is the same word. */
export interface Words {
  /** Canonical spelling with marks (see {@link canonical}); equal to `folded[i]` where nothing was marked. */
  readonly marked: readonly string[]
  /** Lower case ASCII letters and digits, mostly; other scripts stay as they are. */
  readonly folded: readonly string[]
  /** Which of them were written as names are, with a capital letter within a sentence; left out when none was. */
  readonly isName?: readonly boolean[]
}

export interface Normaliser {
  /** Never throws; looks at no more than the first and last few hundred characters. */
  normalise(text: string): Words
}

/** What is looked at of a long text, in UTF-16 units: people put the question first or last. */
const headUnits = 300
const tailUnits = 200
const nearWords = 4
/** What people write is mostly made of few words: so many, of so many letters, are looked into once only. */
const mostRemembered = 4096
const longestRemembered = 12

interface NearRule {
  readonly means: Words
  readonly near: ReadonlySet<string>
}

interface Token {
  readonly text: string
  /** What it is read as when none of the rules fits. */
  readonly means: Words
  readonly rules: readonly NearRule[]
}

/** What stands between two spaces. */
interface Chunk {
  readonly tokens: readonly Token[]
  /** What it is read as, unless that hangs on the words around it. */
  readonly means: Words | undefined
  /** Whether a phrase of politeness may begin in it. */
  readonly mayBePadding: boolean
  readonly isLikeName: boolean
  readonly endsSentence: boolean
}

/** Makes a normaliser of a locale's spelling data. `most`: of how many short words it may remember what they mean. */
export function createNormaliser(spelling: Spelling, most = mostRemembered): Normaliser {
  const words = new Map(
    Object.entries(spelling.words).map(([short, means]) => [key(short), wordsOf(split(means))]),
  )
  const near = new Map<string, NearRule[]>()
  for (const rule of spelling.near) {
    const rules = near.get(key(rule.word)) ?? []
    rules.push({ means: wordsOf(split(rule.means)), near: new Set(rule.near.map((word) => fold(word))) })
    near.set(key(rule.word), rules)
  }
  const keep = new Set(spelling.keep.map(key))
  const padding = indexPhrases(spelling.padding)

  const read = (text: string): Token => {
    const rules = near.get(text) ?? noRules
    const known = words.get(text)
    if (known !== undefined) return { text, means: known, rules }
    if (keep.has(text)) return { text, means: wordsOf([text]), rules }
    const short = shorten(text)
    if (short === text) return { text, means: wordsOf([decodeKeystrokes(text) ?? text]), rules }
    const shortened = read(short)
    return { text, means: shortened.means, rules: [...rules, ...shortened.rules] }
  }

  const lookInto = (typed: string): Chunk => {
    const small = typed.toLowerCase()
    const tokens = tokenise(small).map(read)
    const mayBegin = ({ means }: Token): boolean => means.folded.some((word) => padding.has(word))
    return {
      tokens,
      means: tokens.every(({ rules }) => rules.length === 0) ? meansOfAll(tokens) : undefined,
      mayBePadding: tokens.some((one) => one.rules.length > 0 || mayBegin(one)),
      isLikeName: small !== typed && likeName.test(typed),
      endsSentence: endsOfSentence.has(typed.at(-1)),
    }
  }

  /** By what stands between two spaces, as it was typed. */
  const remembered = new Map<string, Chunk>()
  const chunkOf = (typed: string): Chunk => {
    const known = remembered.get(typed)
    if (known !== undefined) return known
    const chunk = lookInto(typed)
    if (remembered.size < most && typed.length <= longestRemembered) remembered.set(typed, chunk)
    return chunk
  }

  const normalise = (text: string): Words => {
    const parts = partsOf(text)
    const chunks = new Array<Chunk>(parts.length)
    let mayBePadded = false
    for (let i = 0; i < parts.length; i++) {
      const chunk = chunkOf(parts[i] as string)
      chunks[i] = chunk
      mayBePadded ||= chunk.mayBePadding
    }
    const names = namesAmong(chunks)
    const words = (names === undefined && wordsOfAll(chunks)) || wordsBeside(chunks, names)
    return mayBePadded ? dropPadding(words, padding) : words
  }
  return { normalise }
}

const noRules: readonly NearRule[] = []

/** One list for both where there are no marks: most of what is remembered. */
function wordsOf(tokens: readonly string[]): Words {
  const marked = tokens.map(canonical)
  const folded = marked.map(withoutMarks)
  return { marked: folded.every((word, i) => word === marked[i]) ? folded : marked, folded }
}

function meansOfAll(tokens: readonly Token[]): Words | undefined {
  return tokens.length === 1 ? tokens[0]?.means : wordsOfAll(tokens)
}

/** One behind the other, if they are known. */
function wordsOfAll(all: readonly Pick<Chunk, 'means'>[]): Words | undefined {
  let count = 0
  let isMarked = false
  for (let one = 0; one < all.length; one++) {
    const { means } = all[one] as Pick<Chunk, 'means'>
    if (means === undefined) return undefined
    count += means.folded.length
    isMarked ||= means.marked !== means.folded
  }
  const folded = new Array<string>(count)
  const marked = isMarked ? new Array<string>(count) : folded
  let at = 0
  for (let one = 0; one < all.length; one++) {
    const means = (all[one] as Pick<Chunk, 'means'>).means as Words
    for (let i = 0; i < means.folded.length; i++) {
      marked[at] = means.marked[i] as string
      folded[at++] = means.folded[i] as string
    }
  }
  return { marked, folded }
}

/** What chunks are read as beside each other; `names`: which of them are names. */
function wordsBeside(chunks: readonly Chunk[], names: readonly boolean[] | undefined): Words {
  const tokens = chunks.flatMap((chunk) => chunk.tokens)
  const means = tokens.map((token, at) =>
    token.rules.length > 0 ? meansBeside(token, tokens, at) : token.means,
  )
  const words = { marked: means.flatMap((one) => one.marked), folded: means.flatMap((one) => one.folded) }
  if (names === undefined) return words
  const areNames = chunks.flatMap((chunk, i) => chunk.tokens.map(() => names[i] as boolean))
  return { ...words, isName: means.flatMap(({ folded }, i) => folded.map(() => areNames[i] as boolean)) }
}

/** What a token is read as beside the words around it. */
function meansBeside({ text, means, rules }: Token, tokens: readonly Token[], at: number): Words {
  const around = tokens.slice(Math.max(0, at - nearWords), at + nearWords + 1).map((token) => token.text)
  const rule = rules.find((one) => around.some((word) => word !== text && one.near.has(fold(word))))
  return rule?.means ?? means
}

/** What stands between spaces. */
function partsOf(text: string): string[] {
  const short =
    text.length > headUnits + tailUnits ? `${text.slice(0, headUnits)} ${text.slice(-tailUnits)}` : text
  return clean(short).split(' ')
}

const likeName = /^\p{Lu}[\p{Ll}\p{M}]/u
const endsOfSentence: ReadonlySet<string | undefined> = new Set('.!?:;')

/** Which are written as names are; `undefined` when none is, or so many that it is how everything is written. */
function namesAmong(chunks: readonly Chunk[]): readonly boolean[] | undefined {
  let count = 0
  for (let i = 1; i < chunks.length; i++) if (isName(chunks, i)) count++
  return count > 0 && 3 * count <= 2 * chunks.length ? chunks.map((_, i) => isName(chunks, i)) : undefined
}

function isName(chunks: readonly Chunk[], i: number): boolean {
  return i > 0 && (chunks[i] as Chunk).isLikeName && !(chunks[i - 1] as Chunk).endsSentence
}

/**
 * "đượccccc" as "được", "ạaaa" as "ạ": a run of three or more of a letter is its first; of two at the end too where
 * that makes a syllable. Two before are left alone: "dd" and "aa" are Telex.
 */
function shorten(token: string): string {
  if (!hasDouble.test(token)) return token
  const once = isDrawnOut.test(fold(token)) ? firstOfRuns(token) : token
  if (isSyllable(fold(once))) return once
  const last = once.slice(0, -1)
  const isDoubled = once.length > 2 && once.at(-1) === once.at(-2)
  return isDoubled && !'aeo'.includes(once.at(-1) ?? '') && isSyllable(fold(last)) ? last : once
}

const hasDouble = /(.)\1/u
const isDrawnOut = /([a-z])\1{2}/

function firstOfRuns(token: string): string {
  const letters = [...token]
  const bases = letters.map((letter) => fold(letter))
  return letters
    .filter((_, i) => {
      let start = i
      while (start > 0 && bases[start - 1] === bases[i]) start--
      let end = i
      while (bases[end + 1] === bases[i]) end++
      return i === start || end - start < 2
    })
    .join('')
}

function key(word: string): string {
  return word.normalize('NFC').toLowerCase()
}

function split(phrase: string): string[] {
  return key(phrase).split(/\s+/u)
}

/** Phrases by first folded word, longest first. */
type Padding = ReadonlyMap<string, readonly Words[]>

function indexPhrases(phrases: readonly string[]): Padding {
  const index = new Map<string, Words[]>()
  for (const phrase of phrases) {
    const words = wordsOf(split(phrase))
    const first = words.folded[0] ?? ''
    index.set(first, [...(index.get(first) ?? []), words])
  }
  for (const list of index.values()) list.sort((a, b) => b.folded.length - a.folded.length)
  return index
}

/** Without the phrases of politeness; as it was when nothing else would be left. */
function dropPadding(words: Words, padding: Padding): Words {
  const count = words.folded.length
  let at = 0
  while (at < count && phraseAt(words, at, padding) === undefined) at++
  if (at === count) return words
  const kept: number[] = []
  for (at = 0; at < count; ) {
    const phrase = phraseAt(words, at, padding)
    if (phrase === undefined) kept.push(at++)
    else at += phrase.folded.length
  }
  if (kept.length === 0) return words
  const pick = <T>(list: readonly T[]): readonly T[] => kept.map((at) => list[at] as T)
  const rest = { marked: pick(words.marked), folded: pick(words.folded) }
  return words.isName === undefined ? rest : { ...rest, isName: pick(words.isName) }
}

function phraseAt(words: Words, at: number, padding: Padding): Words | undefined {
  const phrases = padding.get(words.folded[at] as string)
  if (phrases === undefined) return undefined
  for (let i = 0; i < phrases.length; i++) {
    const phrase = phrases[i] as Words
    if (standsAt(phrase, words, at)) return phrase
  }
  return undefined
}

/** A word typed without marks matches any marks; a marked one ("đã") does not match another ("dạ"). */
function standsAt(phrase: Words, words: Words, at: number): boolean {
  for (let i = 0; i < phrase.folded.length; i++) {
    const word = phrase.folded[i] as string
    if (words.folded[at + i] !== word) return false
    const typed = words.marked[at + i]
    if (typed !== word && typed !== phrase.marked[i]) return false
  }
  return true
}
