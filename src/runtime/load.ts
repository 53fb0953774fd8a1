import type { Channel } from '../channels/channel.ts'
import type { Input } from '../engine/turn.ts'
import type { IncomingInput } from '../store/store.ts'
import { createRuntime, type RuntimeOptions } from './service.ts'

export interface LoadOptions {
  readonly runtime: RuntimeOptions
  /** Conversations going on at the same time; each waits for the answer before it goes on. */
  readonly conversations: number
  readonly turnsEach: number
  /** What the citizen of a conversation says in that turn, both counted from 0. */
  readonly say: (conversation: number, turn: number) => Input
}

export interface LoadResult {
  readonly turns: number
  readonly turnsPerSecond: number
  /** From handing an input over to its first reply being delivered. */
  readonly latencyMs: { readonly p50: number; readonly p99: number; readonly max: number }
}

const channelName = 'load'

/**
 * Drives conversations through accept, turn, commit and delivery as fast as they go, over a channel that sends
 * nothing. For benchmarks: the store should be empty, and every turn should be answered.
 */
export async function measureLoad({
  runtime: options,
  conversations,
  turnsEach,
  say,
}: LoadOptions): Promise<LoadResult> {
  const latenciesMs: number[] = []
  const heard = new Map<string, () => void>()
  const channel: Channel = {
    name: channelName,
    capabilities: { hasButtons: true, maxTextUnits: 4_000, hasTyping: false, canWriteFirst: true },
    deliver: async ({ conversation }) => heard.get(conversation)?.(),
    close: async () => {},
  }
  const runtime = createRuntime(options)
  runtime.start([channel])

  async function converse(index: number): Promise<void> {
    const conversation = `${channelName}:${index}`
    for (let turn = 0; turn < turnsEach; turn++) {
      const startedMs = performance.now()
      const answered = new Promise<void>((resolve) => heard.set(conversation, resolve))
      const incoming: IncomingInput = {
        conversation,
        updateId: String(turn),
        input: say(index, turn),
        receivedAt: Date.now(),
      }
      await runtime.accept(incoming)
      await answered
      latenciesMs.push(performance.now() - startedMs)
    }
  }

  const startedMs = performance.now()
  await Promise.all(Array.from({ length: conversations }, (_, index) => converse(index)))
  await runtime.idle()
  const seconds = (performance.now() - startedMs) / 1_000
  await runtime.stop()

  latenciesMs.sort((a, b) => a - b)
  const at = (share: number) => latenciesMs[Math.floor(share * (latenciesMs.length - 1))] ?? 0
  const turns = conversations * turnsEach
  return {
    turns,
    turnsPerSecond: turns / seconds,
    latencyMs: { p50: at(0.5), p99: at(0.99), max: at(1) },
  }
}
