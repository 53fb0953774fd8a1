/** A free sentence, spelt out and cut into clauses, so that what is denied, supposed or only asked is not taken for said. */
import { clean } from '../fold.ts'
import { remembering } from '../remember.ts'
import { lexicon, lookUp, type Token, tokenise } from '../tokens.ts'

export interface Sentence {
  /** Spelt out; the tokens' places count in it. */
  readonly text: string
  readonly tokens: readonly Token[]
  /** By token: where its clause begins, and the index after its last token. */
  readonly clauses: readonly Clause[]
}

export interface Clause {
  readonly from: number
  readonly to: number
  /** A question mark stands right behind it. */
  readonly isMarkedAsked: boolean
}

/** A run of tokens; `to` is exclusive. */
export interface Run {
  readonly from: number
  readonly to: number
}

/** A longer text is not heard to its end. */
const maxChars = 600

/** Reads a sentence; `short` says what short forms stand for ("dc": "được"). Linear in the length; never throws. */
export function readSentence(text: string, short: ReadonlyMap<string, string>): Sentence {
  let read = readings.get(short)
  if (read === undefined) {
    read = remembering((text) => readWith(text, short))
    readings.set(short, read)
  }
  return read(text)
}

const readings = new WeakMap<ReadonlyMap<string, string>, (text: string) => Sentence>()

function readWith(text: string, short: ReadonlyMap<string, string>): Sentence {
  const spelt = spellOut(clean(text.slice(0, maxChars).replaceAll('\n', ' . ')), short)
  const tokens = tokenise(spelt)
  const clauses: Clause[] = []
  let from = 0
  tokens.forEach((token, at) => {
    const next = tokens[at + 1]
    const gap = next?.gap ?? spelt.slice(token.end)
    const isLast = next === undefined || stop.test(gap) || lookUp(connectives, tokens, at + 1) !== undefined
    if (!isLast) return
    const clause = { from, to: at + 1, isMarkedAsked: gap.includes('?') }
    for (; from <= at; from++) clauses.push(clause)
  })
  return { text: spelt, tokens, clauses }
}

/** A full stop within "5.11" ends nothing. */
const stop = /[;!?(){}"“”…]|[,.:–]\s/
const connectives = lexicon([['mà|nhưng|nên|thì|vì|but|and|because|so', true]])

const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu

function spellOut(text: string, short: ReadonlyMap<string, string>): string {
  if (short.size === 0) return text
  return text.replace(word, (one) => short.get(one.toLowerCase()) ?? one)
}

/** No "no" alone: typed without its mark, "nó" is said of every child. */
const denials = lexicon([
  ['không|chưa|chẳng|hổng|hông|đâu có|not|never|isn|hasn|have no|has no|had no|with no|there is no', true],
])
/** What is wished, required or to come is not so yet. */
const unreal = lexicon([
  [
    'phải|cần|nên|muốn|định|sắp|sẽ|hay|hoặc|dự kiến|chuẩn bị|bắt buộc|chờ|đợi|or|must|should|need|want|will',
    true,
  ],
])
/** Behind these a denial reaches no further: "chưa làm giấy cho con". */
const barriers = lexicon([['cho|làm|đi|của|for|of', true]])
const suppositions = lexicon([['nếu|giả sử|lỡ|ví dụ|giả dụ|nhỡ|khi|khi nào|if|suppose|when', true]])
const deniedWithin = 3
const unrealWithin = 2

/**
 * Whether what stands in `run` is said to be so, going by what stands before it in its clause. `takesWishes`: what is
 * needed or wanted counts, too ("cần 3 bản").
 */
export function isSaid(sentence: Sentence, run: Run, { takesWishes = false } = {}): boolean {
  const { tokens, clauses } = sentence
  const start = clauses[run.from]?.from ?? 0
  for (let at = start; at < run.from; at++) if (lookUp(suppositions, tokens, at)) return false
  for (let at = run.from - 1; at >= Math.max(start, run.from - deniedWithin); at--) {
    if (lookUp(barriers, tokens, at)) return true
    if (lookUp(denials, tokens, at)) return false
    if (!takesWishes && run.from - at <= unrealWithin && lookUp(unreal, tokens, at)) return false
  }
  return true
}

/** Whether the word right before `run` denies it: "không có lương hưu". */
export function isDenied({ tokens }: Sentence, { from }: Run): boolean {
  return [1, 2, 3].some((words) => lookUp(denials, tokens, from - words)?.end === from)
}

/** What turns the words before it into a question; what may stand behind that. */
const polar = lexicon([
  [
    'không|chưa|hả|hở|à|ư|hay|hoặc|phải không|đúng không|được không|được hông|có được không|có phải không|or',
    true,
  ],
  ['rồi hả|rồi à|rồi phải không|rồi đúng không|mới được|mới làm được|mới đúng', true],
])
const afterPolar = 3
/** These make it a question wherever the clause ends. */
const alwaysPolar = lexicon([['hay|hoặc|or|mới được|mới làm được|mới đúng', true]])

/** Whether what stands in `run` is the very thing that is asked: "kết hôn chưa", "kết hôn rồi hả", "là mẹ?". */
export function isAsked({ tokens, clauses }: Sentence, run: Run): boolean {
  const end = clauses[run.to - 1]?.to ?? tokens.length
  if (run.to >= end) return clauses[run.to - 1]?.isMarkedAsked === true
  if (lookUp(alwaysPolar, tokens, run.to)) return true
  const hit = lookUp(polar, tokens, run.to)
  // "à" typed without its mark is mostly "ạ".
  if (hit === undefined || tokens[run.to]?.raw === 'a') return false
  return end - hit.end < afterPolar
}
