/** Tells an operator when Redis is there and goes on refusing what it is given. */
import type { EpochMs } from '../../engine/turn.ts'
import { RedisRefusal } from './errors.ts'
import type { StoreLog } from './membership.ts'

/** A failover has a replica refuse for a moment, too. */
const patienceMs = 10_000

export interface RefusalWatch {
  /** Something failed. */
  met(error: unknown, now: EpochMs): void
  /** Something was written. */
  over(): void
}

export function watchRefusals(log: StoreLog): RefusalWatch {
  let since: EpochMs | undefined
  let isTold = false
  return {
    met: (error, now) => {
      if (!(error instanceof RedisRefusal)) return
      since ??= now
      if (isTold || now - since < patienceMs) return
      isTold = true
      log.error(
        { alarm: 'redis_refuses' },
        `${error.message} Until then no citizen is answered; nothing that was accepted is lost.`,
      )
    },
    over: () => {
      if (isTold) log.warn({}, 'Redis takes again what it is given.')
      since = undefined
      isTold = false
    },
  }
}
