/**
 * What is remembered, and the one atomic step in which a conversation moves. Two drivers implement it
 * (embedded SQLite; Redis), and both pass test/contracts/store-contract.ts.
 *
 * The promise, whatever crashes when: an accepted input is processed exactly once, inputs of one
 * conversation in the order they were accepted, and every reply they caused is delivered at least once, in order.
 *
 * Every method may throw StoreError `store/unreachable` (try again later) and
 * `store/corrupt`. Times are given by the caller, never read from a clock.
 */
import type {
  CaseChange,
  CaseEntry,
  CaseFields,
  CaseId,
  CaseState,
  DeskId,
  EpochMs,
  Input,
  Reply,
  Session,
} from '../engine/turn.ts'

/** `<channel>:<address on the channel>`, e.g. `web:6f1c…`, `telegram:4711`. */
export type ConversationId = string

/** An input as a channel hands it over. */
export interface IncomingInput {
  readonly conversation: ConversationId
  /** Unique per conversation: the platform's update id. The same one twice is one input. */
  readonly updateId: string
  readonly input: Input
  readonly receivedAt: EpochMs
}

export interface StoredInput extends IncomingInput {
  /** Its place in the conversation's order; rising, not necessarily by one. */
  readonly position: number
}

/**
 * The right to move one conversation, until it is released or taken over. The fencing token rises with every
 * claim of the conversation: a holder whose token is no longer the newest cannot commit.
 */
export interface Claim {
  readonly conversation: ConversationId
  readonly fencingToken: number
  /** `undefined` for a conversation never seen, expired or erased. */
  readonly session: Session | undefined
  /** Accepted and not yet acknowledged, oldest first; at least one, at most the asked number. */
  readonly inputs: readonly StoredInput[]
}

export interface TimerChange {
  readonly name: string
  /** `undefined` cancels. */
  readonly at: EpochMs | undefined
  readonly payload?: Readonly<Record<string, string>>
}

/** What one turn changes, all or nothing. */
export interface Commit {
  readonly claim: Claim
  /** The input that this turn processed: acknowledged with the rest. */
  readonly input: StoredInput
  readonly session: Session
  readonly replies: readonly Reply[]
  readonly timers: readonly TimerChange[]
  /**
   * Applied in this order, after an erase: {@link CaseChange}. One that would make a case without saying its state, desk
   * and time is left out: there is no such case (any more).
   */
  readonly caseChanges?: readonly CaseChange[]
  /** Counters to add one to. */
  readonly counters: readonly string[]
  /**
   * Erase the conversation first (session, earlier replies whether delivered or not, timers; its cases are closed and
   * reduced, see {@link Case.conversation}), then apply the rest. Inputs accepted and not yet processed stay; the
   * numbering of replies goes on.
   */
  readonly erase: boolean
  readonly committedAt: EpochMs
}

/** A reply on its way to the citizen. */
export interface Delivery {
  readonly conversation: ConversationId
  /** Its number within the conversation, from 1, without gaps. */
  readonly seq: number
  readonly reply: Reply
  /** How often it was handed out, this time included. */
  readonly attempts: number
  readonly createdAt: EpochMs
}

export type DeliveryResult =
  | { readonly type: 'sent' }
  /** Try again, not before `at`; the conversation's later replies wait behind it. */
  | { readonly type: 'retry'; readonly at: EpochMs; readonly error: string }
  /** Given up, visibly: later replies go on. */
  | { readonly type: 'dead'; readonly error: string }

/** A case as it stands. */
export interface Case extends CaseFields {
  readonly id: CaseId
  /**
   * Empty once the case is reduced to what statistics need (erased by its citizen, or kept long enough): closed, without
   * log, answers, wish, phone and commune. Then only {@link Store.listCases} still knows it.
   */
  readonly conversation: ConversationId
  /** Number of the newest entry of its log, from 1 without gaps. */
  readonly lastEntry: number
  /** When something last happened to it. */
  readonly changedAt: EpochMs
}

/** An entry of a case's log, with its number in that log. */
export interface NumberedEntry extends CaseEntry {
  readonly number: number
}

/** Which cases to list; what is absent does not narrow. */
export interface CaseFilter {
  readonly desks?: readonly DeskId[]
  readonly states?: readonly CaseState[]
  /** Changed at or after. */
  readonly changedSince?: EpochMs
  /** Opened at or after, and before. */
  readonly openedFrom?: EpochMs
  readonly openedBefore?: EpochMs
  readonly limit: number
}

/** What was committed of a case. */
export interface CaseNews {
  readonly case: CaseId
  readonly conversation: ConversationId
}

/**
 * What became of an input given to {@link Store.acceptTurn}: `turned`, accepted and its turn committed; `accepted`, its turn
 * is to come; `duplicate`, accepted before.
 */
export type Accepted = 'turned' | 'accepted' | 'duplicate'

/**
 * `taken` by the process that holds its conversation; `returned` by it, as it could not; or nothing was heard of it in time
 * (`silent`). Of the last two it is this process that makes the input durable.
 */
export type HowPassed = 'taken' | 'returned' | 'silent'

export interface DeadLetter extends Delivery {
  readonly error: string
}

export interface StoreStats {
  readonly conversations: number
  readonly pendingInputs: number
  readonly pendingDeliveries: number
  readonly deadLetters: number
  readonly timers: number
}

/** Told how settling a delivery went: one of both, once. Must not throw. */
export interface Settling {
  onSettled(): void
  onUnsettled(error: unknown): void
}

export interface Store {
  /**
   * Makes an input durable. `false` when the same update was accepted before (it is then not stored again), even
   * if it is long processed (see {@link Store.expire}).
   * @throws StoreError `store/unreachable`
   */
  accept(incoming: IncomingInput): Promise<boolean>

  /**
   * Claims some conversation that has unprocessed inputs and is not claimed, the longest waiting first, or
   * `undefined` when there is none. A claim older than `leaseMs` counts as abandoned.
   */
  claim(options: {
    readonly now: EpochMs
    readonly leaseMs: number
    readonly maxInputs: number
  }): Promise<Claim | undefined>
  /**
   * Like {@link Store.claim} for up to `limit` conversations; it may give fewer, none when there are none. Absent where one
   * after the other is as good.
   */
  claimMany?(options: {
    readonly now: EpochMs
    readonly leaseMs: number
    readonly maxInputs: number
    readonly limit: number
  }): Promise<readonly Claim[]>
  /**
   * Accepts an input and, where nothing has to be waited for, commits its turn in the same atomic step. `take` is then
   * called with a claim that ends by itself; what it gives is committed, or dropped without a trace when the update was
   * accepted before, when the conversation is not ours after all, or when its session is another than was thought: it
   * is called once more with the right one then. With `undefined` it leaves the turn to whoever claims the conversation. It
   * must not throw. Absent where a step more costs nothing.
   * @throws StoreError `store/unreachable`
   */
  acceptTurn?(incoming: IncomingInput, take: (claim: Claim) => Commit | undefined): Promise<Accepted>
  /** Gives a claim back; unacknowledged inputs are up for claiming again. Harmless when already lost. */
  release(claim: Claim): Promise<void>
  /**
   * Applies one turn atomically: session, acknowledgement, replies, timers, cases, counters.
   * @throws StoreError `store/claim_lost` when a newer claim exists, the claim was released or the input is
   * acknowledged already; nothing is changed then.
   */
  commit(commit: Commit): Promise<void>

  /** The session as last committed. */
  session(conversation: ConversationId): Promise<Session | undefined>

  /**
   * Claims the oldest undelivered reply of each of up to `limit` conversations whose channel is in `channels`
   * and which have none under way. Abandoned after `leaseMs`, then handed out again (so: at least once).
   */
  claimDeliveries(options: {
    readonly channels: readonly string[]
    readonly now: EpochMs
    readonly leaseMs: number
    readonly limit: number
  }): Promise<readonly Delivery[]>
  /**
   * Says how a claimed delivery ended. Harmless when it is settled or erased already; `retry` and `dead` change
   * nothing when it was handed out anew meanwhile.
   */
  settle(delivery: Delivery, result: DeliveryResult): Promise<void>
  /**
   * {@link Store.settle} that tells somebody instead of making a promise, for whoever settles thousands a second.
   * Absent where that makes no difference.
   */
  settleWith?(delivery: Delivery, result: DeliveryResult, settling: Settling): void
  /** Replies after `afterSeq`, delivered or not, oldest first: for channels that keep a log (web). */
  replies(conversation: ConversationId, afterSeq: number, limit: number): Promise<readonly Delivery[]>

  /**
   * Turns every timer due at `now` into an accepted input, once, in the order they were due; the number of timers
   * that rang.
   */
  ringTimers(now: EpochMs): Promise<number>
  /**
   * When the next timer rings, or after `now` a delayed delivery or an abandoned claim comes up; `undefined`:
   * nothing waits.
   */
  nextWake(now: EpochMs): Promise<EpochMs | undefined>

  /** A case; `undefined` when there is none, or it was reduced. */
  case(id: CaseId): Promise<Case | undefined>
  /** Cases that fit, reduced ones included, the latest opened first (of the same moment: the greater id). */
  listCases(filter: CaseFilter): Promise<readonly Case[]>
  /** Entries of a case's log after a number, oldest first. */
  caseLog(id: CaseId, afterNumber: number, limit: number): Promise<readonly NumberedEntry[]>
  /**
   * Called after a case was changed, by this process or another. May be missed when a connection is lost, or come twice: a
   * listener looks again now and then.
   */
  onCases(listener: (news: CaseNews) => void): () => void
  deadLetters(limit: number): Promise<readonly DeadLetter[]>
  counters(): Promise<ReadonlyMap<string, number>>
  stats(): Promise<StoreStats>

  /**
   * Enforces retention: drops sessions last heard before `sessionsBefore`, replies made before `repliesBefore`, and
   * the ids of processed updates received before `updatesBefore` (a platform may repeat them up to then; on Redis received last). Whatever
   * still waits is kept: replies not delivered yet, and sessions with an input, a reply or a timer to come, or an open
   * case. Cases closed before `casesBefore` are reduced: {@link Case.conversation}. The number of sessions and replies
   * dropped.
   */
  expire(options: {
    readonly casesBefore?: EpochMs
    readonly sessionsBefore: EpochMs
    readonly repliesBefore: EpochMs
    readonly updatesBefore: EpochMs
  }): Promise<number>

  /** Called when another process may have made work for this one. Absent where there is only one process. */
  onWork?(listener: () => void): () => void
  /**
   * Hears inputs that another process took in for conversations of this one, and accepts each as if it had come here; one
   * listener at a time. Absent where there is only one process.
   */
  onPassed?(accept: (incoming: IncomingInput) => Promise<boolean>): () => void
  /** Told how it ended with each input that was passed on to another process. Absent where there is only one. */
  onPassing?(listener: (how: HowPassed) => void): () => void
  /** Called when another process committed replies of a conversation, for channels that read the log. */
  onReplies?(listener: (conversation: ConversationId) => void): () => void
  /**
   * Takes or prolongs, until `now + ms`, what one process at a time does (e.g. asking a platform for messages); 0 ms gives
   * it back. `false` when another process has it. Absent where there is only one process.
   */
  lease?(name: string, now: EpochMs, ms: number): Promise<boolean>

  close(): Promise<void>
}
