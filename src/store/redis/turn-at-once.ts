import type { Commit, IncomingInput } from '../store.ts'
import type { Answer } from './answers.ts'
import type { Piece } from './batch.ts'
import type { Claimed } from './inbox.ts'
import type { Next } from './next-record.ts'
import type { Shard } from './shard.ts'
import { nothingPacked, type Packed } from './wire.ts'

/** What `commit.lua` answers instead of the position of the first reply. */
export const answers = { processed: -1, lost: -2, notAlone: -3 } as const

export interface TurnAtOnce {
  readonly incoming: IncomingInput
  /** Told how it ended; only `turned` has changed anything. */
  onEnd(reserved: Claimed, how: HowEnded): void
  /** Nobody knows whether it was done. */
  onFailure(reserved: Claimed, error: unknown): void
}

/**
 * `processed`: it came before. `unwritable`: something of it cannot be written. A text is the record that Redis has of a
 * conversation thought to be new.
 */
export type HowEnded =
  | 'turned'
  | 'processed'
  | 'lost'
  | 'notAlone'
  | 'unwritable'
  | { readonly record: string }

export interface TurnTaken {
  readonly turn: TurnAtOnce
  readonly reserved: Claimed
  readonly commit: Commit
  /** Whether it is thought that Redis has no record of the conversation. */
  readonly isNew: boolean
  /** The last position of the shard's inbox that was known when the turn was taken. */
  readonly known: number
}

export interface WrittenTurn {
  readonly next: Next
  readonly reach: number
  readonly args: Packed
}

export interface Applied {
  readonly next: Next
  /** Of the first reply, in the stream. */
  readonly position: number
}

/** How it is written, and what follows in memory. */
export interface Memory {
  /** @throws when something of it cannot be written */
  write(taken: TurnTaken): WrittenTurn
  applied(reserved: Claimed, commit: Commit, its: Applied): void
  drop(shard: Shard): void
}

/** An input and its turn on their way to Redis. */
export class AtOnce implements Piece {
  readonly shard: number
  reach = 0
  args: Packed = nothingPacked
  private readonly memory: Memory
  private readonly its: TurnTaken
  private next: Next | undefined

  constructor(memory: Memory, its: TurnTaken) {
    this.shard = its.reserved.place.shard.number
    this.memory = memory
    this.its = its
  }

  prepare(): boolean {
    try {
      const { next, reach, args } = this.memory.write(this.its)
      this.next = next
      this.reach = reach
      this.args = args
      return true
    } catch {
      this.its.turn.onEnd(this.its.reserved, 'unwritable')
      return false
    }
  }

  onAnswer(answer: Answer): void {
    const { turn, reserved, commit } = this.its
    if (typeof answer === 'string') return turn.onEnd(reserved, { record: answer })
    const { shard } = reserved.place
    if (answer >= 0 && this.next) this.memory.applied(reserved, commit, { next: this.next, position: answer })
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
