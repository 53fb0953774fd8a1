/** Which names occur in a text, where, and with which word for their kind before them. */
import { fold } from '../text/fold.ts'
import { type Token, tokenise } from '../text/tokens.ts'
import type { Kind } from './gazetteer.ts'
import type { Holder, Names } from './names.ts'
import { shape, wordKey, wordsOf } from './spelling.ts'

/** A name in the text. `from` counts the word for its kind. */
export interface Mention {
  readonly from: number
  readonly to: number
  /** The kind that was said: "huyện". */
  readonly said: Kind | undefined
  readonly slips: 0 | 1
  readonly isInitials: boolean
  /** Typed with diacritics, and these are right. */
  readonly isMarked: boolean
  readonly letters: number
  readonly holders: readonly Holder[]
}

/** A longer text is not searched to its end. */
const maxChars = 500
const maxTokens = 48
/** Slips are forgiven only this far into a text: looking for them is slow. */
const maxSlipTokens = 24
const maxNameTokens = 6
/** Shorter names are too near to others for a slip to be forgiven. */
const minSlipLetters = 4

const kindWords: ReadonlyMap<string, Kind> = new Map(
  (
    [
      ['thi tran', 't'],
      ['tt', 't'],
      ['thi xa', 's'],
      ['tx', 's'],
      ['thanh pho', 'c'],
      ['t p', 'c'],
      ['tp', 'c'],
      ['dac khu', 'd'],
      ['phuong', 'p'],
      ['phuong so', 'p'],
      ['ph', 'p'],
      ['p', 'p'],
      ['f', 'p'],
      ['xa', 'x'],
      ['x', 'x'],
      ['quan', 'q'],
      ['quan so', 'q'],
      ['q', 'q'],
      ['huyen', 'h'],
      ['h', 'h'],
      ['tinh', 'n'],
      ['t', 'n'],
    ] satisfies readonly [string, Kind][]
  ).map(([words, kind]) => [words, kind]),
)
/** Of these an abbreviated name is believed: "q gv". */
const abbreviable: ReadonlySet<Kind> = new Set<Kind>(['q', 'h', 's', 'c', 'n'])

/** The words of a text, as many as are looked at. */
export function wordsIn(text: string): readonly Token[] {
  return tokenise(text.slice(0, maxChars)).slice(0, maxTokens)
}

/** All names that occur; with `takesSlips` also those typed with one slip or with other diacritics. */
export function mentionsIn(tokens: readonly Token[], names: Names, takesSlips: boolean): readonly Mention[] {
  const keys = tokens.map(({ folded }) => wordKey(folded))
  const found: Mention[] = []
  for (let start = 0; start < tokens.length; start++) {
    const before = kindBefore(tokens, start)
    let key = ''
    for (let to = start + 1; to <= tokens.length && to - start <= maxNameTokens; to++) {
      key += keys[to - 1]
      const isNumber = to - start === 1 && /^\d/.test(key)
      if (isNumber && before === undefined) continue
      const span: Span = { tokens, start, to, key, before, letters: key.length }
      const exact = exactMention(span, names)
      if (exact.right) found.push(exact.right)
      const isSlipSought = takesSlips && to <= maxSlipTokens && key.length >= minSlipLetters
      const near = isSlipSought ? nearMention(span, names, exact.wrong) : undefined
      if (near) found.push(near)
      if (before === undefined || isNumber) continue
      // The word for a kind may be the end of another name: "Hoằng Phượng, Hoằng Hóa".
      for (const one of [exact.right, near]) if (one) found.push({ ...one, from: start, said: undefined })
    }
    const short = before === undefined ? undefined : initialsAt(tokens, start, before, names)
    if (short) found.push(short)
  }
  return found
}

interface KindBefore {
  readonly kind: Kind
  readonly from: number
}

interface Span {
  readonly tokens: readonly Token[]
  readonly start: number
  readonly to: number
  readonly key: string
  readonly before: KindBefore | undefined
  readonly letters: number
}

function kindBefore(tokens: readonly Token[], start: number): KindBefore | undefined {
  const one = tokens[start - 1]?.folded
  if (one === undefined) return undefined
  const two = tokens[start - 2]?.folded
  const long = two === undefined ? undefined : kindWords.get(`${two} ${one}`)
  if (long !== undefined) return { kind: long, from: start - 2 }
  const kind = kindWords.get(one)
  return kind === undefined ? undefined : { kind, from: start - 1 }
}

function mentionOf(span: Span, holders: readonly Holder[], slips: 0 | 1, isMarked: boolean): Mention {
  const { start, to, before, letters } = span
  return {
    from: before?.from ?? start,
    to,
    said: before?.kind,
    slips,
    isInitials: false,
    isMarked,
    letters,
    holders,
  }
}

function exactMention(
  span: Span,
  names: Names,
): { readonly right?: Mention; readonly wrong: readonly Holder[] } {
  const holders = names.exactly(span.key)
  if (holders.length === 0) return { wrong: [] }
  const typed = span.tokens.slice(span.start, span.to)
  const isMarked = typed.some(({ raw, folded }) => raw !== folded)
  if (!isMarked) return { right: mentionOf(span, holders, 0, false), wrong: [] }
  const isRight = new Map<string, boolean>()
  for (const { name } of holders) if (!isRight.has(name)) isRight.set(name, areMarksRight(typed, name))
  const right = holders.filter(({ name }) => isRight.get(name))
  const wrong = holders.filter(({ name }) => !isRight.get(name))
  return right.length === 0 ? { wrong } : { right: mentionOf(span, right, 0, true), wrong }
}

/** A word typed with diacritics must have the right ones; one typed without matches any. */
function areMarksRight(typed: readonly Token[], name: string): boolean {
  const words = wordsOf(name)
  if (words.length !== typed.length) {
    return shape(typed.map(({ raw }) => raw).join('')) === shape(words.join(''))
  }
  return typed.every(({ raw, folded }, at) => raw === folded || shape(raw) === shape(words[at] ?? ''))
}

function nearMention(span: Span, names: Names, wrong: readonly Holder[]): Mention | undefined {
  const near = names.nearly(span.key).flatMap((key) => names.exactly(key))
  const holders = [...wrong, ...near]
  return holders.length === 0 ? undefined : mentionOf(span, holders, 1, false)
}

function initialsAt(
  tokens: readonly Token[],
  start: number,
  before: KindBefore,
  names: Names,
): Mention | undefined {
  const token = tokens[start]
  if (token === undefined || !abbreviable.has(before.kind)) return undefined
  const holders = names.byInitials(token.folded)
  if (holders.length === 0) return undefined
  const { kind: said, from } = before
  const letters = token.folded.length
  return { from, to: start + 1, said, slips: 0, isInitials: true, isMarked: false, letters, holders }
}

const fillers = new Set(
  fold(
    `dạ vâng thưa em cháu con bác cô chú anh chị tôi mình nhà quê ở tại trên dưới trong ngoài bên thuộc ra vào về
    sống đang hiện là ạ a ah nhé nha đây đó thôi ơi luôn cũ nay trước đây giờ bây địa chỉ nè à ừ với việt nam vn`,
  ).split(' '),
)

/** Whether a word says nothing about which place is meant. */
export function isFiller({ folded }: Token): boolean {
  return fillers.has(folded)
}
