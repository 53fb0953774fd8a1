/** From what a citizen typed to the words that were meant: one form for matching, with and without marks. */
import { clean, fold } from '../text/fold.ts'
import type { Spelling } from './spelling.ts'
import { canonical, decodeKeystrokes, isSyllable, withoutMarks } from './syllable.ts'

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
  /** Whether it may be read otherwise beside other words, or begin a phrase of politeness. */
  readonly hangsOnOthers: boolean
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

  const token = (text: string, means: Words, rules: readonly NearRule[]): Token => {
    const hangsOnOthers = rules.length > 0 || means.folded.some((word) => padding.has(word))
    return { text, means, rules, hangsOnOthers }
  }

  const read = (text: string): Token => {
    const rules = near.get(text) ?? []
    const known = words.get(text)
    if (known !== undefined) return token(text, known, rules)
    if (keep.has(text)) return token(text, wordsOf([text]), rules)
    const short = shorten(text)
    if (short === text) return token(text, wordsOf([decodeKeystrokes(text) ?? text]), rules)
    const shortened = read(short)
    return token(text, shortened.means, [...rules, ...shortened.rules])
  }

  /** By what stands between two spaces, as it was typed. */
  const remembered = new Map<string, readonly Token[]>()
  const tokensOf = (chunk: string): readonly Token[] => {
    const known = remembered.get(chunk)
    if (known !== undefined) return known
    const tokens = tokenise(chunk.toLowerCase()).map(read)
    if (remembered.size < most && chunk.length <= longestRemembered) remembered.set(chunk, tokens)
    return tokens
  }

  const normalise = (text: string): Words => {
    const tokens: Token[] = []
    const chunks = chunksOf(text)
    const names = namesAmong(chunks)
    const isName: boolean[] = []
    chunks.forEach((chunk, i) => {
      for (const token of tokensOf(chunk)) {
        if (names?.[i]) isName[tokens.length] = true
        tokens.push(token)
      }
    })
    const marked: string[] = []
    const folded: string[] = []
    let hangsTogether = false
    const named: boolean[] = []
    for (let at = 0; at < tokens.length; at++) {
      const token = tokens[at] as Token
      const means = token.rules.length > 0 ? meansBeside(token, tokens, at) : token.means
      for (const word of means.marked) {
        if (names !== undefined) named.push(isName[at] === true)
        marked.push(word)
      }
      for (const word of means.folded) folded.push(word)
      hangsTogether ||= token.hangsOnOthers
    }
    const words = names === undefined ? { marked, folded } : { marked, folded, isName: named }
    return hangsTogether ? dropPadding(words, padding) : words
  }
  return { normalise }
}

function wordsOf(tokens: readonly string[]): Words {
  const marked = tokens.map(canonical)
  return { marked, folded: marked.map(withoutMarks) }
}

/** What a token is read as beside the words around it. */
function meansBeside({ text, means, rules }: Token, tokens: readonly Token[], at: number): Words {
  const around = tokens.slice(Math.max(0, at - nearWords), at + nearWords + 1).map((token) => token.text)
  const rule = rules.find((one) => around.some((word) => word !== text && one.near.has(fold(word))))
  return rule?.means ?? means
}

/** What stands between spaces. */
function chunksOf(text: string): string[] {
  const short =
    text.length > headUnits + tailUnits ? `${text.slice(0, headUnits)} ${text.slice(-tailUnits)}` : text
  return clean(short).split(' ')
}

const capital = /\p{Lu}/u
const asNames = /^\p{Lu}[\p{Ll}\p{M}]/u
const endOfSentence = /[.!?:;]$/

/** Which are written as names are; `undefined` when none is, or so many that it is how everything is written. */
function namesAmong(chunks: readonly string[]): readonly boolean[] | undefined {
  if (!chunks.some((chunk) => capital.test(chunk))) return undefined
  const names = chunks.map(
    (chunk, i) => i > 0 && asNames.test(chunk) && !endOfSentence.test(chunks[i - 1] as string),
  )
  const count = names.filter(Boolean).length
  return count > 0 && 3 * count <= 2 * chunks.length ? names : undefined
}

/** Of Vietnamese and its neighbours, without the ð that stands for đ. */
const lettersOnly = /^[a-zà-ïñ-öø-ɏạ-ỹ]+$/

/** Words and numbers of what stands between two spaces; links, addresses and long numbers become one word each. */
function tokenise(chunk: string): string[] {
  if (lettersOnly.test(chunk)) return [chunk]
  return chunk
    .replace(/\b(?:https?:\/\/|www\.)\S+|\S+@\S+\.\S+/g, ' lienket ')
    .replace(/[đð]/g, 'đ')
    .replace(/\d[\d.,/:-]{4,}/g, ' 000 ')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()
    .split(' ')
    .filter((token) => token !== '')
    .map((token) => (/^\d\d+$/.test(token) ? '00' : token))
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
function indexPhrases(phrases: readonly string[]): ReadonlyMap<string, readonly Words[]> {
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
function dropPadding(words: Words, padding: ReadonlyMap<string, readonly Words[]>): Words {
  const marked: string[] = []
  const folded: string[] = []
  const isName: boolean[] = []
  let at = 0
  while (at < words.folded.length) {
    const phrase = padding.get(words.folded[at] ?? '')?.find((one) => standsAt(one, words, at))
    if (phrase !== undefined) {
      at += phrase.folded.length
      continue
    }
    marked.push(words.marked[at] ?? '')
    folded.push(words.folded[at] ?? '')
    isName.push(words.isName?.[at] === true)
    at++
  }
  if (folded.length === 0) return words
  return words.isName === undefined ? { marked, folded } : { marked, folded, isName }
}

/** A word typed without marks matches any marks; a marked one ("đã") does not match another ("dạ"). */
function standsAt(phrase: Words, words: Words, at: number): boolean {
  return phrase.folded.every((word, i) => {
    if (words.folded[at + i] !== word) return false
    const typed = words.marked[at + i]
    return typed === word || typed === phrase.marked[i]
  })
}
