/** Dead letters in Redis: looked at, tried again, discarded. */
import { createHash } from 'node:crypto'
import type { EpochMs, Reply } from '../../engine/turn.ts'
import { StoreError } from '../../errors.ts'
import type { ConversationId, DeadLetter } from '../store.ts'
import { asideKind } from './aside.ts'
import type { Connection } from './connection.ts'
import { type Keys, separator } from './keys.ts'
import { encodeReply } from './reply-body.ts'
import type { Script } from './scripts.ts'

/**
 * The letter goes from the dead to the end of what is to be delivered, in one step, and the process that has the shard is
 * told to read on. What was put aside goes back to the stream it was in. KEYS: dead, stream, lease. ARGV: name, the letter
 * as it was read, wake channel, what is told there, fields and values of the entry.
 */
const retry = script(`
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('XADD', KEYS[2], '0-*', unpack(ARGV, 5))
local owner = redis.call('HGET', KEYS[3], 'owner')
if owner and owner ~= '' then redis.call('PUBLISH', ARGV[3] .. owner, ARGV[4]) end
return 1`)

/** Behind the number of a shard: not only its inbox has more. */
export const everything = 'all'

function script(source: string): Script {
  return { source, sha: createHash('sha1').update(source).digest('hex') }
}

export async function deadLetters(
  limit: number,
  keys: Keys,
  connection: Connection,
): Promise<readonly DeadLetter[]> {
  const all = await Promise.all(
    Array.from({ length: keys.shards }, (_, shard) => connection.command('HGETALL', keys.of(shard).dead)),
  )
  return (all as string[][])
    .flatMap((flat) => flat.flatMap((name, index) => (index % 2 ? [] : [readAnyway(name, flat[index + 1])])))
    .sort((a, b) => a.createdAt - b.createdAt || a.seq - b.seq)
    .slice(0, limit)
}

/** One letter that cannot be read does not hide the others. */
function readAnyway(name: string, body: string | undefined): DeadLetter {
  try {
    return readDead(name, body)
  } catch {
    const [conversation, seq] = parts(name)
    const error = 'store/corrupt: this dead letter itself cannot be read'
    return { conversation, seq, createdAt: 0, attempts: 0, error, reply: { text: body ?? '' } }
  }
}

function parts(name: string): readonly [ConversationId, number] {
  const cut = name.indexOf(separator)
  return [name.slice(0, cut), Number(name.slice(cut + 1))]
}

/** @throws StoreError `store/corrupt` */
export function readDead(name: string, body: string | undefined): DeadLetter {
  try {
    const [createdAt, attempts, error, reply] = JSON.parse(body ?? '') as [EpochMs, number, string, Reply]
    const [conversation, seq] = parts(name)
    return { conversation, seq, createdAt, attempts, error, reply }
  } catch {
    throw new StoreError('store/corrupt', 'A dead letter in Redis cannot be read.')
  }
}

export async function retryDead(
  conversation: ConversationId,
  seq: number,
  keys: Keys,
  connection: Connection,
): Promise<boolean> {
  const shard = keys.shardOf(conversation)
  const its = keys.of(shard)
  const name = conversation + separator + seq
  const body = (await connection.command('HGET', its.dead, name)) as string | null
  if (body === null) return false
  const { createdAt, reply } = readDead(name, body)
  const kind = asideKind(conversation)
  // The conversation has begun anew; what it was before cannot come back into it.
  if (kind === 'records') return false
  const fields = kind ? fieldsOf(reply) : ['c', conversation, 'b', encodeReply(createdAt, seq, reply)]
  const isMoved = await connection.run({
    script: retry,
    keys: [its.dead, its[kind ?? 'outbox'], its.lease],
    args: [name, body, keys.wake, `${shard} ${everything}`, ...fields],
  })
  return isMoved === 1
}

/** An entry that was put aside, as it stood in its stream. */
function fieldsOf({ text }: Reply): readonly string[] {
  return JSON.parse(text) as string[]
}

export async function discardDead(
  conversation: ConversationId,
  seq: number,
  keys: Keys,
  connection: Connection,
): Promise<boolean> {
  const its = keys.of(keys.shardOf(conversation))
  return (await connection.command('HDEL', its.dead, conversation + separator + seq)) === 1
}
