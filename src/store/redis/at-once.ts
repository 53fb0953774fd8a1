/** An input and its turn in one trip: the turn is thought out before the input is durable, and seen by nobody until then. */
import type { Accepted, Claim, Commit, ConversationId, IncomingInput } from '../store.ts'
import { type Committing, goOn } from './commit.ts'
import type { Claimed } from './inbox.ts'
import type { Passing } from './passing.ts'
import { type ConversationRecord, decodeRecord, emptyRecord } from './record.ts'
import type { Shard } from './shard.ts'
import type { HowEnded, TurnAtOnce } from './turn-at-once.ts'
import type { Turns, TurnsOptions } from './turns.ts'

export interface AtOnceOptions extends TurnsOptions {
  readonly committing: Committing
  readonly passing: Pick<Passing, 'waits'>
  /** The usual way: accepted here or by whoever holds the conversation; `onEnd` is told whether it is new. */
  readonly acceptAnywhere: (
    incoming: IncomingInput,
    onEnd: (isNew: boolean) => void,
    onFailure: (error: unknown) => void,
  ) => void
}

type Ended = (taking: Taking, reserved: Claimed, how: HowEnded) => void

/** An input that is to be taken with its turn. One object for all of it: thousands are made a second. */
class Taking implements TurnAtOnce {
  readonly incoming: IncomingInput
  readonly take: (claim: Claim) => Commit | undefined
  readonly resolve: (accepted: Accepted) => void
  readonly reject: (error: unknown) => void
  private readonly ended: Ended

  constructor(
    incoming: IncomingInput,
    take: (claim: Claim) => Commit | undefined,
    resolve: (accepted: Accepted) => void,
    reject: (error: unknown) => void,
    ended: Ended,
  ) {
    this.incoming = incoming
    this.take = take
    this.resolve = resolve
    this.reject = reject
    this.ended = ended
  }

  onEnd(reserved: Claimed, how: HowEnded): void {
    this.ended(this, reserved, how)
    goOn(reserved.claim)
  }

  onFailure(reserved: Claimed, error: unknown): void {
    this.reject(error)
    goOn(reserved.claim)
  }
}

/** What `Store.acceptTurn` promises. Whatever cannot be done at once takes the usual way. */
export function createAtOnce(options: AtOnceOptions): Turns['acceptTurn'] {
  const { keys, inbox, owner, records, committing, passing, acceptAnywhere } = options

  const usually = ({ incoming, resolve, reject }: Taking) =>
    acceptAnywhere(incoming, (isNew) => resolve(isNew ? 'accepted' : 'duplicate'), reject)

  function begin(taking: Taking): void {
    const found = records.find(taking.incoming.conversation)
    const conversation = found?.conversation ?? taking.incoming.conversation
    if (passing.waits(conversation, () => begin(taking))) return
    const shard = owner.held(found?.shard.number ?? keys.shardOf(conversation))
    if (!shard) return usually(taking)
    const present = shard.places.get(conversation)
    // Behind the one before, whose session this one needs.
    if (present?.claim?.isReserved && present.claim.behind)
      return void present.claim.behind.push(() => begin(taking))
    if (present) return usually(taking)
    attempt(taking, shard, conversation, found?.shard === shard ? found.record : undefined)
  }

  /** Of a conversation that is not in memory it is thought that it is new: Redis knows, and says what it has. */
  function attempt(
    taking: Taking,
    shard: Shard,
    conversation: ConversationId,
    known: ConversationRecord | undefined,
  ): void {
    const { incoming, take } = taking
    const record = known ?? emptyRecord
    const reserved = inbox.reserve(shard, conversation, record)
    if (!reserved) return usually(taking)
    const { claim } = reserved
    const stored = { ...incoming, conversation, position: shard.inbox.last }
    const commit = take({
      conversation,
      fencingToken: claim.token,
      session: record.session,
      inputs: [stored],
    })
    if (!commit) {
      end(reserved)
      return usually(taking)
    }
    committing.turnAtOnce(taking, reserved, commit, known === undefined)
  }

  function end({ place, claim }: Claimed): void {
    inbox.release(place, claim)
    owner.settleLeave(place.shard)
  }

  function ended(taking: Taking, reserved: Claimed, how: HowEnded): void {
    end(reserved)
    const { shard } = reserved.place
    if (how === 'turned') taking.resolve('turned')
    else if (how === 'processed') taking.resolve('duplicate')
    // Also what cannot be written: whoever claims the conversation hears why.
    else if (typeof how === 'string' || shard.isLost) usually(taking)
    else again(taking, shard, how.record)
  }

  function again(taking: Taking, shard: Shard, text: string): void {
    let record: ConversationRecord
    try {
      record = decodeRecord(text)
    } catch {
      // Whoever claims the conversation has it begin anew.
      return usually(taking)
    }
    const { conversation } = taking.incoming
    records.set(shard, conversation, record)
    if (shard.places.has(conversation)) return usually(taking)
    attempt(taking, shard, conversation, record)
  }

  return (incoming, take) =>
    new Promise((resolve, reject) => begin(new Taking(incoming, take, resolve, reject, ended)))
}
