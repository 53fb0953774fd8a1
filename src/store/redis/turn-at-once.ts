import type { Commit, IncomingInput } from '../store.ts'
import type { Answer } from './answers.ts'
import type { Piece } from './batch.ts'
import type { Claimed } from './inbox.ts'
import type { Next } from './next-record.ts'
import type { Shard } from './shard.ts'
import type { Packed } from './wire.ts'

/** What `commit.lua` answers instead of the position of the first reply. */
export const answers = { processed: -1, lost: -2, notAlone: -3 } as const

export interface TurnAtOnce {
  readonly incoming: IncomingInput
  /** Told how it ended; only `turned` has changed anything. */
  onEnd(reserved: Claimed, how: HowEnded): void
  /** Nobody knows whether it was done. */
  onFailure(reserved: Claimed, error: unknown): void
}

/** `processed`: it came before. A text is the record that Redis has of a conversation thought to be new. */
export type HowEnded = 'turned' | 'processed' | 'lost' | 'notAlone' | { readonly record: string }

/** What follows in memory. */
export interface Memory {
  applied(reserved: Claimed, its: Pick<AtOnceParts, 'commit' | 'next'>, position: number): void
  drop(shard: Shard): void
}

interface AtOnceParts {
  readonly turn: TurnAtOnce
  readonly reserved: Claimed
  readonly commit: Commit
  readonly next: Next
}

/** An input and its turn on their way to Redis. */
export class AtOnce implements Piece {
  readonly shard: number
  readonly reach: number
  args: Packed
  private readonly memory: Memory
  private readonly its: AtOnceParts

  constructor(memory: Memory, shard: number, reach: number, args: Packed, its: AtOnceParts) {
    this.shard = shard
    this.reach = reach
    this.args = args
    this.memory = memory
    this.its = its
  }

  onAnswer(answer: Answer): void {
    const { turn, reserved } = this.its
    if (typeof answer === 'string') return turn.onEnd(reserved, { record: answer })
    const { shard } = reserved.place
    if (answer >= 0) this.memory.applied(reserved, this.its, answer)
    if (answer === answers.lost) this.memory.drop(shard)
    if (answer === answers.notAlone) shard.inbox.isBehind = true
    turn.onEnd(reserved, answer >= 0 ? 'turned' : (ends.get(answer) ?? 'turned'))
  }

  onFailure(error: unknown): void {
    const { turn, reserved } = this.its
    this.memory.drop(reserved.place.shard)
    turn.onFailure(reserved, error)
  }
}

const ends = new Map<number, 'processed' | 'lost' | 'notAlone'>([
  [answers.processed, 'processed'],
  [answers.lost, 'lost'],
  [answers.notAlone, 'notAlone'],
])
