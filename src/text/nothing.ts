/** "Chưa có gì hết": who denies everything denies what was asked for. Pure. */
import { withoutPadding } from './padding.ts'
import { tokenise } from './tokens.ts'

export interface NothingWords {
  /** Folded words and phrases for no. */
  readonly no: ReadonlySet<string>
  /** Folded phrases without meaning. */
  readonly padding: readonly string[]
  /** Folded phrases that say "anything" behind a denial: "gì hết". */
  readonly anything: readonly string[]
}

/** A denial of more words tells something of its own. */
const longestDenial = 3

/**
 * The denial alone, folded, of an utterance that denies anything and says no more: "chua co" of "dạ chưa có giấy gì hết ạ".
 * `undefined` for anything else: a question ("có gì không"), a denial that ends otherwise. Never throws.
 */
export function deniedAll(text: string, { no, padding, anything }: NothingWords): string | undefined {
  const words = tokenise(text).map(({ folded }) => folded)
  const said = withoutPadding(words, padding)
  const body = words.slice(said.from, said.to)
  const { from, to } = withoutPadding(body, anything)
  const isDenial = from === 0 && to > 0 && to <= longestDenial && no.has(body[0] ?? '')
  return isDenial && to < body.length && !text.includes('?') ? body.slice(0, to).join(' ') : undefined
}

/** "Không biết nộp đâu" asks where. */
const doubts = new Set(['biet', 'ro', 'hieu', 'nho', 'thay', 'chac'])

/**
 * Whether an utterance denies something and asks nothing, although a word of asking ends it: "không thuộc diện nào", "chưa
 * có đâu con". Never throws.
 */
export function deniesOnly(text: string, words: NothingWords): boolean {
  const denied = deniedAll(text, words)
  return denied !== undefined && !doubts.has(denied.split(' ')[1] ?? '')
}
