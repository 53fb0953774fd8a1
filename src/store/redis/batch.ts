/** Collects what one turn of the event loop has for Redis, and sends it in as few calls as there can be. */
import { lengthOf } from '../../code-units.ts'
import { type Answer, readAnswers } from './answers.ts'
import { byShard } from './by-shard.ts'
import type { Argument, Connection, ScriptCall } from './connection.ts'
import type { Script } from './scripts.ts'
import { nothingPacked, type Packed, type PackedKeys, packed, packKeys } from './wire.ts'

/** So many are sent without waiting for the end of the turn of the event loop: Redis begins while we go on. */
const enoughPieces = 64
/** How many pieces and characters one call carries: a script holds up everybody else while it runs. */
const maxPieces = enoughPieces
const maxCharacters = 500_000

export interface BatchOptions {
  readonly connection: Connection
  readonly script: Script
  /** The first arguments of every call. */
  readonly start: readonly Argument[]
  /** The keys that pieces of this reach and below need. */
  readonly keysOf: (shard: number, reach: number) => readonly string[]
  /** The first arguments of a shard's group, made when it is sent. */
  readonly groupStart: (shard: number, keys: number) => Packed
}

/** One piece of work for a script. */
export interface Piece {
  readonly shard: number
  /** How many of the shard's keys it needs: those of a call are what the furthest reaching piece needs. */
  readonly reach?: number
  args: Packed
  /**
   * Makes `args` (and says how far it reaches) when it is sent: made one behind the other, what that takes of the program stays
   * in the processor's cache. `false` when it cannot be written, and whoever waits for it was told. Must not throw.
   */
  readonly prepare?: () => boolean
  /** Told what the script answers for this piece. Must not throw. */
  readonly onAnswer: (answer: Answer) => void
  /** Must not throw. */
  readonly onFailure: (error: unknown) => void
}

export interface Batch {
  add(piece: Piece): void
  /** Sends what waits, and resolves when nothing is under way. */
  finish(): Promise<void>
}

export function createBatch(options: BatchOptions): Batch {
  const { connection, script, start, keysOf, groupStart } = options
  const packedStart = start.map(packed).join('')
  const packedKeys: PackedKeys[][] = []
  let pieces: Piece[] = []
  const underWay = new Set<Promise<void>>()

  function flush(): void {
    if (pieces.length === 0) return
    const waiting = pieces
    pieces = []
    for (const call of split(waiting.filter(isPrepared), connection.isOneServer)) {
      const sent = send(call).finally(() => underWay.delete(sent))
      underWay.add(sent)
    }
  }

  function packedKeysOf(shard: number, reach: number): PackedKeys {
    packedKeys[reach] ??= []
    const ofReach = packedKeys[reach] as PackedKeys[]
    ofReach[shard] ??= packKeys(keysOf(shard, reach))
    return ofReach[shard] as PackedKeys
  }

  /** Pieces in the order of their shards, as one call. */
  function callOf(sorted: readonly Piece[]): ScriptCall {
    const keys: PackedKeys[] = []
    let count = start.length + 1
    let bytes = ''
    for (let from = 0, to = 0; from < sorted.length; from = to) {
      const { shard } = sorted[from] as Piece
      let reach = 0
      let args = 0
      let its = ''
      for (; to < sorted.length; to++) {
        const piece = sorted[to] as Piece
        if (piece.shard !== shard) break
        if (piece.reach !== undefined && piece.reach > reach) reach = piece.reach
        args += piece.args.count
        its += piece.args.bytes
        // Sent with this call; nobody needs it while the answer is on its way.
        piece.args = nothingPacked
      }
      const shardKeys = packedKeysOf(shard, reach)
      keys.push(shardKeys)
      const first = groupStart(shard, shardKeys.count)
      count += first.count + 1 + args
      bytes += first.bytes + packed(to - from) + its
    }
    return { script, keys, args: [{ count, bytes: packedStart + packed(keys.length) + bytes }] }
  }

  async function send(sorted: readonly Piece[]): Promise<void> {
    let answers: readonly Answer[]
    try {
      answers = readAnswers((await connection.run(callOf(sorted))) as string[])
    } catch (error) {
      for (const piece of sorted) piece.onFailure(error)
      return
    }
    let index = 0
    for (const piece of sorted) piece.onAnswer(answers[index++] ?? 0)
  }

  return {
    add: (piece) => {
      if (pieces.length === 0) setImmediate(flush)
      pieces.push(piece)
      if (pieces.length >= enoughPieces) flush()
    },
    finish: async () => {
      flush()
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

const isPrepared = (piece: Piece) => piece.prepare === undefined || piece.prepare()

/** The pieces of each call, in the order of their shards; of one shard in the order they came. */
function split(pieces: readonly Piece[], isOneServer: boolean): readonly (readonly Piece[])[] {
  if (isOneServer) return cut(pieces, () => false).map(byShard)
  // In a Cluster every shard has calls of its own.
  return cut(byShard(pieces), (piece, before) => piece.shard !== before.shard)
}

/** Cut where a call would carry too much, and where it has to end. */
function cut(pieces: readonly Piece[], isEnd: (piece: Piece, before: Piece) => boolean): Piece[][] {
  const calls: Piece[][] = []
  let call: Piece[] = []
  let characters = 0
  for (const piece of pieces) {
    const before = call.at(-1)
    const more = lengthOf(piece.args.bytes)
    const isFull = call.length >= maxPieces || characters + more > maxCharacters
    if (!before || isFull || isEnd(piece, before)) {
      call = []
      characters = 0
      calls.push(call)
    }
    call.push(piece)
    characters += more
  }
  return calls
}
