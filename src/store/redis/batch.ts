/** Collects what one turn of the event loop has for Redis, and sends it in as few calls as there can be. */
import { type Answer, readAnswers } from './answers.ts'
import type { Argument, Connection, ScriptCall } from './connection.ts'
import type { Script } from './scripts.ts'
import { type Packed, type PackedKeys, packed, packKeys } from './wire.ts'

const nothing: Packed = { count: 0, bytes: '' }

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
  /** The first arguments of a shard's group, read when it is sent. */
  readonly groupStart: (shard: number, keys: number) => readonly Argument[]
}

/** One piece of work for a script. */
export interface Piece {
  readonly shard: number
  /** How many of the shard's keys it needs: those of a call are what the furthest reaching piece needs. */
  readonly reach?: number
  args: Packed
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
    for (const call of split(waiting, connection.isOneServer)) {
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

  /** The pieces by shard, as one call. */
  function callOf(groups: Groups): ScriptCall {
    const keys: PackedKeys[] = []
    let count = start.length + 1
    let bytes = packedStart + packed(groups.size)
    for (const [shard, group] of groups) {
      let reach = 0
      for (const piece of group) if (piece.reach !== undefined && piece.reach > reach) reach = piece.reach
      const its = packedKeysOf(shard, reach)
      keys.push(its)
      for (const arg of groupStart(shard, its.count)) {
        count += 1
        bytes += packed(arg)
      }
      count += 1
      bytes += packed(group.length)
      for (const piece of group) {
        count += piece.args.count
        bytes += piece.args.bytes
        // Sent with this call; nobody needs it while the answer is on its way.
        piece.args = nothing
      }
    }
    return { script, keys, args: [{ count, bytes }] }
  }

  async function send(groups: Groups): Promise<void> {
    let answers: readonly Answer[]
    try {
      answers = readAnswers((await connection.run(callOf(groups))) as string[])
    } catch (error) {
      for (const group of groups.values()) for (const piece of group) piece.onFailure(error)
      return
    }
    let index = 0
    for (const group of groups.values()) for (const piece of group) piece.onAnswer(answers[index++] ?? 0)
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

/** Pieces by shard. */
type Groups = ReadonlyMap<number, readonly Piece[]>

/** The calls, each with its pieces by shard, in the order they came. */
function split(pieces: readonly Piece[], isOneServer: boolean): Iterable<Groups> {
  const calls: Map<number, Piece[]>[] = []
  /** In a Cluster every shard has calls of its own: by shard. */
  const open: ({ groups: Map<number, Piece[]>; pieces: number; characters: number } | undefined)[] = []
  for (const piece of pieces) {
    const lane = isOneServer ? 0 : piece.shard
    const characters = piece.args.bytes.length
    let call = open[lane]
    if (!call || call.pieces >= maxPieces || call.characters + characters > maxCharacters) {
      call = { groups: new Map(), pieces: 0, characters: 0 }
      open[lane] = call
      calls.push(call.groups)
    }
    call.pieces += 1
    call.characters += characters
    const group = call.groups.get(piece.shard)
    if (group) group.push(piece)
    else call.groups.set(piece.shard, [piece])
  }
  return calls
}
