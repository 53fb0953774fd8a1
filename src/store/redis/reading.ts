/** Reads what stands in a shard's streams: when it is taken over, after a fault, and when another process wrote. */
import type { EpochMs } from '../../engine/turn.ts'
import { StoreError } from '../../errors.ts'
import type { Aside } from './aside.ts'
import type { Connection } from './connection.ts'
import type { Inbox } from './inbox.ts'
import { decodeInput } from './input-body.ts'
import type { Keys } from './keys.ts'
import type { Outbox } from './outbox.ts'
import { decodeReply } from './reply-body.ts'
import { type Shard, wantsReading } from './shard.ts'

const pageSize = 500

/** One entry of a stream: its id, and names and values in turn. */
type Entry = readonly [id: string, fields: readonly string[]]

export interface Delay {
  readonly attempts: number
  readonly due: number
}

export function createReader(options: {
  readonly connection: Connection
  readonly keys: Keys
  readonly inbox: Inbox
  readonly outbox: Outbox
  readonly aside: Aside
}): (shard: Shard, now: EpochMs) => Promise<void> {
  const { connection, keys, inbox, outbox, aside } = options

  /** `hand` takes an entry into memory, if there is room; `false` when it cannot be read. */
  async function pages(
    shard: Shard,
    of: 'inbox' | 'outbox',
    now: EpochMs,
    hand: (position: number, fields: readonly string[]) => boolean,
  ): Promise<void> {
    const reading = shard[of]
    const stream = keys.of(shard.number)[of]
    if (!wantsReading(reading)) return
    reading.isBehind = false
    try {
      for (let isMore = true; isMore; ) {
        const from = `(0-${reading.last}`
        const entries = (await connection.command('XRANGE', stream, from, '+', 'COUNT', pageSize)) as Entry[]
        for (const [id, fields] of entries) {
          const position = Number(id.slice(2))
          if (position <= reading.last) continue
          // What lies between is processed already; or memory is full, and the rest is read later.
          reading.last = position - 1
          if (shard.isLost) continue
          if (!hand(position, fields)) await aside.entry(shard, of, position, fields, now)
          else if (reading.last < position) return
        }
        isMore = entries.length === pageSize && !shard.isLost
      }
    } catch (error) {
      reading.isBehind = true
      throw error
    }
  }

  async function readInputs(shard: Shard, now: EpochMs): Promise<void> {
    await pages(shard, 'inbox', now, (position, fields) => {
      const input = readable(() => decodeInput(position, fields[1] ?? ''))
      if (input) inbox.hand(shard, position, () => input)
      return input !== undefined
    })
  }

  async function readReplies(shard: Shard, now: EpochMs): Promise<void> {
    if (!wantsReading(shard.outbox)) return
    const delays = await readDelays(shard)
    await pages(shard, 'outbox', now, (position, [, conversation = '', , body = '']) => {
      const reply = readable(() => decodeReply(position, body))
      if (!reply) return false
      const delay = delays.get(position)
      if (delay) reply.attempts = delay.attempts
      outbox.hand(shard, conversation, reply, delay?.due)
      return true
    })
  }

  async function readDelays(shard: Shard): Promise<ReadonlyMap<number, Delay>> {
    const flat = (await connection.command('HGETALL', keys.of(shard.number).delayed)) as string[]
    const delays = new Map<number, Delay>()
    for (let index = 0; index < flat.length; index += 2) {
      const delay = decodeDelay(flat[index + 1] ?? '')
      if (delay) delays.set(Number(flat[index]), delay)
    }
    return delays
  }

  async function readNextTimer(shard: Shard): Promise<void> {
    const [, at] = (await connection.command(
      'ZRANGE',
      keys.of(shard.number).timers,
      0,
      0,
      'WITHSCORES',
    )) as string[]
    if (at !== undefined) shard.nextTimer = Math.min(shard.nextTimer, Number(at))
  }

  return async (shard, now) => {
    const isNew = shard.inbox.last === 0
    await Promise.all([
      readInputs(shard, now),
      readReplies(shard, now),
      isNew ? readNextTimer(shard) : undefined,
    ])
  }
}

export function encodeDelay({ attempts, due }: Delay, error: string): string {
  return JSON.stringify([attempts, due, error])
}

/** `undefined` when it cannot be read: the reply is then tried at once. */
function decodeDelay(body: string): Delay | undefined {
  try {
    const [attempts, due] = JSON.parse(body) as [number, number]
    if (Number.isFinite(attempts) && Number.isFinite(due)) return { attempts, due }
  } catch {
    // As good as none.
  }
  return undefined
}

/** What `decode` gives; `undefined` when it cannot be read. */
function readable<T>(decode: () => T): T | undefined {
  try {
    return decode()
  } catch (error) {
    if (error instanceof StoreError && error.code === 'store/corrupt') return undefined
    throw error
  }
}
