/** A commune, an old district or a province that stands somewhere in a sentence. */
import type { Content, FoundCommune, Place } from '../content/content.ts'
import { fold } from '../text/fold.ts'
import { type Lexicon, lexicon, lookBack, lookUp, type Token, tokenise } from '../text/tokens.ts'

export interface NamedPlace {
  readonly province: Place
  /** Present when exactly one is meant. */
  readonly commune?: FoundCommune
}

/** A name begins with a word for its kind: the gazetteer knows a place for nearly any two words. */
const kinds: Lexicon<true> = lexicon([['xã|phường|thị trấn|thị xã|huyện|quận|đặc khu', true]])
/** No name goes on with these. */
const stops: Lexicon<true> = lexicon([
  ['thì|mà|là|làm|nộp|có|cần|mấy|bao|không|chưa|được|hay|hoặc|nào|để|muốn|xin|đi|lên|ra|về|cho|khi', true],
  ['ở đâu|chỗ nào|thế nào|ở|tại|nơi|gần|khác|người|hội|viên|đang|nên|vì', true],
])
/** Typed without marks these are parts of names: "Minh Lộc". */
const markedStops: Lexicon<true> = lexicon([['mình|tôi|này|kia|đó|chồng|vợ|bố|mẹ|đã', true]])
const maxChars = 600
const maxNameWords = 12

/** The one place that a sentence names; `undefined` when it names none, or several. Never throws. */
export function placeNamedIn(words: string, { places }: Content): NamedPlace | undefined {
  const [named, ...others] = places.find(words)
  if (others.length > 0) return undefined
  const found = communesNamedIn(words, places)
  const [commune] = found
  const isOneProvince = found.every(({ province }) => province === commune?.province)
  const province = commune === undefined ? undefined : places.all.get(commune.province)
  const isAgreed = province !== undefined && (named === undefined || named.id === province.id)
  if (commune === undefined || !isOneProvince || !isAgreed) return named && { province: named }
  return found.length === 1 ? { province, commune } : { province }
}

const openers: Lexicon<true> = lexicon([
  ['còn|thế còn|vậy còn|thế|vậy|rồi|nếu|nếu là|với|ở|tại|thế ở|vậy ở|còn như|như', true],
  ['dạ|à|ừ|em ơi|em|and|and in|what about|how about|in|for', true],
])
const closers: Lexicon<true> = lexicon([
  [
    'thì sao|thì thế nào|thì như thế nào|thế nào|ra sao|sao|thì|ạ|nhỉ|vậy|thế|hả|em|bạn|nữa|thì bao nhiêu',
    true,
  ],
])

/**
 * The place that is all of a short question: "còn TPHCM", "thế ở Hà Nội thì sao"; `undefined` when more is said. `isAsked`:
 * a word shows that it is a question. Never throws.
 */
export function placeAlone(
  words: string,
  content: Content,
): { readonly place: NamedPlace; readonly isAsked: boolean } | undefined {
  const tokens = tokenise(words.slice(0, maxChars))
  let from = 0
  for (let hit = lookUp(openers, tokens, 0); hit; hit = lookUp(openers, tokens, from)) from = hit.end
  let to = tokens.length
  for (
    let hit = lookBack(closers, tokens, from + 1, to);
    hit;
    hit = lookBack(closers, tokens, from + 1, to)
  ) {
    to = hit.start
  }
  if (from >= to || to - from > maxNameWords) return undefined
  const name = tokens.slice(from, to).map(withComma).join('').trim()
  const { isExact } = content.places.communes.find(name)
  const place = isExact ? placeNamedIn(name, content) : undefined
  return place && { place, isAsked: from > 0 || to < tokens.length }
}

/** The communes that a name in the sentence may mean, when all its words are explained. */
export function communesNamedIn(words: string, places: Content['places']): readonly FoundCommune[] {
  const tokens = tokenise(words.slice(0, maxChars))
  for (let at = 0; at < tokens.length; at++) {
    const kind = lookUp(kinds, tokens, at)
    if (kind === undefined) continue
    const to = endOfName(tokens, at, kind.end)
    if (to === kind.end) continue
    const name = tokens.slice(at, to).map(withComma).join('')
    const { places: found, isExact } = places.communes.find(name)
    const [only, ...others] = found
    if (!isExact || only === undefined) continue
    // A slip is forgiven where a place is asked for, and not where one may not even be meant.
    if (others.length > 0 || isWritten(only, name)) return found
  }
  return []
}

const withComma = ({ raw, gap }: Token) => `${gap.includes(',') ? ', ' : ' '}${raw}`

function endOfName(tokens: readonly Token[], from: number, start: number): number {
  let to = start
  while (to < tokens.length && to - from < maxNameWords && !isStop(tokens, to)) to++
  return to
}

function isStop(tokens: readonly Token[], at: number): boolean {
  const { gap = '', raw = '', folded = '' } = tokens[at] ?? {}
  if (/[.;!?()]\s|[!?;]/.test(gap) || lookUp(stops, tokens, at)) return true
  return raw !== folded && lookUp(markedStops, tokens, at) !== undefined
}

function isWritten({ name, was }: FoundCommune, text: string): boolean {
  const bare = fold(was?.name ?? name).replace(/^(?:xa|phuong|thi tran|thi xa|dac khu) /, '')
  return ` ${fold(text)} `.includes(` ${bare} `)
}
