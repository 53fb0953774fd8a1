import { performance } from 'node:perf_hooks'
import type { EpochMs, Outcome } from '../engine/turn.ts'
import { StoreError } from '../errors.ts'
import type { Claim, IncomingInput } from '../store/store.ts'
import { atTheDoor } from './door.ts'
import { createLanes, type Lanes } from './lanes.ts'
import { runTurn, type Turn, type TurnDeps, tellOfTurn, turnAtOnce } from './run-turn.ts'

export interface WorkerOptions extends TurnDeps {
  /** Conversations in hand at once. */
  readonly concurrency: number
  readonly leaseMs: number
  readonly maxInputs: number
  readonly random: () => number
  /** Called after a turn that has replies to deliver. */
  readonly onReplies: () => void
  /** Called when a turn set a timer, with the time when it rings. */
  readonly onTimer: (at: EpochMs) => void
  /** Called when a claim is left to run out, with the time when it does. */
  readonly onAbandoned: (at: EpochMs) => void
}

export interface Worker extends Lanes {
  /**
   * Makes an input durable, with its turn in the same step when the store can; `false` for a duplicate.
   * @throws StoreError `store/unreachable`
   */
  accept(incoming: IncomingInput): Promise<boolean>
}

/**
 * Claims asked for at once of a store that gives one at a time. One after the other a distant store would take a trip for
 * each whose session it has to read; many ask in vain when one would do.
 */
const lookers = 16

/** Takes conversations that have inputs waiting, and moves each as far as it goes. */
export function createWorker(options: WorkerOptions): Worker {
  const { store, clock, log, concurrency, leaseMs, maxInputs } = options
  /** Turns committed with their acceptance, under way. */
  let atOnce = 0

  interface Piece {
    readonly claim: Claim
    readonly until: EpochMs
  }

  async function look(limit: number): Promise<readonly Piece[]> {
    const now = clock.now()
    const until = now + leaseMs
    if (store.claimMany)
      return (await store.claimMany({ now, leaseMs, maxInputs, limit })).map((claim) => ({ claim, until }))
    const claim = await store.claim({ now, leaseMs, maxInputs })
    return claim ? [{ claim, until }] : []
  }

  async function work({ claim, until }: Piece): Promise<void> {
    try {
      let { session } = claim
      for (const input of claim.inputs) {
        if (!lanes.isOpen()) break
        const outcome = await runTurn(claim, input, session, options)
        session = outcome.session
        followUp(outcome)
      }
    } catch (error) {
      if (isClaimLost(error)) {
        log.debug({ code: error.code }, 'Another worker took over a conversation.')
        return
      }
      // Unknown faults keep their claim until it runs out, so that one conversation cannot keep all lanes busy.
      if (error instanceof StoreError) await store.release(claim).catch(() => {})
      options.onAbandoned(until)
      throw error
    }
    await store.release(claim)
  }

  function followUp({ effects, replies }: Outcome): void {
    for (const effect of effects) if (effect.type === 'schedule_timer') options.onTimer(effect.at)
    if (replies.length > 0) options.onReplies()
  }

  async function accept(unbounded: IncomingInput): Promise<boolean> {
    const incoming = atTheDoor(unbounded)
    if (!store.acceptTurn || !lanes.isOpen() || atOnce >= concurrency) {
      const isNew = await store.accept(incoming)
      if (isNew) lanes.wake()
      return isNew
    }
    const startedMs = performance.now()
    let turn: Turn | undefined
    atOnce += 1
    try {
      const accepted = await store.acceptTurn(incoming, (claim) => {
        turn = turnAtOnce(claim, options)
        return turn?.commit
      })
      if (accepted === 'turned' && turn) {
        followUp(turn.outcome)
        const { outcome, commit } = turn
        tellOfTurn(commit.input, { outcome, now: commit.committedAt, startedMs, isFailed: false }, options)
      }
      return accepted !== 'duplicate'
    } finally {
      atOnce -= 1
      // It waits to be claimed, or something else waited behind it.
      lanes.wake()
    }
  }

  const lanes = createLanes<Piece>({
    count: concurrency,
    lookers: store.claimMany ? 1 : lookers,
    look,
    work: (piece, onEnd, onFailure) => void work(piece).then(onEnd, onFailure),
    onError: (error) => log.error({ err: error }, 'Turns are failing; trying again in a while.'),
    clock,
    random: options.random,
  })
  return { ...lanes, accept }
}

function isClaimLost(error: unknown): error is StoreError {
  return error instanceof StoreError && error.code === 'store/claim_lost'
}
