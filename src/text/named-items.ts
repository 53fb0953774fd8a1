/** Which entries of a list somebody says they have: "có căn cước với giấy chứng sinh rồi". Pure. */
import { fold } from './fold.ts'
import { withoutPadding } from './padding.ts'
import { type Token, tokenise } from './tokens.ts'

export interface NamedItem {
  readonly id: string
  readonly label: string
  /** What it is also called, folded. */
  readonly words: readonly string[]
}

/** Folded phrases that may stand around what one has: without and with those that mean nothing. */
export interface HavingWords {
  readonly alone: readonly string[]
  readonly padded: readonly string[]
}

/** A longer text tells more than that. */
const maxChars = 160
const joiners = new Set('va voi cung con nhung ma thi and but'.split(' '))
const stop = /[,;.!\n]/
const denials = new Set('chua khong ko k hong thieu not no'.split(' '))
/** Behind these a label only says whose it is, or what else would do. */
const closing = /^(.+?) (?:cua|ve|hoac|viec|ban dau|or|of)(?: .*)?$/
const leading = /^(?:giay to|giay|to|ban|the|so|cai) /
/** Names no paper of a list. */
const anyPaper = new Set('giay,to,giay to,thong tin,ho so,ten,so,ban,the,papers,paper'.split(','))

/** Ids of entries, each in the order of the list. */
export interface ItemsTold {
  readonly had: readonly string[]
  readonly lacking: readonly string[]
}

/**
 * The entries that an utterance says one has, and those it says are missing. `undefined` when a part of it is anything
 * else: a question, a paper that is not on the list. Never throws.
 */
export function itemsTold(
  text: string,
  items: readonly NamedItem[],
  having: HavingWords,
): ItemsTold | undefined {
  if (text.length > maxChars || text.includes('?')) return undefined
  const had = new Set<string>()
  const lacking = new Set<string>()
  for (const part of partsOf(text)) {
    const isDenied = part.some((word) => denials.has(word))
    // "Có căn cước không" asks.
    if (isDenied && denials.has(part.at(-1) ?? '') && part.at(-1) !== 'chua' && part.length > 1)
      return undefined
    const said = part.filter((word) => !denials.has(word))
    // "Cccd của ông" ends in padding, and means it.
    const names = [said, bare(said, having.alone), bare(said, having.padded)].map((words) => words.join(' '))
    if (names.includes('')) continue
    const [found, ...others] = items.filter((item) => names.some((name) => namesOf(item).has(name)))
    if (found === undefined || others.length > 0) return undefined
    const told = isDenied ? lacking : had
    told.add(found.id)
  }
  const ids = items.map(({ id }) => id)
  const isNamed = had.size + lacking.size > 0
  const isLacking = (id: string) => lacking.has(id) && !had.has(id)
  return isNamed ? { had: ids.filter((id) => had.has(id)), lacking: ids.filter(isLacking) } : undefined
}

function bare(words: readonly string[], around: readonly string[]): readonly string[] {
  const { from, to } = withoutPadding(words, around)
  return words.slice(from, to)
}

/** Cut at commas and at words that join; "thì chưa" stays with what is not there. */
function partsOf(text: string): readonly (readonly string[])[] {
  const parts: string[][] = [[]]
  const tokens = tokenise(text)
  tokens.forEach((token: Token, at) => {
    const isEnd = token.folded === 'thi' && denials.has(tokens[at + 1]?.folded ?? '')
    const isJoint = joiners.has(token.folded) && !isEnd
    if (at > 0 && (isJoint || stop.test(token.gap))) parts.push([])
    if (!joiners.has(token.folded)) parts.at(-1)?.push(token.folded)
  })
  return parts
}

function namesOf({ label, words }: NamedItem): ReadonlySet<string> {
  const whole = fold(label)
  const short = closing.exec(whole)?.[1] ?? whole
  const names = [whole, short, short.replace(leading, ''), ...words]
  return new Set(names.filter((name) => !anyPaper.has(name)))
}
