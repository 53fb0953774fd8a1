/** Collects what one turn of the event loop has for Redis, and sends it in as few calls as there can be. */
import type { Argument, Connection } from './connection.ts'
import type { Script } from './scripts.ts'
import { type Packed, pack } from './wire.ts'

/** How many pieces and characters one call carries: a script holds up everybody else while it runs. */
const maxPieces = 200
const maxCharacters = 500_000

export interface BatchOptions {
  readonly connection: Connection
  readonly script: Script
  /** The first arguments of every call. */
  readonly start: readonly Argument[]
  readonly keysOf: (shard: number) => readonly string[]
  /** The first argument of a shard's group, read when it is sent. */
  readonly groupStart: (shard: number) => Argument
}

export interface Batch {
  /** Resolves with what the script answers for this piece. */
  add(shard: number, args: readonly Argument[]): Promise<number>
  /** Sends what waits, and resolves when nothing is under way. */
  finish(): Promise<void>
}

interface Piece {
  readonly shard: number
  readonly args: readonly Argument[]
  readonly resolve: (answer: number) => void
  readonly reject: (error: unknown) => void
}

export function createBatch(options: BatchOptions): Batch {
  const { connection, script, start, keysOf, groupStart } = options
  const packedKeys = new Map<number, Packed>()
  let pieces: Piece[] = []
  const underWay = new Set<Promise<void>>()

  function flush(): void {
    const waiting = pieces
    pieces = []
    for (const call of split(waiting, connection.isOneServer)) {
      const sent = send(call).finally(() => underWay.delete(sent))
      underWay.add(sent)
    }
  }

  function packedKeysOf(shard: number): Packed {
    const known = packedKeys.get(shard)
    if (known) return known
    const its = pack(keysOf(shard))
    packedKeys.set(shard, its)
    return its
  }

  async function send(groups: ReadonlyMap<number, readonly Piece[]>): Promise<void> {
    const keys: Packed[] = []
    const args: Argument[] = [...start, groups.size]
    for (const [shard, group] of groups) {
      keys.push(packedKeysOf(shard))
      args.push(groupStart(shard), group.length)
      for (const piece of group) args.push(...piece.args)
    }
    try {
      const answers = (await connection.run({ script, keys, args })) as number[]
      let index = 0
      for (const group of groups.values())
        for (const piece of group) piece.resolve(answers[index++] as number)
    } catch (error) {
      for (const group of groups.values()) for (const piece of group) piece.reject(error)
    }
  }

  return {
    add: (shard, args) =>
      new Promise((resolve, reject) => {
        if (pieces.length === 0) setImmediate(flush)
        pieces.push({ shard, args, resolve, reject })
      }),
    finish: async () => {
      flush()
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

/** The calls, each with its pieces by shard, in the order they came. */
function split(
  pieces: readonly Piece[],
  isOneServer: boolean,
): Iterable<ReadonlyMap<number, readonly Piece[]>> {
  const calls: Map<number, Piece[]>[] = []
  const open = new Map<number, { groups: Map<number, Piece[]>; pieces: number; characters: number }>()
  for (const piece of pieces) {
    // In a Cluster every shard has calls of its own.
    const lane = isOneServer ? -1 : piece.shard
    const characters = sizeOf(piece)
    let call = open.get(lane)
    if (!call || call.pieces >= maxPieces || call.characters + characters > maxCharacters) {
      call = { groups: new Map(), pieces: 0, characters: 0 }
      open.set(lane, call)
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

function sizeOf({ args }: Piece): number {
  let characters = 0
  for (const arg of args) characters += typeof arg === 'string' ? arg.length : 8
  return characters
}
