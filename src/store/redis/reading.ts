/** Reads what stands in a shard's streams: when it is taken over, after a fault, and when another process wrote. */
import { StoreError } from '../../errors.ts'
import type { Connection } from './connection.ts'
import { decodeInput, type Inbox } from './inbox.ts'
import type { Keys } from './keys.ts'
import type { Outbox } from './outbox.ts'
import { decodeReply } from './reply-body.ts'
import { type Reading, type Shard, wantsReading } from './shard.ts'

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
}): (shard: Shard) => Promise<void> {
  const { connection, keys, inbox, outbox } = options

  async function pages(
    reading: Reading,
    stream: string,
    hand: (position: number, fields: readonly string[]) => void,
  ): Promise<void> {
    if (!wantsReading(reading)) return
    reading.isBehind = false
    try {
      for (let isMore = true; isMore && !reading.isBehind; ) {
        const from = `(0-${reading.last}`
        const entries = (await connection.command('XRANGE', stream, from, '+', 'COUNT', pageSize)) as Entry[]
        for (const [id, fields] of entries) {
          const position = Number(id.slice(2))
          if (position <= reading.last) continue
          // What lies between is processed already; or memory is full, and the rest is read later.
          reading.last = position - 1
          hand(position, fields)
          if (reading.isBehind) break
        }
        isMore = entries.length === pageSize
      }
    } catch (error) {
      reading.isBehind = true
      throw error
    }
  }

  async function readInputs(shard: Shard): Promise<void> {
    await pages(shard.inbox, keys.of(shard.number).inbox, (position, fields) => {
      if (!shard.isLost) inbox.hand(shard, position, () => decodeInput(position, fields[1] ?? ''))
    })
  }

  async function readReplies(shard: Shard): Promise<void> {
    if (!wantsReading(shard.outbox)) return
    const delays = await readDelays(shard)
    await pages(
      shard.outbox,
      keys.of(shard.number).outbox,
      (position, [, conversation = '', , body = '']) => {
        if (shard.isLost) return
        const reply = decodeReply(position, body)
        const delay = delays.get(position)
        if (delay) reply.attempts = delay.attempts
        outbox.hand(shard, conversation, reply, delay?.due)
      },
    )
  }

  async function readDelays(shard: Shard): Promise<ReadonlyMap<number, Delay>> {
    const flat = (await connection.command('HGETALL', keys.of(shard.number).delayed)) as string[]
    const delays = new Map<number, Delay>()
    for (let index = 0; index < flat.length; index += 2)
      delays.set(Number(flat[index]), decodeDelay(flat[index + 1] ?? ''))
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

  return async (shard) => {
    const isNew = shard.inbox.last === 0
    await Promise.all([readInputs(shard), readReplies(shard), isNew ? readNextTimer(shard) : undefined])
  }
}

export function encodeDelay({ attempts, due }: Delay, error: string): string {
  return JSON.stringify([attempts, due, error])
}

function decodeDelay(body: string): Delay {
  try {
    const [attempts, due] = JSON.parse(body) as [number, number]
    return { attempts, due }
  } catch {
    throw new StoreError('store/corrupt', 'A delay in Redis cannot be read.')
  }
}
