/** How long to wait before trying again. Pure. */

/**
 * Milliseconds after `failures` in a row (from 1): doubling from `baseMs` to `maxMs`, each time between half and all of
 * it by chance. `random` gives 0 to 1.
 */
export function backOffMs(failures: number, baseMs: number, maxMs: number, random: () => number): number {
  const fullMs = Math.min(maxMs, baseMs * 2 ** Math.min(failures - 1, 30))
  return Math.round(fullMs * (0.5 + random() / 2))
}
