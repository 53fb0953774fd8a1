/** What was heard in groups: kept before the platform is told so, then carried out in its order. */
import type { OfficeEvent } from '../channels/telegram/office-event.ts'
import { backoffMs, wait } from '../channels/telegram/wait.ts'
import type { EpochMs } from '../engine/turn.ts'
import { StoreError } from '../errors.ts'
import type { Shelf } from '../store/shelf.ts'

/** The id of a document is the update's. */
const kind = 'telegram-heard'
const keptMs = 24 * 3_600_000
/** What a process left undone that long, it will not do any more. */
const abandonedMs = 60_000
const maxTries = 5
const maxWaitMs = 30_000

interface Kept {
  readonly event: OfficeEvent
  readonly at: EpochMs
}

export interface Heard {
  /** Resolves once it is durable; it is carried out after that. */
  take(event: OfficeEvent): Promise<void>
  /** Carries out what was left undone, of this process's former life or of one that is gone. */
  resume(isAll: boolean): Promise<void>
  /** Resolves when what is in hand is done, or put off. */
  settled(): Promise<void>
}

export function createHeard(options: {
  readonly shelf: Shelf
  readonly clock: { now(): EpochMs; setTimer(at: EpochMs, ring: () => void): () => void }
  /** Does what an event asks for; may be asked twice for the same one. */
  readonly carryOut: (event: OfficeEvent) => Promise<void>
  readonly onError: (error: unknown) => void
  readonly signal: AbortSignal
}): Heard {
  const { shelf, clock, carryOut, onError, signal } = options
  /** The end of what was begun last, by place. */
  const lanes = new Map<string, Promise<void>>()
  const inHand = new Set<string>()

  function begin({ event }: Kept): void {
    if (inHand.has(event.updateId)) return
    inHand.add(event.updateId)
    const lane = laneOf(event)
    const work = (lanes.get(lane) ?? Promise.resolve()).then(() => finish(event))
    lanes.set(lane, work)
    void work.then(() => {
      inHand.delete(event.updateId)
      if (lanes.get(lane) === work) lanes.delete(lane)
    })
  }

  async function finish(event: OfficeEvent): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      try {
        await carryOut(event)
        await shelf.remove(kind, event.updateId)
        return
      } catch (error) {
        failures += 1
        if (failures === 1) onError(error)
        const isStore = error instanceof StoreError && error.code === 'store/unreachable'
        // Left on the shelf, it is tried again once somebody looks.
        if (!isStore && failures >= maxTries) return
        await wait(backoffMs(failures, maxWaitMs), clock, signal)
      }
    }
  }

  return {
    take: async (event) => {
      const kept: Kept = { event, at: clock.now() }
      await shelf.put(kind, event.updateId, kept, clock.now(), { expiresAt: clock.now() + keptMs })
      begin(kept)
    },
    resume: async (isAll) => {
      const left = await shelf.list<Kept>(kind, clock.now())
      const old = left.filter(({ body }) => isAll || body.at <= clock.now() - abandonedMs)
      for (const { body } of old.sort((one, other) => Number(one.id) - Number(other.id))) begin(body)
    },
    settled: async () => {
      while (lanes.size > 0) await Promise.all(lanes.values())
    },
  }
}

/** What belongs together is done one after the other. */
function laneOf(event: OfficeEvent): string {
  switch (event.type) {
    case 'moved':
      return 'groups'
    case 'press':
      return event.at === undefined ? event.data : `${event.at.chatId}/${event.at.threadId ?? ''}`
    default:
      return `${event.chatId}/${event.threadId ?? ''}`
  }
}
