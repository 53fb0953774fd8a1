/** Drives conversations through a runtime as fast as they go. */
import { type Channel, wordsOnly } from '../../channels/channel.ts'
import type { Input } from '../../engine/turn.ts'
import { createRuntime, type RuntimeOptions } from '../../runtime/service.ts'
import type { Commit, ConversationId, Store } from '../../store/store.ts'

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
  /** From handing an input over to its last reply being delivered. */
  readonly latencyMs: { readonly p50: number; readonly p99: number }
}

const channelName = 'load'

/** A turn under way: how many of its replies are still to come, and whom to tell when all are there. */
interface Awaited {
  replies: number
  readonly tell: () => void
}

/**
 * Drives conversations through accept, turn, commit and delivery as fast as they go, over a channel that sends
 * nothing. For benchmarks; the store should be empty.
 */
export async function measureLoad(options: LoadOptions): Promise<LoadResult> {
  const latenciesMs: number[] = []
  const awaited = new Map<ConversationId, Awaited>()
  const runtime = createRuntime({ ...options.runtime, store: tellingOf(options.runtime.store, awaited) })
  runtime.start([silentChannel(awaited)])

  async function converse(conversation: ConversationId): Promise<void> {
    for (const [turn, input] of options.script.entries()) {
      const startedMs = performance.now()
      const isAnswered = new Promise<void>((tell) => awaited.set(conversation, { replies: 0, tell }))
      await runtime.accept({ conversation, updateId: String(turn), input, receivedAt: Date.now() })
      await isAnswered
      latenciesMs.push(performance.now() - startedMs)
    }
    awaited.delete(conversation)
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

/** The store, noting how many replies each turn has. */
function tellingOf(store: Store, awaited: ReadonlyMap<ConversationId, Awaited>): Store {
  return {
    ...store,
    commit: async (commit: Commit) => {
      const turn = awaited.get(commit.claim.conversation)
      if (turn) turn.replies += commit.replies.length
      await store.commit(commit)
      if (commit.replies.length === 0) turn?.tell()
    },
  }
}

function silentChannel(awaited: ReadonlyMap<ConversationId, Awaited>): Channel {
  return {
    name: channelName,
    capabilities: { ...wordsOnly, hasButtons: true },
    deliver: async ({ conversation }) => {
      const turn = awaited.get(conversation)
      if (!turn) return
      turn.replies -= 1
      if (turn.replies === 0) turn.tell()
    },
    close: async () => {},
  }
}
