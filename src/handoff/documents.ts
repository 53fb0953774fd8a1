/** Changing a document of the shelf that others change as well. */
import type { EpochMs } from '../engine/turn.ts'
import { StoreError } from '../errors.ts'
import type { Shelf } from '../store/shelf.ts'

/** More of them in a row means that something else is wrong. */
const maxTries = 20

export interface Place {
  readonly kind: string
  readonly id: string
}

/**
 * Replaces a document by what `make` makes of it (`undefined`: it is not there), again when somebody else was quicker.
 * `make` may throw to refuse; what it gives as `undefined` leaves everything as it is. Gives the document as it is now.
 * @throws StoreError `store/unreachable`, `store/conflict` when it never comes to rest
 */
export async function changeDocument<T>(
  shelf: Shelf,
  { kind, id }: Place,
  now: EpochMs,
  make: (before: T | undefined) => T | undefined,
  expiresAt?: (made: T) => EpochMs,
): Promise<T | undefined> {
  for (let tries = 1; ; tries++) {
    const found = await shelf.get<T>(kind, id, now)
    const made = make(found?.body)
    if (made === undefined) return found?.body
    try {
      const expected = found?.version ?? 0
      const options = expiresAt === undefined ? { expected } : { expected, expiresAt: expiresAt(made) }
      await shelf.put(kind, id, made, now, options)
      return made
    } catch (error) {
      if (!isConflict(error) || tries === maxTries) throw error
    }
  }
}

export function isConflict(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'store/conflict'
}
