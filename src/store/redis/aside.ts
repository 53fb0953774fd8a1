/** What cannot be read is put aside as a dead letter, so that it stops nothing else. */
import type { EpochMs } from '../../engine/turn.ts'
import type { ConversationId } from '../store.ts'
import type { Connection } from './connection.ts'
import type { Keys } from './keys.ts'
import { type ConversationRecord, encodeRecord } from './record.ts'
import { scripts } from './scripts.ts'
import type { Shard } from './shard.ts'

export interface AsideLog {
  error(fields: object, message: string): void
}

export interface Aside {
  /** Takes an entry out of a stream. */
  entry(shard: Shard, of: Stream, position: number, fields: readonly string[], now: EpochMs): Promise<void>
  /** Takes what is remembered of a conversation away, which begins anew with another record. */
  record(
    shard: Shard,
    conversation: ConversationId,
    text: string,
    anew: ConversationRecord,
    now: EpochMs,
  ): Promise<void>
}

type Stream = 'inbox' | 'outbox'
type Kind = Stream | 'records'
const channel = 'unreadable'

export function createAside(options: {
  readonly connection: Connection
  readonly keys: Keys
  readonly member: string
  readonly log: AsideLog
}): Aside {
  const { connection, keys, member, log } = options

  async function put(
    shard: Shard,
    kind: Kind,
    { raw, id, anew, now }: { raw: string; id: string; anew: string; now: EpochMs },
  ): Promise<void> {
    const its = keys.of(shard.number)
    const error = `store/corrupt: cannot be read, was in ${its[kind]}`
    const number = await connection.run({
      script: scripts.aside,
      keys: [its.lease, its[kind], its.records, its.dead],
      args: [
        member,
        shard.token,
        nameOf(kind, shard.number, keys),
        JSON.stringify([Math.floor(now), 0, error, { text: raw }]),
        id,
        anew,
      ],
    })
    if (number === 0) return
    log.error(
      // A conversation is a citizen's address: of that only the shard is told.
      { alarm: 'redis_unreadable', key: its[kind], ...(kind === 'records' ? {} : { entry: id }) },
      'Something in Redis cannot be read; it is a dead letter now ("npm run inspect"), and the rest goes on.',
    )
  }

  return {
    entry: (shard, of, position, fields, now) =>
      put(shard, of, { raw: JSON.stringify(fields), id: `0-${position}`, anew: '', now }),
    record: (shard, conversation, text, anew, now) =>
      put(shard, 'records', {
        raw: JSON.stringify([conversation, text]),
        id: conversation,
        anew: encodeRecord(anew),
        now,
      }),
  }
}

/** A name that lives in the shard itself, as any conversation's does. */
function nameOf(kind: Kind, shard: number, keys: Keys): ConversationId {
  for (let index = 0; ; index++) {
    const name = `${channel}:${kind}/${index}/${shard}`
    if (keys.shardOf(name) === shard) return name
  }
}

/** Where a letter that was put aside came from; `undefined` for the letters of citizens. */
export function asideKind(conversation: ConversationId): Kind | undefined {
  const [, kind] = /^unreadable:(inbox|outbox|records)\//.exec(conversation) ?? []
  return kind as Kind | undefined
}
