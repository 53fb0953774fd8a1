/** The way of an input from a channel into the store: what holds it back, and what keeps it when the store is away. */
import { join } from 'node:path'
import type { Accept } from '../channels/channel.ts'
import type { Log } from '../log.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Gate } from '../runtime/gate.ts'
import { createSpooled } from '../runtime/spooled.ts'
import { openSpool } from '../store/spool.ts'
import type { IncomingInput } from '../store/store.ts'

export interface WayInOptions {
  /** Makes inputs durable. */
  readonly accept: Accept
  readonly gate: Gate
  /** Where to keep what the store cannot take; absent: it is refused. */
  readonly spoolDir?: string
  readonly onInput: (channel: string, result: 'new' | 'duplicate' | 'refused') => void
  readonly clock: Clock
  readonly log: Log
}

export interface WayIn {
  /** For whoever sends again what was not taken. */
  readonly repeated: Accept
  /** For platforms that do not, or may not. */
  readonly unrepeated: Accept
  readonly spoolBytes: number
  start(): void
  stop(): Promise<void>
}

export async function createWayIn(options: WayInOptions): Promise<WayIn> {
  const { accept, gate, spoolDir, onInput, clock, log } = options
  const repeated: Accept = (incoming) => gate.enter(() => accept(incoming))
  const told = (accept: Accept): Accept => tells(accept, onInput)
  if (spoolDir === undefined) {
    const only = told(repeated)
    return { repeated: only, unrepeated: only, spoolBytes: 0, start: () => {}, stop: async () => {} }
  }
  const alarm = 'spool_full'
  const spool = await openSpool({
    path: join(spoolDir, 'spool.jsonl'),
    onFull: () =>
      log.error({ alarm }, 'No more messages can be kept on the disk: they are lost until Redis is back.'),
    onDamage: () => log.error({ alarm: 'spool_damaged' }, 'A message kept on the disk cannot be read.'),
  })
  const spooled = createSpooled({
    // Fed back one by one, these need no gate; those that come are held by it, or go to the disk.
    accept: (incoming) => (spool.isEmpty ? repeated(incoming) : accept(incoming)),
    spool,
    clock,
    random: Math.random,
    log,
  })
  return {
    repeated: told(repeated),
    unrepeated: told(spooled.accept),
    get spoolBytes() {
      return spool.bytes
    },
    start: spooled.start,
    stop: async () => {
      await spooled.stop()
      await spool.close()
    },
  }
}

function tells(accept: Accept, onInput: WayInOptions['onInput']): Accept {
  return async (incoming) => {
    const channel = channelOf(incoming)
    try {
      const isNew = await accept(incoming)
      onInput(channel, isNew ? 'new' : 'duplicate')
      return isNew
    } catch (error) {
      onInput(channel, 'refused')
      throw error
    }
  }
}

function channelOf({ conversation }: IncomingInput): string {
  return conversation.slice(0, Math.max(0, conversation.indexOf(':')))
}
