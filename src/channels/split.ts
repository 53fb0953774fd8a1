/** Cuts a long text where a reader would pause. Pure. */

const graphemes = new Intl.Segmenter('vi', { granularity: 'grapheme' })

/** Places to cut, best first: between paragraphs, lines, sentences, words. Each matches what stands before the cut. */
const pauses: readonly RegExp[] = [/\n{2,}/g, /\n/g, /[.!?…:;]["”)]?\s+/g, /\s+/g]

/**
 * Parts of at most `maxUnits` UTF-16 units each, in order; joined, they say all the text says but for white space at
 * the cuts. Never cuts inside a character as readers see it, unless that alone is longer than `maxUnits`. Without
 * anything to show: none.
 */
export function splitText(text: string, maxUnits: number): readonly string[] {
  const parts: string[] = []
  let rest = text.trim()
  while (rest.length > maxUnits) {
    const end = cutAt(rest, maxUnits)
    parts.push(rest.slice(0, end).trimEnd())
    rest = rest.slice(end).trimStart()
  }
  return rest === '' ? parts : [...parts, rest]
}

function cutAt(text: string, maxUnits: number): number {
  const head = text.slice(0, maxUnits)
  for (const pause of pauses) {
    const ends = [...head.matchAll(pause)].map((match) => match.index + match[0].length)
    // A cut near the beginning would leave a crumb and save nothing.
    const end = ends.findLast((one) => one >= maxUnits / 3)
    if (end !== undefined) return end
  }
  return lastWholeCharacter(text, maxUnits)
}

function lastWholeCharacter(text: string, maxUnits: number): number {
  let end = 0
  for (const { index, segment } of graphemes.segment(text.slice(0, maxUnits + 64))) {
    if (index + segment.length > maxUnits) break
    end = index + segment.length
  }
  if (end > 0) return end
  const splitsPair = /[\uD800-\uDBFF]/.test(text[maxUnits - 1] ?? '')
  return splitsPair ? maxUnits - 1 : maxUnits
}
