/** What operators do to the embedded store, but for moving it: `moving.ts`. */
import type { DatabaseSync } from 'node:sqlite'
import type { EpochMs } from '../../engine/turn.ts'
import type { ShardState } from '../desk.ts'
import type { ConversationId } from '../store.ts'
import { type Conversations, channelOf } from './conversations.ts'

export interface Desk {
  shard(): ShardState
  /** Inside a transaction. */
  retryDead(conversation: ConversationId, seq: number, now: EpochMs): boolean
  /** Inside a transaction. */
  discardDead(conversation: ConversationId, seq: number): boolean
}

interface Counts {
  readonly inputs: number
  readonly oldestInputAt: EpochMs | null
  readonly deliveries: number
  readonly oldestDeliveryAt: EpochMs | null
  readonly deadLetters: number
  readonly openCases: number
}

export function desk(db: DatabaseSync, known: Conversations, token: number): Desk {
  // The oldest by position or by conversation's head, so that no index by time is kept for this alone.
  const counts = db.prepare(`SELECT
    (SELECT count(*) FROM inputs) AS inputs,
    (SELECT received_at FROM inputs ORDER BY position LIMIT 1) AS oldestInputAt,
    (SELECT count(*) FROM replies WHERE state = 'waiting') AS deliveries,
    (SELECT min(r.created_at) FROM temp.outbox o JOIN replies r
      ON r.conversation = o.conversation AND r.seq = o.seq) AS oldestDeliveryAt,
    (SELECT count(*) FROM replies WHERE state = 'dead') AS deadLetters,
    (SELECT count(*) FROM cases WHERE state <> 'closed') AS openCases`)
  const revive = db.prepare(`UPDATE replies SET state = 'waiting', attempts = 0, due = ?, error = NULL
    WHERE conversation = ? AND seq = ? AND state = 'dead'`)
  // Whatever of the conversation is under way goes on first.
  const queue = db.prepare(`INSERT INTO temp.outbox (conversation, channel, seq, attempts, due)
    VALUES (?1, ?2, ?3, 0, ?4) ON CONFLICT DO NOTHING`)
  const discard = db.prepare(
    "UPDATE replies SET state = 'sent', error = NULL WHERE conversation = ? AND seq = ? AND state = 'dead'",
  )

  return {
    shard: () => {
      const { oldestInputAt, oldestDeliveryAt, ...rest } = counts.get() as unknown as Counts
      return {
        shard: 0,
        owner: 'this machine',
        token,
        until: undefined,
        oldestInputAt: oldestInputAt ?? undefined,
        oldestDeliveryAt: oldestDeliveryAt ?? undefined,
        ...rest,
      }
    },
    retryDead: (conversation, seq, now) => {
      const key = known.find(conversation)
      if (key === undefined || revive.run(now, key, seq).changes === 0) return false
      queue.run(key, channelOf(conversation), seq, now)
      return true
    },
    discardDead: (conversation, seq) => {
      const key = known.find(conversation)
      return key !== undefined && discard.run(key, seq).changes > 0
    },
  }
}
