/** Texts with `{name}`s to fill in. */

/** Texts around names, a text first: "{n} ngày" is "", "n", " ngày". */
type Pieces = readonly string[]

/** Patterns come from the content, so there are few, and looking for the names is most of the work. */
const split = new Map<string, Pieces>()
const mostPatterns = 4000

/** Fills in the values; a name without one is left standing. */
export function fillIn(pattern: string, values: Readonly<Record<string, string | number>>): string {
  const pieces = piecesOf(pattern)
  let filled = pieces[0] ?? ''
  for (let at = 1; at < pieces.length; at += 2) {
    const name = pieces[at] ?? ''
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    filled += value === undefined ? `{${name}}` : value
    filled += pieces[at + 1] ?? ''
  }
  return filled
}

function piecesOf(pattern: string): Pieces {
  const known = split.get(pattern)
  if (known !== undefined) return known
  if (split.size >= mostPatterns) split.clear()
  const made = pattern.split(/\{(\w+)\}/)
  split.set(pattern, made)
  return made
}
