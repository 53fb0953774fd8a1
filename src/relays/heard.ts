/** What was heard in groups: kept before the platform is told so, then carried out in its order. */
import type { OfficeEvent } from '../channels/telegram/office-event.ts'
import { backoffMs, wait } from '../channels/telegram/wait.ts'
import type { EpochMs } from '../engine/turn.ts'
import { StoreError } from '../errors.ts'
import type { Shelf } from '../store/shelf.ts'

/** The id of a document is the update's. */
const kind = 'telegram-heard'
const keptMs = 24 * 3_600_000
/** How often a process says that it is still at what it has in hand, and looks for what another one left. */
const renewalMs = 2_500
/** A process that has said nothing for so long is gone: with one look more within 9.5 s, as shards are taken over. */
const abandonedMs = 7_000
const maxTries = 5
const maxWaitMs = 30_000
/** What could not be carried out after all tries is left alone for so long. */
const restMs = 60_000

interface Kept {
  readonly event: OfficeEvent
  /** When it was heard; absent in those of an earlier version. */
  readonly heardAt?: EpochMs
  /** When whoever has it last said so. */
  readonly at: EpochMs
}

interface InHand {
  readonly event: OfficeEvent
  readonly heardAt: EpochMs
  /** As it stands on the shelf; absent once another process has it too. */
  version?: number
}

export interface Heard {
  /** Resolves once it is durable; it is carried out after that. */
  take(event: OfficeEvent): Promise<void>
  /** Looks now and then for what a process left undone that is gone. Ends with the signal. */
  start(): void
  /** Carries out all that was left undone, whoever had it. */
  resume(): Promise<void>
  /** Resolves when what is in hand is done, or put off. */
  settled(): Promise<void>
}

export interface HeardOptions {
  readonly shelf: Shelf
  readonly clock: { now(): EpochMs; setTimer(at: EpochMs, ring: () => void): () => void }
  /** Does what an event asks for; may be asked twice for the same one. */
  readonly carryOut: (event: OfficeEvent) => Promise<void>
  readonly onError: (error: unknown) => void
  readonly signal: AbortSignal
}

export function createHeard({ shelf, clock, carryOut, onError, signal }: HeardOptions): Heard {
  /** The end of what was begun last, by place. */
  const lanes = new Map<string, Promise<void>>()
  const inHand = new Map<string, InHand>()
  let looking: Promise<void> | undefined
  /** While the shelf was away nobody could say anything. */
  let trustsSilenceFrom = Number.NEGATIVE_INFINITY

  function put({ event, heardAt, version }: InHand, at: EpochMs): Promise<number> {
    const expected = version === undefined ? {} : { expected: version }
    const options = { expiresAt: heardAt + keptMs, ...expected }
    return shelf.put(kind, event.updateId, { event, heardAt, at } satisfies Kept, clock.now(), options)
  }

  function begin(one: InHand): void {
    const { event } = one
    if (inHand.has(event.updateId)) return
    inHand.set(event.updateId, one)
    const lane = laneOf(event)
    const work = (lanes.get(lane) ?? Promise.resolve()).then(() => finish(one))
    lanes.set(lane, work)
    void work.then(() => {
      inHand.delete(event.updateId)
      if (lanes.get(lane) === work) lanes.delete(lane)
    })
  }

  async function finish(one: InHand): Promise<void> {
    const { event } = one
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
        if (!isStore && failures >= maxTries)
          return say(one, clock.now() + restMs - abandonedMs).catch(onError)
        await wait(backoffMs(failures, maxWaitMs), clock, signal)
      }
    }
  }

  /** Says until when this process is at it, unless another one has it or it is done. */
  async function say(one: InHand, at: EpochMs): Promise<void> {
    if (one.version === undefined) return
    try {
      one.version = await put(one, at)
    } catch (error) {
      if (!isConflict(error)) throw error
      delete one.version
    }
  }

  /** Those that `isLeft`, each to one process. */
  async function takeOver(isLeft: (kept: Kept) => boolean): Promise<void> {
    const all = await shelf.list<Kept>(kind, clock.now())
    const left = all.filter(({ id, body }) => !inHand.has(id) && isLeft(body))
    for (const { body, version } of left.sort((one, other) => Number(one.id) - Number(other.id))) {
      const { event, at, heardAt = at } = body
      const one: InHand = { event, heardAt, version }
      await say(one, clock.now())
      if (one.version !== undefined && !signal.aborted) begin(one)
    }
  }

  async function look(): Promise<void> {
    try {
      for (const one of [...inHand.values()]) await say(one, clock.now())
      const mayBeGone = clock.now() >= trustsSilenceFrom
      await takeOver(({ at }) => mayBeGone && at <= clock.now() - abandonedMs)
    } catch (error) {
      if (clock.now() >= trustsSilenceFrom) onError(error)
      trustsSilenceFrom = clock.now() + abandonedMs
    }
  }

  async function lookNowAndThen(): Promise<void> {
    while (!signal.aborted) {
      await look()
      await wait(renewalMs, clock, signal)
    }
  }

  return {
    take: async (event) => {
      const one: InHand = { event, heardAt: clock.now() }
      one.version = await put(one, clock.now())
      begin(one)
    },
    start: () => {
      looking = lookNowAndThen()
    },
    resume: () => takeOver(() => true),
    settled: async () => {
      await looking
      while (lanes.size > 0) await Promise.all(lanes.values())
    },
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'store/conflict'
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
