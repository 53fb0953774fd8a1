/** Whether two words differ by at most one typing slip. */

/** True when one insertion, deletion, replacement or swap of neighbours (or nothing) turns `a` into `b`. */
export function isOneSlipApart(a: string, b: string): boolean {
  if (a === b) return true
  if (Math.abs(a.length - b.length) > 1) return false
  let from = 0
  while (from < a.length && a[from] === b[from]) from++
  let endA = a.length
  let endB = b.length
  while (endA > from && endB > from && a[endA - 1] === b[endB - 1]) {
    endA--
    endB--
  }
  const isSwap = endA - from === 2 && endB - from === 2 && a[from] === b[from + 1] && a[from + 1] === b[from]
  return isSwap || (endA - from <= 1 && endB - from <= 1)
}

/** The same word, or one slip apart when it is long enough (five letters) for that to mean the same word. */
export function isSameWord(a: string, b: string): boolean {
  return a === b || (a.length >= 5 && b.length >= 5 && isOneSlipApart(a, b))
}
