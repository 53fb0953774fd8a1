import type { EpochMs } from '../engine/turn.ts'
import { StoreError } from '../errors.ts'
import type { Claim } from '../store/store.ts'
import { createLanes, type Lanes } from './lanes.ts'
import { runTurn, type TurnDeps } from './run-turn.ts'

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

/**
 * Claims asked for at once. One after the other a distant store would take a trip for each whose session it has to
 * read; many ask in vain when one would do.
 */
const lookers = 16

/** Takes conversations that have inputs waiting, and moves each as far as it goes. */
export function createWorker(options: WorkerOptions): Lanes {
  const { store, clock, log, leaseMs, maxInputs } = options

  interface Piece {
    readonly claim: Claim
    readonly until: EpochMs
  }

  async function look(): Promise<readonly Piece[]> {
    const now = clock.now()
    const claim = await store.claim({ now, leaseMs, maxInputs })
    return claim ? [{ claim, until: now + leaseMs }] : []
  }

  async function work({ claim, until }: Piece): Promise<void> {
    try {
      await runClaim(claim, options, () => lanes.isOpen)
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

  const lanes = createLanes<Piece>({
    count: options.concurrency,
    lookers,
    look,
    work,
    onError: (error) => log.error({ err: error }, 'Turns are failing; trying again in a while.'),
    clock,
    random: options.random,
  })
  return lanes
}

async function runClaim(claim: Claim, options: WorkerOptions, isOpen: () => boolean): Promise<void> {
  let session = claim.session
  for (const input of claim.inputs) {
    if (!isOpen()) return
    const outcome = await runTurn(claim, input, session, options)
    session = outcome.session
    for (const effect of outcome.effects) if (effect.type === 'schedule_timer') options.onTimer(effect.at)
    if (outcome.replies.length > 0) options.onReplies()
  }
}

function isClaimLost(error: unknown): error is StoreError {
  return error instanceof StoreError && error.code === 'store/claim_lost'
}
