/** What was read of a text, remembered for the texts read last. */

/** The text itself, the same spelt out, and a part of each. */
const texts = 4

/**
 * The same reading, which remembers the last few: within a turn many look at the same words, each for something else. `read`
 * must be pure, and what it gives must not be changed by anybody.
 */
export function remembering<T>(read: (text: string) => T): (text: string) => T {
  const keys = new Array<string | undefined>(texts)
  const values = new Array<T>(texts)
  let next = 0
  return (text) => {
    for (let at = 0; at < texts; at++) if (keys[at] === text) return values[at] as T
    const value = read(text)
    keys[next] = text
    values[next] = value
    next = (next + 1) % texts
    return value
  }
}
