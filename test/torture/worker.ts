/**
 * One process of the service, for the torture: takes inputs over IPC, and writes what it delivers to a file that all
 * share, so that it outlives the process. Arguments: Redis, file of deliveries.
 */
import { appendFileSync } from 'node:fs'
import { type Channel, wordsOnly } from '../../src/channels/channel.ts'
import { createRuntime } from '../../src/runtime/service.ts'
import { redisStore } from '../../src/store/redis.ts'
import type { IncomingInput, Store } from '../../src/store/store.ts'
import { machines } from '../e2e/kill-machines.ts'

export type ToWorker = { readonly accept: IncomingInput } | { readonly leave: true }
export type FromWorker = { readonly type: 'ready' } | AboutInput

/** What became of a message. */
export type AboutInput =
  | { readonly type: 'accepted'; readonly conversation: string; readonly updateId: string }
  | { readonly type: 'refused'; readonly conversation: string; readonly updateId: string }

const [url = '', deliveries = ''] = process.argv.slice(2)
const tell = (message: FromWorker) => process.send?.(message)
const openAgainMs = 200

const channel: Channel = {
  name: 'torture',
  capabilities: wordsOnly,
  deliver: async ({ conversation, seq, reply }) =>
    appendFileSync(deliveries, `${JSON.stringify([conversation, seq, reply.text])}\n`),
  close: async () => {},
}

/** A service that starts while Redis is away is started again until it is back. */
async function open(): Promise<Store> {
  for (;;) {
    try {
      return await redisStore({ url })
    } catch {
      await new Promise((resolve) => setTimeout(resolve, openAgainMs))
    }
  }
}

process.on('disconnect', () => process.exit(1))
const store = await open()
const { waitsForTimers: _, ...machine } = await machines.counter()
const runtime = createRuntime({ store, ...machine })
runtime.start([channel])

async function accept(incoming: IncomingInput): Promise<void> {
  const { conversation, updateId } = incoming
  try {
    await runtime.accept(incoming)
    tell({ type: 'accepted', conversation, updateId })
  } catch {
    tell({ type: 'refused', conversation, updateId })
  }
}

async function leave(): Promise<void> {
  await runtime.stop()
  await store.close()
  process.exit(0)
}

process.on('message', (message: ToWorker) => {
  void ('leave' in message ? leave() : accept(message.accept))
})
tell({ type: 'ready' })
