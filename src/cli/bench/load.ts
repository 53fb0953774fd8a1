/** Drives conversations through a runtime as fast as they go. */
import type { Channel } from '../../channels/channel.ts'
import type { Input } from '../../engine/turn.ts'
import { createRuntime, type RuntimeOptions } from '../../runtime/service.ts'

export interface LoadOptions {
  readonly runtime: RuntimeOptions
  /** Conversations going on at the same time; each waits for the answer before it goes on. */
  readonly conversations: number
  /** How many conversations each of them has, one after the other. */
  readonly rounds: number
  readonly script: readonly Input[]
}

export interface LoadResult {
  readonly turnsPerSecond: number
  /** From handing an input over to its first reply being delivered. */
  readonly latencyMs: { readonly p50: number; readonly p99: number }
}

const channelName = 'load'

/** The store should be empty, and every turn should be answered. */
export async function measureLoad(options: LoadOptions): Promise<LoadResult> {
  const latenciesMs: number[] = []
  const heard = new Map<string, () => void>()
  const channel: Channel = {
    name: channelName,
    capabilities: { hasButtons: true, maxTextUnits: 4_000, hasTyping: false, canWriteFirst: true },
    deliver: async ({ conversation }) => heard.get(conversation)?.(),
    close: async () => {},
  }
  const runtime = createRuntime(options.runtime)
  runtime.start([channel])

  async function converse(conversation: string): Promise<void> {
    for (const [turn, input] of options.script.entries()) {
      const startedMs = performance.now()
      const answered = new Promise<void>((resolve) => heard.set(conversation, resolve))
      await runtime.accept({ conversation, updateId: String(turn), input, receivedAt: Date.now() })
      await answered
      latenciesMs.push(performance.now() - startedMs)
    }
    heard.delete(conversation)
  }

  async function follow(lane: number): Promise<void> {
    for (let round = 0; round < options.rounds; round++) await converse(`${channelName}:${lane}-${round}`)
  }

  const startedMs = performance.now()
  await Promise.all(Array.from({ length: options.conversations }, (_, lane) => follow(lane)))
  await runtime.idle()
  const seconds = (performance.now() - startedMs) / 1_000
  await runtime.stop()

  latenciesMs.sort((a, b) => a - b)
  const at = (share: number) => latenciesMs[Math.floor(share * (latenciesMs.length - 1))] ?? 0
  return { turnsPerSecond: latenciesMs.length / seconds, latencyMs: { p50: at(0.5), p99: at(0.99) } }
}
