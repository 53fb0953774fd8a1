/** Asks Telegram for updates. An update is confirmed by asking for the next, and only once it has been taken. */
import { ChannelError } from '../../errors.ts'
import type { ChannelClock, ChannelLog } from '../channel.ts'
import type { Alarms } from './alarms.ts'
import { forGrammy, pollSeconds, type TelegramApi } from './client.ts'
import { isUnauthorized, TelegramError } from './refusal.ts'
import { allowedUpdates } from './update.ts'
import { backoffMs, wait } from './wait.ts'

export interface PollOptions {
  readonly api: TelegramApi
  readonly clock: ChannelClock
  readonly log: ChannelLog
  readonly alarms: Alarms
  /** Makes one update durable; what it throws has it tried again. */
  readonly take: (update: unknown) => Promise<void>
  /** Whether to ask now; `false` while another process asks, or too much waits. Always, by default. */
  readonly mayPoll?: () => boolean
  /** Ends the polling. */
  readonly signal: AbortSignal
}

const channel = 'telegram'
const maxWaitMs = 60_000
/** A refused token stays refused until an operator acts. */
const unauthorizedWaitMs = 5 * 60_000
/** A poller that is just ending, as at a restart, is gone by then. */
const conflictWaitMs = 10_000
/** How often an update is tried after the end was asked for; the platform keeps what is not confirmed. */
const lastTries = 5
const lookAgainMs = 1_000

/** Polls until `signal` ends it; resolves when what was read has been taken. Never throws. */
export async function poll(options: PollOptions): Promise<void> {
  const { signal, clock, log, alarms } = options
  let offset: number | undefined
  let failures = 0
  while (!signal.aborted) {
    if (options.mayPoll?.() === false) {
      await wait(lookAgainMs, clock, signal)
      continue
    }
    try {
      const updates = await read(options, offset)
      alarms.polled()
      for (const update of updates) if (!(await takeSurely(update, options))) return
      offset = behind(updates, offset)
      if (failures > 0) log.info({ channel }, 'Telegram can be polled again.')
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      failures += 1
      const isConflict = error instanceof TelegramError && error.refusal.status === 409
      if (isConflict) alarms.conflict()
      if (failures === 1) log.warn({ channel, err: error }, 'Telegram cannot be polled; trying again.')
      await wait(waitAfter(error, failures), clock, signal)
    }
  }
}

async function read({ api, signal }: PollOptions, offset: number | undefined): Promise<readonly unknown[]> {
  const updates: unknown = await api.raw.getUpdates(
    {
      ...(offset === undefined ? {} : { offset }),
      limit: 100,
      timeout: pollSeconds,
      allowed_updates: allowedUpdates,
    },
    forGrammy(signal),
  )
  if (Array.isArray(updates)) return updates
  throw new ChannelError('channel/unreachable', 'getUpdates: an answer of another shape.')
}

/**
 * What confirms these updates with the next poll. `undefined` once nothing is left to confirm: after a quiet week the
 * platform may count from anywhere, also from below.
 * @throws ChannelError when nothing would be confirmed, so that the same ones do not come again at once
 */
function behind(updates: readonly unknown[], offset: number | undefined): number | undefined {
  if (updates.length === 0) return undefined
  const next = Math.max(...updates.map(idOf)) + 1
  if (next > (offset ?? 0)) return next
  throw new ChannelError(
    'channel/unreachable',
    'getUpdates: updates that are confirmed already, or have no number.',
  )
}

function idOf(update: unknown): number {
  const id = (update as { update_id?: unknown } | null)?.update_id
  return Number.isSafeInteger(id) ? (id as number) : -1
}

function waitAfter(error: unknown, failures: number): number {
  if (error instanceof TelegramError) {
    const { refusal, retryAfterMs } = error
    if (isUnauthorized(refusal)) return unauthorizedWaitMs
    if (refusal.status === 409) return Math.min(maxWaitMs, conflictWaitMs * failures)
    if (retryAfterMs !== undefined) return retryAfterMs
  }
  return backoffMs(failures, maxWaitMs)
}

/** Tries until the update is taken; `false` when the end came and it is left to the platform, which repeats it. */
async function takeSurely(update: unknown, options: PollOptions): Promise<boolean> {
  const { take, clock, log, signal } = options
  let triesAfterEnd = 0
  for (let failures = 1; ; failures += 1) {
    try {
      await take(update)
      return true
    } catch (error) {
      if (failures === 1) log.warn({ channel, err: error }, 'An update could not be kept; trying again.')
      if (signal.aborted) triesAfterEnd += 1
      if (triesAfterEnd >= lastTries) return false
      const goesOn = signal.aborted ? new AbortController().signal : signal
      await wait(signal.aborted ? 200 : backoffMs(failures, maxWaitMs), clock, goesOn)
    }
  }
}
