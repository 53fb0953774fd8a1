/** Utterances that are alike, together: so that somebody reads ten of them and not a thousand. */
import { fold } from '../../text/fold.ts'

export interface Utterance {
  readonly text: string
  /** How often it was said, in any spelling of case, marks and punctuation. */
  readonly times: number
}

export interface Group {
  /** The one said most often first. */
  readonly utterances: readonly Utterance[]
  readonly times: number
}

/** The share of letter groups that two utterances of one group have in common, at least. */
const alikeFrom = 0.45

/**
 * Groups utterances, the biggest group first. The same texts in the same order always give the same groups.
 *
 * @param meaningOf what of an utterance is compared, e.g. without politeness and in full spelling
 */
export function groupUtterances(
  texts: readonly string[],
  meaningOf: (text: string) => string = fold,
): readonly Group[] {
  const groups: { readonly size: number; readonly utterances: Utterance[] }[] = []
  const holders = new Map<string, number[]>()
  for (const utterance of counted(texts)) {
    const parts = partsOf(meaningOf(utterance.text))
    const found = mostAlike(parts, groups, holders)
    if (found !== undefined) {
      groups[found]?.utterances.push(utterance)
      continue
    }
    for (const part of parts) holders.set(part, [...(holders.get(part) ?? []), groups.length])
    groups.push({ size: parts.size, utterances: [utterance] })
  }
  return groups
    .map(({ utterances }) => ({ utterances, times: utterances.reduce((sum, { times }) => sum + times, 0) }))
    .sort((a, b) => b.times - a.times)
}

/** Each utterance once, as it was first written; the most frequent first. */
function counted(texts: readonly string[]): readonly Utterance[] {
  const byFold = new Map<string, Utterance>()
  for (const text of texts) {
    const known = byFold.get(fold(text))
    byFold.set(fold(text), { text: known?.text ?? text, times: (known?.times ?? 0) + 1 })
  }
  return [...byFold.values()].sort((a, b) => b.times - a.times)
}

/** Letters in threes, word ends included. */
function partsOf(meaning: string): ReadonlySet<string> {
  const padded = ` ${meaning} `
  return new Set(Array.from({ length: Math.max(1, padded.length - 2) }, (_, i) => padded.slice(i, i + 3)))
}

/** The group whose first utterance shares most with this one. */
function mostAlike(
  parts: ReadonlySet<string>,
  groups: readonly { readonly size: number }[],
  holders: ReadonlyMap<string, readonly number[]>,
): number | undefined {
  const shared = new Map<number, number>()
  for (const part of parts)
    for (const at of holders.get(part) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1)
  let best: number | undefined
  let bestShare = alikeFrom
  for (const [at, count] of shared) {
    const share = (2 * count) / (parts.size + (groups[at]?.size ?? 0))
    if (share < bestShare) continue
    best = at
    bestShare = share
  }
  return best
}
