/** Asks the platform what citizens wrote, one update at a time, without ever asking twice at once. */
import type { EpochMs } from '../../engine/turn.ts'
import type { ChannelClock, ChannelLog } from '../channel.ts'
import { sayFailure, type ZaloFailure } from './answer.ts'
import { backOffMs } from './back-off.ts'
import type { ZaloClient } from './client.ts'
import { quotaMs, type Standing } from './standing.ts'

export interface Poll {
  start(): void
  /** Ends the wait for an update at once; resolves when what was read is kept. */
  close(): Promise<void>
}

export interface PollOptions {
  readonly client: Pick<ZaloClient, 'getUpdates'>
  readonly standing: Standing
  /** Keeps what was read; tried again until it does not throw. The platform has forgotten it by then. */
  readonly take: (result: unknown) => Promise<void>
  /** Whether to ask now; `false` while another process asks. Always, by default. */
  readonly mayPoll?: (() => boolean) | undefined
  readonly clock: ChannelClock
  readonly log: ChannelLog
  /** 0 to 1. */
  readonly random: () => number
}

const timeoutSeconds = 30
/** An empty answer that came sooner than this was no long poll: asked again at once, it would be hammering. */
const soonMs = 1_000
/** How long, once closing, the store may take to come back for what was read. */
const lastChanceMs = 15_000
const lookAgainMs = 1_000
const channel = 'zalo-bot'

/** Nothing here ever removes a webhook: it may be the one of the service that citizens use. */
export function createPoll(options: PollOptions): Poll {
  const { client, standing, take, clock, log, random } = options
  const closing = new AbortController()
  let closedAt: EpochMs | undefined
  let isDone: Promise<void> | undefined

  /** Closing ends a wait that has begun before. */
  function pause(ms: number): Promise<void> {
    return new Promise((resume) => {
      const wake = () => {
        cancel()
        closing.signal.removeEventListener('abort', wake)
        resume()
      }
      const cancel = clock.setTimer(clock.now() + ms, wake)
      closing.signal.addEventListener('abort', wake)
    })
  }

  async function run(): Promise<void> {
    let failures = 0
    while (!closing.signal.aborted) {
      const waitMs = options.mayPoll?.() === false ? lookAgainMs : standing.pollWaitMs
      if (waitMs > 0) {
        await pause(waitMs)
        continue
      }
      const askedAt = clock.now()
      const answer = await client.getUpdates(timeoutSeconds, closing.signal)
      if (answer.isOk) {
        if (failures > 0) log.info({ channel, failures }, 'Zalo can be asked for messages again.')
        failures = 0
        standing.note(answer, false)
        if (answer.result !== undefined) await keep(answer.result)
        else if (clock.now() - askedAt < soonMs && !closing.signal.aborted) await pause(soonMs)
      } else if (!closing.signal.aborted) {
        failures += 1
        standing.note(answer, false)
        tell(answer.failure, failures)
        await pause(answer.failure.kind === 'quota' ? quotaMs : backOffMs(failures, 1_000, 60_000, random))
      }
    }
  }

  function tell(failure: ZaloFailure, failures: number): void {
    if (failure.kind === 'bad_request' && failures === 1)
      return log.error(
        { channel, alarm: 'zalo_bot_polling_refused' },
        `Zalo refuses to be asked for messages (${sayFailure(failure)}). Is a webhook set? See npm run webhooks.`,
      )
    const line = `Zalo could not be asked for messages (${sayFailure(failure)}).`
    if (failures === 1) log.warn({ channel, failures }, line)
    else log.debug({ channel, failures }, line)
  }

  async function keep(result: unknown): Promise<void> {
    for (let failures = 1; ; failures += 1) {
      try {
        await take(result)
        return
      } catch (error) {
        if (failures === 1)
          log.error(
            { channel, err: error },
            'A message that was read cannot be kept yet; it waits in memory.',
          )
        if (closedAt !== undefined && clock.now() - closedAt > lastChanceMs) {
          log.error({ channel, alarm: 'zalo_bot_message_lost' }, 'A message was read and could not be kept.')
          return
        }
        await pause(backOffMs(failures, 500, 10_000, random))
      }
    }
  }

  return {
    start: () => {
      isDone ??= run()
    },
    close: async () => {
      closedAt ??= clock.now()
      closing.abort()
      await isDone
    },
  }
}
