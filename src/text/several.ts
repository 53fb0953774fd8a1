/** Which entries of a list an utterance ticks. */
import { numberAt } from './numbers.ts'
import { withoutPadding } from './padding.ts'
import { lexicon, lookUp, type Token, tokenise } from './tokens.ts'

/** Longer texts are not such a list, and no list has more entries. */
const maxChars = 300
const maxSeveral = 60

const joiners = lexicon([
  ['và|với|cùng|and|số|các số|mục|giấy|giấy số|có|đã có|có số|rồi|cả|tôi có|em có|cháu có|i have|have', true],
])
const everything = new Set(
  'tat ca|het|du|du ca|du het|co du|co du ca|co het|tat ca roi|du roi|du ca roi|co du roi|ca|all|all of them|everything'.split(
    '|',
  ),
)

/**
 * Reads a list of entries by their numbers: "1, 3 và 4", "1 3 4", "1-3", "tất cả". Gives their ids in the order of
 * the list; `undefined` when the text is anything but such a list, or names a number that is not there.
 */
export function pickSeveral(
  text: string,
  items: readonly { readonly id: string }[],
  settings: { readonly padding?: readonly string[] } = {},
): readonly string[] | undefined {
  if (text.length > maxChars) return undefined
  const all = tokenise(text)
  const folded = all.map((token) => token.folded)
  const { from, to } = withoutPadding(folded, settings.padding ?? [])
  const core = folded.slice(from, to).join(' ')
  if (everything.has(core)) return items.map((item) => item.id)
  const numbers = listOfNumbers(all.slice(from, to))
  if (!numbers || [...numbers].some((n) => n < 1 || n > items.length)) return undefined
  return items.filter((_, i) => numbers.has(i + 1)).map((item) => item.id)
}

function listOfNumbers(tokens: readonly Token[]): ReadonlySet<number> | undefined {
  const numbers = new Set<number>()
  let last: number | undefined
  let isRange = false
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at]
    const range = lookUp(toWord, tokens, at)
    const joiner = lookUp(joiners, tokens, at)
    const number = numberAt(tokens, at)
    if (range && last !== undefined) {
      isRange = true
      at = range.end
    } else if (number) {
      if (isRange || (last !== undefined && /^\s*[-–]\s*$/.test(token?.gap ?? ''))) {
        for (let n = last ?? number.value; n <= number.value && n <= maxSeveral; n++) numbers.add(n)
      }
      numbers.add(number.value)
      last = number.value
      isRange = false
      at = number.end
    } else if (joiner) {
      at = joiner.end
    } else {
      return undefined
    }
  }
  return numbers.size > 0 && !isRange ? numbers : undefined
}
const toWord = lexicon([['đến|tới|to', true]])
