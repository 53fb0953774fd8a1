/** How the platform stands to our bot as a whole: whether it may be called at all just now. */
import type { EpochMs } from '../../engine/turn.ts'
import { ChannelError } from '../../errors.ts'
import type { ChannelClock, ChannelLog } from '../channel.ts'
import { sayFailure, type ZaloAnswer } from './answer.ts'
import { backOffMs } from './back-off.ts'

export interface Standing {
  /**
   * Asked before each message. Whoever is let through tells {@link Standing.note} how it went.
   * @throws ChannelError `channel/quota_exhausted`, or `channel/unreachable` and `channel/rate_limited` with the time
   * to wait, when nothing may be sent
   */
  admit(): void
  /** Whether small courtesies, "typing", may be sent. */
  readonly isWell: boolean
  /** Milliseconds until one may ask for updates; 0 for now. The month's messages do not matter to it. */
  readonly pollWaitMs: number
  /** Hears how any call ended. `isMessage`: it was one that the month's allowance counts. */
  note(answer: ZaloAnswer<unknown>, isMessage: boolean): void
}

export interface StandingOptions {
  readonly clock: ChannelClock
  readonly log: ChannelLog
  /** 0 to 1. */
  readonly random: () => number
}

/** How long nobody tries after the platform has refused our token. */
export const unauthorizedMs = 10 * 60_000
/** How long nothing is sent after the month's messages ran out: somebody may buy more, or the month end. */
export const quotaMs = 60 * 60_000
/** While one message finds out whether the trouble is over, the others wait this long. */
const probeMs = 2_000

/** A trouble that lasts until a call ends well; when `until` is over, one call tries. */
interface Trouble {
  until: EpochMs
  isProbed: boolean
}

/** Kept in memory: a new start tries once and learns it again. */
export function createStanding({ clock, log, random }: StandingOptions): Standing {
  const channel = 'zalo-bot'
  let unauthorized: Trouble | undefined
  let quota: Trouble | undefined
  let floods = 0
  let floodUntil: EpochMs = 0

  const leftMs = (until: EpochMs | undefined) => Math.max(0, (until ?? 0) - clock.now())

  function noteTroubled(trouble: Trouble | undefined, forMs: number, tell: () => void): Trouble {
    if (trouble === undefined) tell()
    return { until: clock.now() + forMs, isProbed: false }
  }

  function noteWell(isMessage: boolean): void {
    if (unauthorized !== undefined) log.info({ channel }, 'Zalo accepts our bot token again.')
    unauthorized = undefined
    floods = 0
    if (!isMessage) return
    if (quota !== undefined) log.info({ channel }, 'Zalo takes our messages again.')
    quota = undefined
  }

  return {
    admit() {
      const floodMs = leftMs(floodUntil)
      if (floodMs > 0) throw waiting('Zalo asked for fewer calls.', floodMs)
      const unauthorizedLeftMs = leftMs(unauthorized?.until)
      if (unauthorizedLeftMs > 0) throw unauthorizedError(unauthorizedLeftMs)
      if (leftMs(quota?.until) > 0)
        throw new ChannelError('channel/quota_exhausted', 'The messages of this month are used up.')
      const troubles = [unauthorized, quota].filter((trouble) => trouble !== undefined)
      if (troubles.some(({ isProbed }) => isProbed))
        throw waiting('Another message finds out whether Zalo takes any.', probeMs)
      for (const trouble of troubles) trouble.isProbed = true
    },
    get isWell() {
      return unauthorized === undefined && quota === undefined && leftMs(floodUntil) === 0
    },
    get pollWaitMs() {
      return Math.max(leftMs(unauthorized?.until), leftMs(floodUntil))
    },
    note(answer, isMessage) {
      if (isMessage)
        for (const trouble of [unauthorized, quota]) if (trouble !== undefined) trouble.isProbed = false
      if (answer.isOk) return noteWell(isMessage)
      const { failure } = answer
      const { method, kind } = failure
      if (kind === 'auth')
        unauthorized = noteTroubled(unauthorized, unauthorizedMs, () =>
          log.error(
            { channel, method, alarm: 'zalo_bot_unauthorized' },
            'Zalo refuses our bot token; replies wait. Put the present one into ZALO_BOT_TOKEN and start again.',
          ),
        )
      if (kind === 'quota')
        quota = noteTroubled(quota, quotaMs, () =>
          log.error(
            { channel, method, alarm: 'zalo_bot_quota' },
            "The Zalo bot has used up its plan's messages of this month; replies are lost until it has some again.",
          ),
        )
      if (kind === 'flood') {
        floods += 1
        const waitMs = backOffMs(floods, 2_000, 60_000, random)
        floodUntil = clock.now() + waitMs
        log.warn({ channel, waitMs }, `Zalo asks for fewer calls (${sayFailure(failure)}).`)
      }
    },
  }
}

function waiting(message: string, retryAfterMs: number): ChannelError {
  return new ChannelError('channel/rate_limited', message, { retryAfterMs })
}

/** What becomes of a message while Zalo refuses our token. */
export function unauthorizedError(retryAfterMs = unauthorizedMs): ChannelError {
  return new ChannelError('channel/unreachable', 'Zalo refuses our bot token.', { retryAfterMs })
}
