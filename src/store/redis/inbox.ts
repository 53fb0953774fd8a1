/** Inputs of the shards held that wait to be processed, and who is at them. In memory: a shard has one owner. */
import type { EpochMs } from '../../engine/turn.ts'
import type { ConversationId, StoredInput } from '../store.ts'
import { Heap, type Placed } from './heap.ts'
import type { ConversationRecord } from './record.ts'
import { claimsPerLease, isNext, type Shard } from './shard.ts'

/** A conversation with inputs waiting or in hand. */
export interface Place extends Placed {
  readonly shard: Shard
  readonly conversation: ConversationId
  /** Oldest first. */
  inputs: QueuedInput[]
  claim: LocalClaim | undefined
}

export interface QueuedInput {
  readonly stored: StoredInput
  /** Rises with the time of acceptance, across conversations. */
  readonly order: number
}

export interface LocalClaim {
  readonly token: number
  readonly until: EpochMs
  /** As last committed. */
  record: ConversationRecord | undefined
  /** What waits for the commit under way; `undefined` when there is none. */
  behind: (() => void)[] | undefined
  /** Made for one input that is accepted and committed in one step; it ends by itself. */
  readonly isReserved: boolean
}

export interface Claimed {
  readonly place: Place
  readonly claim: LocalClaim
}

export interface Inbox {
  /** Takes an entry of a shard's stream into memory, if it is the next one. */
  hand(shard: Shard, position: number, input: () => QueuedInput): void
  claim(now: EpochMs, leaseMs: number): Claimed | undefined
  /** Claims a conversation that has no place in its shard, while nothing waits. */
  reserve(shard: Shard, conversation: ConversationId, record: ConversationRecord): Claimed | undefined
  /** The claim with this token, if it is still good. */
  holding(shard: Shard | undefined, conversation: ConversationId, token: number): Place | undefined
  release(place: Place, claim: LocalClaim): void
  acknowledge(place: Place, position: number): void
  forget(shard: Shard): void
  /** Begins nothing more in this shard. */
  leave(shard: Shard): void
  /** Whether a claim in this shard is good still. */
  isInHand(shard: Shard, now: EpochMs): boolean
  /** When the next claim of a conversation with inputs runs out, after `now`. */
  nextAbandoned(now: EpochMs): EpochMs
}

export function createInbox(): Inbox {
  const ready = new Heap<Place>((place) => place.inputs[0]?.order ?? 0)
  const claimed = new Heap<Place>((place) => place.claim?.until ?? 0)

  /** Puts a place where it belongs now. */
  function sort(place: Place, isOverdue = false): void {
    const { shard, conversation, inputs, claim } = place
    const isClaimed = claim !== undefined && !isOverdue
    const isReady = inputs.length > 0 && !isClaimed && !shard.isLeaving
    if (!isClaimed) claimed.remove(place)
    if (!isReady) ready.remove(place)
    if (isClaimed) claimed.put(place)
    if (isReady) ready.put(place)
    if (inputs.length === 0 && !claim) shard.places.delete(conversation)
  }

  return {
    hand: (shard, position, input) => {
      if (!isNext(shard.inbox, position)) return
      shard.inbox.last = position
      shard.inbox.size += 1
      const queued = input()
      const { conversation } = queued.stored
      const known = shard.places.get(conversation)
      if (known) known.inputs.push(queued)
      const place = known ?? { shard, conversation, inputs: [queued], claim: undefined, place: -1 }
      if (!known) shard.places.set(conversation, place)
      // A claim that is overdue is in `ready` or will come up; a good one keeps its place out of it.
      if (!place.claim) sort(place)
      else if (!place.claim.isReserved && !claimed.has(place)) sort(place, true)
    },

    claim: (now, leaseMs) => {
      for (let place = claimed.peek(); place && (place.claim?.until ?? 0) <= now; place = claimed.peek())
        sort(place, true)
      const place = ready.peek()
      if (!place) return undefined
      const { shard } = place
      shard.claims += 1
      const claim: LocalClaim = {
        token: shard.token * claimsPerLease + shard.claims,
        until: now + leaseMs,
        record: undefined,
        behind: undefined,
        isReserved: false,
      }
      place.claim = claim
      sort(place)
      return { place, claim }
    },

    reserve: (shard, conversation, record) => {
      if (ready.size > 0 || shard.isLeaving || shard.inbox.isBehind) return undefined
      if (shard.accepting.size > 0 && shard.accepting.has(conversation)) return undefined
      shard.claims += 1
      const claim: LocalClaim = {
        token: shard.token * claimsPerLease + shard.claims,
        until: Number.POSITIVE_INFINITY,
        record,
        behind: [],
        isReserved: true,
      }
      const place: Place = { shard, conversation, inputs: [], claim, place: -1 }
      shard.places.set(conversation, place)
      return { place, claim }
    },

    holding: (shard, conversation, token) => {
      const place = shard?.places.get(conversation)
      return place?.claim?.token === token ? place : undefined
    },

    release: (place, claim) => {
      if (place.claim !== claim || place.shard.isLost) return
      place.claim = undefined
      sort(place)
    },

    acknowledge: (place, position) => {
      const index = place.inputs.findIndex(({ stored }) => stored.position === position)
      if (index < 0) return
      place.inputs.splice(index, 1)
      place.shard.inbox.size -= 1
      if (ready.has(place)) sort(place, place.claim !== undefined)
    },

    forget: (shard) => {
      for (const place of shard.places.values()) {
        ready.remove(place)
        claimed.remove(place)
        place.claim = undefined
      }
      shard.places.clear()
    },

    leave: (shard) => {
      for (const place of shard.places.values()) ready.remove(place)
    },

    isInHand: (shard, now) => {
      for (const { claim } of shard.places.values()) if (claim && claim.until > now) return true
      return false
    },

    nextAbandoned: (now) => {
      let next = Number.POSITIVE_INFINITY
      for (const { inputs, claim } of claimed.items())
        if (inputs.length > 0 && claim && claim.until > now && claim.until < next) next = claim.until
      return next
    },
  }
}
