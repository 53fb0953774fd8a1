/** How long to wait after failures. */
export interface Backoff {
  readonly baseMs: number
  readonly maxMs: number
}

/**
 * Milliseconds to wait after the given number of failures in a row (from 1): doubling up to `maxMs`, and each time
 * between half and all of it by chance, so that those who failed together do not come back together.
 * `random` gives 0 to 1.
 */
export function backoffMs(failures: number, { baseMs, maxMs }: Backoff, random: () => number): number {
  const fullMs = Math.min(maxMs, baseMs * 2 ** Math.min(failures - 1, 30))
  return Math.round(fullMs * (0.5 + random() / 2))
}
