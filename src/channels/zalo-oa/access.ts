/** Keeps an access token at hand: renewed ahead, once for all who need it, and across processes. */
import type { EpochMs } from '../../engine/turn.ts'
import { ChannelError, MotCuaError } from '../../errors.ts'
import { tokenBuckets } from '../../http/token-buckets.ts'
import type { ChannelClock, ChannelLog } from '../channel.ts'
import type { StoredTokens, Tokens } from './tokens.ts'

export interface Access {
  /**
   * An access token that should be good now.
   * @throws ChannelError `channel/unreachable` when there is none
   */
  token(): Promise<string>
  /**
   * Another access token, after the platform did not take this one.
   * @throws ChannelError `channel/unreachable` when none can be had
   */
  replace(refused: string): Promise<string>
  /** Begins to renew ahead and to warn, by the clock. */
  start(): void
  /** Ends that; tokens on their way are stored first. */
  close(): Promise<void>
}

export interface AccessOptions {
  readonly tokens: Tokens
  /** Exchanges a refresh token; `channel/rejected` means that it is good for nothing. */
  readonly refresh: (refreshToken: string) => Promise<StoredTokens>
  readonly clock: ChannelClock
  readonly log: ChannelLog
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** An hour before its end; a token that lives shorter than two hours, at half of its life. */
const aheadMs = hourMs
export const warnAheadMs = 14 * dayMs
/** How often the file is looked at without need: what an operator's command stored is found, an end that nears is told. */
const lookEveryMs = hourMs
/** Pauses between exchanges that fail. A refused token is tried again too: the refusal may have been the platform's fault. */
const afterFailureMs = 60_000
const afterRefusalMs = 10 * 60_000
/** Renewals because the platform took a token for invalid: a token that is never good must not cost one a message. */
const forced = { burst: 3, perSecond: 1 / 600 }

const mend = 'Run: npm run zalo-oa -- authorise'

/** From when on these tokens are to be renewed. */
export function dueAt({ obtainedAt, accessDiesAt }: StoredTokens): EpochMs {
  return accessDiesAt - Math.min(aheadMs, Math.max(0, accessDiesAt - obtainedAt) / 2)
}

export function createAccess({ tokens, refresh, clock, log }: AccessOptions): Access {
  let known: StoredTokens | undefined
  let renewal: Promise<void> | undefined
  /** No exchange before; the file is read all the same. */
  let restsUntil = 0
  let hasAlarmed = false
  /** The end of the refresh token that was warned of. */
  let warnedOf: EpochMs | undefined
  let cancelTimer: (() => void) | undefined
  let isRunning = false
  const forcedRenewals = tokenBuckets(forced, 1, clock.now)

  function alarm(why: string): void {
    if (!hasAlarmed) log.error({ alarm: 'zalo_oa_reauthorise' }, `${why} ${mend}`)
    hasAlarmed = true
  }

  function learn(stored: StoredTokens | undefined): void {
    if (stored !== undefined && stored.accessToken !== known?.accessToken) restsUntil = 0
    known = stored
    if (stored === undefined) return alarm('The service may not speak for the Official Account yet.')
    if (stored.refusedAt !== undefined) return alarm('Zalo does not take our refresh token any more.')
    hasAlarmed = false
    const { refreshDiesAt } = stored
    if (clock.now() < refreshDiesAt - warnAheadMs || warnedOf === refreshDiesAt) return
    warnedOf = refreshDiesAt
    const days = Math.max(0, Math.floor((refreshDiesAt - clock.now()) / dayMs))
    log.error(
      { alarm: 'zalo_oa_token_expiring', days },
      `The leave to speak for the account ends soon. ${mend}`,
    )
  }

  /** Renews once for all who ask at the same time; afterwards `known` is the best there is. Never throws. */
  function renewIf(isNeeded: (stored: StoredTokens) => boolean): Promise<void> {
    renewal ??= renewOnce(isNeeded).finally(() => {
      renewal = undefined
    })
    return renewal
  }

  async function renewOnce(isNeeded: (stored: StoredTokens) => boolean): Promise<void> {
    try {
      learn(await (clock.now() < restsUntil ? tokens.read() : tokens.renew(exchangeIf(isNeeded))))
      if (known?.refusedAt !== undefined && clock.now() >= restsUntil)
        restsUntil = clock.now() + afterRefusalMs
    } catch (error) {
      restsUntil = clock.now() + afterFailureMs
      if (error instanceof MotCuaError && error.code === 'store/corrupt')
        return alarm('The stored tokens cannot be read.')
      const code = error instanceof MotCuaError ? error.code : 'fault'
      log.warn({ code }, 'The access token could not be renewed; trying again in a minute.')
    }
  }

  /** Somebody else may have renewed while we waited for the lock: what is stored decides, not what we knew. */
  function exchangeIf(isNeeded: (stored: StoredTokens) => boolean) {
    return async (stored: StoredTokens | undefined): Promise<StoredTokens | undefined> => {
      if (stored === undefined || !isNeeded(stored)) return stored
      // Should the exchange fail, what is stored may still be good for a while.
      learn(stored)
      try {
        return await refresh(stored.refreshToken)
      } catch (error) {
        const isRefused = error instanceof ChannelError && error.code === 'channel/rejected'
        if (isRefused) return { ...stored, refusedAt: clock.now() }
        throw error
      }
    }
  }

  const isDue = (stored: StoredTokens) => clock.now() >= dueAt(stored)
  const isAlive = (stored: StoredTokens) => clock.now() < stored.accessDiesAt

  function noToken(): ChannelError {
    const retryAfterMs = Math.max(restsUntil - clock.now(), afterFailureMs / 4)
    return new ChannelError('channel/unreachable', `No valid access token. ${mend}`, { retryAfterMs })
  }

  /** Looks at what is stored, renews what is due, and sets the clock for the next time. */
  async function look(): Promise<void> {
    await renewIf(isDue)
    if (!isRunning) return
    const now = clock.now()
    const dueNext = known === undefined ? now + lookEveryMs : dueAt(known)
    cancelTimer = clock.setTimer(
      Math.max(Math.min(dueNext, now + lookEveryMs), restsUntil, now + 1000),
      () => {
        void look()
      },
    )
  }

  return {
    async token() {
      if (known === undefined || isDue(known)) await renewIf(isDue)
      if (known === undefined || !isAlive(known)) throw noToken()
      return known.accessToken
    },
    async replace(refused) {
      const isReplaced = () => known !== undefined && known.accessToken !== refused && isAlive(known)
      while (renewal !== undefined) await renewal
      if (!isReplaced()) {
        // A renewal that has just failed is not tried again; somebody else may have stored a token, though.
        if (clock.now() < restsUntil) await renewIf(() => false)
        else if (forcedRenewals.take('') === 0)
          await renewIf((stored) => stored.accessToken === refused || isDue(stored))
        else alarm('Zalo takes none of the access tokens that it gives us.')
      }
      if (known === undefined || !isReplaced()) throw noToken()
      return known.accessToken
    },
    start() {
      isRunning = true
      void look()
    },
    async close() {
      isRunning = false
      cancelTimer?.()
      await renewal
    },
  }
}
