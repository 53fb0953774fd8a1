/**
 * A service of its own, for kill.test.ts: takes inputs over IPC, and writes what it delivers to a file, so that it
 * outlives the process. Arguments: database, file of deliveries, machine, folder of its content.
 */
import { appendFileSync } from 'node:fs'
import { type Channel, wordsOnly } from '../../src/channels/channel.ts'
import type { Observer } from '../../src/runtime/observe.ts'
import { createRuntime } from '../../src/runtime/service.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import type { IncomingInput } from '../../src/store/store.ts'
import { type MachineName, machines } from './kill-machines.ts'

export type ToWorker = { readonly accept: readonly IncomingInput[] } | { readonly finish: true }
export type FromWorker =
  | { readonly type: 'ready' }
  | {
      readonly type: 'accepted'
      readonly conversation: string
      readonly updateId: string
      readonly isNew: boolean
    }
  | { readonly type: 'finished' }

const [path = '', log = '', machine = 'counter', root = ''] = process.argv.slice(2)
const tell = (message: FromWorker) => process.send?.(message)

const channel: Channel = {
  name: 'kill',
  capabilities: { ...wordsOnly, hasButtons: true },
  deliver: async ({ conversation, seq, reply }) =>
    appendFileSync(log, `${JSON.stringify([conversation, seq, reply.text])}\n`),
  close: async () => {},
}
let onTurn = () => {}
const observer: Observer = { turn: () => onTurn(), delivery: () => {} }

const store = sqliteStore({ path })
const { waitsForTimers, ...options } = await machines[machine as MachineName](root)
const runtime = createRuntime({ store, observer, ...options })
runtime.start([channel])

async function finish(): Promise<void> {
  for (;;) {
    const isTurn = new Promise<void>((resolve) => {
      onTurn = resolve
    })
    await runtime.idle()
    const { timers, pendingInputs, pendingDeliveries } = await store.stats()
    if ((waitsForTimers ? timers : 0) + pendingInputs + pendingDeliveries === 0) break
    await isTurn
  }
  await runtime.stop()
  await store.close()
  tell({ type: 'finished' })
  process.disconnect()
}

async function accept(incoming: IncomingInput): Promise<void> {
  const isNew = await runtime.accept(incoming)
  tell({ type: 'accepted', conversation: incoming.conversation, updateId: incoming.updateId, isNew })
}

process.on('message', (message: ToWorker) => {
  if ('finish' in message) void finish()
  else for (const incoming of message.accept) void accept(incoming)
})
tell({ type: 'ready' })
