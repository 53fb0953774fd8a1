/** What an utterance ticks off a list, and what it says is not there: "1, 3", "có căn cước rồi", "bỏ 2". Pure. */
import { type HavingWords, itemsTold, type NamedItem } from './named-items.ts'
import { withoutPadding } from './padding.ts'
import { pickSeveral } from './several.ts'
import { type Token, tokenise } from './tokens.ts'

/** Ids of entries. */
export interface Ticked {
  readonly had: readonly string[]
  readonly lacking: readonly string[]
}

/** Folded phrases around the numbers and names of a list. */
export interface TickWords {
  readonly padding: readonly string[]
  readonly having: HavingWords
  /** Before or behind a number: it is not there. */
  readonly lacking: readonly string[]
}

/** A longer text tells more than that. */
const maxChars = 160
const ends = /[,;.!\n]/
const having = new Set(['co', 'roi', 'have'])

/**
 * Reads what is there and what is not, by numbers or by names; a number always ticks, whether it is ticked already or
 * not. `entries` are numbered, of them the `items` have names. `undefined` when the text is anything else. Never throws.
 */
export function readTicked(
  text: string,
  entries: readonly { readonly id: string }[],
  items: readonly NamedItem[],
  words: TickWords,
): Ticked | undefined {
  const had = pickSeveral(text, entries, words)
  if (had !== undefined) return { had, lacking: [] }
  if (text.length > maxChars) return undefined
  return byNumbers(text, entries, words) ?? itemsTold(text, items, words.having)
}

function byNumbers(
  text: string,
  entries: readonly { readonly id: string }[],
  words: TickWords,
): Ticked | undefined {
  const tokens = tokenise(text)
  const whole = lackingIn(tokens, entries, words)
  if (whole !== undefined) return { had: [], lacking: whole }
  const parts = partsOf(tokens)
  if (parts.length < 2) return undefined
  const told = { had: [] as string[], lacking: [] as string[] }
  for (const part of parts) {
    const lacking = lackingIn(part, entries, words)
    const had = lacking === undefined ? pickSeveral(textOf(part), entries, words) : []
    if (had === undefined) return undefined
    told.had.push(...had)
    told.lacking.push(...(lacking ?? []))
  }
  return told
}

/** "Bỏ 1 và 2", "2 thì chưa có"; `undefined` where nothing is said to be missing, or something to be there. */
function lackingIn(
  tokens: readonly Token[],
  entries: readonly { readonly id: string }[],
  { padding, lacking }: TickWords,
): readonly string[] | undefined {
  const folded = tokens.map((token) => token.folded)
  const outer = withoutPadding(folded, padding)
  const core = tokens.slice(outer.from, outer.to)
  const { from, to } = withoutPadding(
    core.map((token) => token.folded),
    lacking,
  )
  if (from === 0 && to === core.length) return undefined
  const rest = core.slice(from, to)
  if (from === 0 && rest.some((token) => having.has(token.folded))) return undefined
  return pickSeveral(textOf(rest), entries, { padding })
}

function partsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]]
  tokens.forEach((token, at) => {
    if (at > 0 && ends.test(token.gap)) parts.push([])
    parts.at(-1)?.push(token)
  })
  return parts
}

const textOf = (tokens: readonly Token[]) => tokens.map(({ raw }) => raw).join(' ')
