/** How often somebody may try a password: per login and per address, over all processes. */
import { createHash } from 'node:crypto'
import type { EpochMs } from '../../engine/turn.ts'
import { StaffError } from '../../errors.ts'
import type { Shelf } from '../../store/shelf.ts'
import { changeDocument } from '../documents.ts'

/** The kind of its documents. */
const kind = 'throttle'

export interface ThrottleLimits {
  /** Tries within the window; the next one is refused until the lock ends. */
  readonly perLogin: number
  readonly perAddress: number
  readonly windowMs: number
  readonly lockMs: number
}

/** A whole office may stand behind one address. */
export const usualLimits: ThrottleLimits = {
  perLogin: 10,
  perAddress: 60,
  windowMs: 15 * 60_000,
  lockMs: 15 * 60_000,
}

export interface Who {
  readonly login: string
  /** Absent where there is none, e.g. at a command line. */
  readonly address?: string | undefined
}

export interface Throttle {
  /**
   * Counts a try before it is made, so that many at once count too.
   * @throws StaffError `locked_out` with `retryAfterMs`
   */
  enter(who: Who): Promise<void>
  /** The password was right: the login begins anew, the address has one try back. */
  succeed(who: Who): Promise<void>
  /** Lets a login try again at once. */
  forgive(login: string): Promise<void>
}

interface Tries {
  readonly count: number
  readonly since: EpochMs
  readonly lockedUntil?: EpochMs
}

export function createThrottle(options: {
  readonly shelf: Shelf
  readonly now: () => EpochMs
  readonly limits?: ThrottleLimits
  /** Called when a lock begins, not again while it lasts. */
  readonly onLock?: (who: Who) => Promise<void>
}): Throttle {
  const { shelf, now, limits = usualLimits, onLock } = options
  const expiry = (tries: Tries) => Math.max(tries.since + limits.windowMs, tries.lockedUntil ?? 0)

  async function count(
    id: string,
    most: number,
  ): Promise<{ readonly waitMs: number; readonly isFirst: boolean }> {
    const at = now()
    let waitMs = 0
    let isFirst = false
    await changeDocument<Tries>(
      shelf,
      { kind, id },
      at,
      (before) => {
        waitMs = Math.max(0, (before?.lockedUntil ?? 0) - at)
        isFirst = false
        if (waitMs > 0) return undefined
        const isOver =
          before === undefined || before.since + limits.windowMs <= at || before.lockedUntil !== undefined
        const tries = isOver ? { count: 1, since: at } : { ...before, count: before.count + 1 }
        if (tries.count <= most) return tries
        waitMs = limits.lockMs
        isFirst = true
        return { ...tries, lockedUntil: at + limits.lockMs }
      },
      expiry,
    )
    return { waitMs, isFirst }
  }

  return {
    enter: async (who) => {
      const { login, address } = who
      const counted = [
        await count(loginKey(login), limits.perLogin),
        ...(address === undefined ? [] : [await count(addressKey(address), limits.perAddress)]),
      ]
      if (counted.some(({ isFirst }) => isFirst)) await onLock?.(who)
      const waitMs = Math.max(...counted.map((one) => one.waitMs))
      if (waitMs === 0) return
      const minutes = Math.ceil(waitMs / 60_000)
      throw new StaffError('locked_out', `Too many tries. Wait ${minutes} minutes.`, { retryAfterMs: waitMs })
    },
    succeed: async ({ login, address }) => {
      await shelf.remove(kind, loginKey(login))
      if (address === undefined) return
      const giveBack = (before: Tries | undefined) =>
        before === undefined || before.count <= 0 ? undefined : { ...before, count: before.count - 1 }
      await changeDocument<Tries>(shelf, { kind, id: addressKey(address) }, now(), giveBack, expiry)
    },
    forgive: async (login) => {
      await shelf.remove(kind, loginKey(login))
    },
  }
}

/** Of bounded length, whatever was typed. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
const loginKey = (login: string) => `login:${digest(login)}`
const addressKey = (address: string) => `address:${digest(address)}`
