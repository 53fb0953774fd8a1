import type { DatabaseSync } from 'node:sqlite'
import type { EpochMs, Reply } from '../../engine/turn.ts'
import type { ConversationId, DeadLetter, Delivery, DeliveryResult } from '../store.ts'
import type { ConversationKey, Conversations } from './conversations.ts'

const maxErrorChars = 300

export interface Replies {
  claimDeliveries(options: {
    channels: readonly string[]
    now: EpochMs
    leaseMs: number
    limit: number
  }): readonly Delivery[]
  settle(delivery: Delivery, result: DeliveryResult): void
  list(conversation: ConversationId, afterSeq: number, limit: number): readonly Delivery[]
  dead(limit: number): readonly DeadLetter[]
}

interface ReplyRow {
  readonly id: ConversationId
  readonly seq: number
  readonly body: string
  readonly attempts: number
  readonly created_at: EpochMs
}

const columns = 'c.id, r.seq, r.body, r.attempts, r.created_at'

/** The way out. What changes something here runs inside a transaction. */
export function replies(db: DatabaseSync, known: Conversations): Replies {
  const dueOf =
    db.prepare(`SELECT o.conversation AS key, c.id, o.seq, r.body, o.attempts + 1 AS attempts, r.created_at
    FROM temp.outbox o JOIN conversations c ON c.key = o.conversation
      JOIN replies r ON r.conversation = o.conversation AND r.seq = o.seq
    WHERE o.channel = ? AND o.due <= ? ORDER BY o.due LIMIT +?`)
  const handOut = db.prepare('UPDATE temp.outbox SET attempts = ?, due = ? WHERE conversation = ?')
  const list = db.prepare(`SELECT ${columns} FROM conversations c JOIN replies r ON r.conversation = c.key
    WHERE c.id = ? AND r.seq > ? ORDER BY r.seq LIMIT +?`)
  const dead =
    db.prepare(`SELECT ${columns}, r.error FROM replies r JOIN conversations c ON c.key = r.conversation
    WHERE r.state = 'dead' ORDER BY r.created_at LIMIT +?`)

  return {
    claimDeliveries: ({ channels, now, leaseMs, limit }) => {
      const deliveries: Delivery[] = []
      for (const channel of channels) {
        const rows = dueOf.all(channel, now, limit - deliveries.length) as unknown as (ReplyRow & {
          key: ConversationKey
        })[]
        for (const row of rows) {
          handOut.run(row.attempts, now + leaseMs, row.key)
          deliveries.push(delivery(row))
        }
      }
      return deliveries
    },
    settle: settler(db, known),
    list: (conversation, afterSeq, limit) =>
      (list.all(conversation, afterSeq, limit) as unknown as ReplyRow[]).map(delivery),
    dead: (limit) =>
      (dead.all(limit) as unknown as (ReplyRow & { error: string })[]).map((row) => ({
        ...delivery(row),
        error: row.error,
      })),
  }
}

function settler(db: DatabaseSync, known: Conversations): Replies['settle'] {
  const underWay = db.prepare('SELECT seq, attempts FROM temp.outbox WHERE conversation = ?')
  const end = db.prepare(
    'UPDATE replies SET state = ?, attempts = ?, error = ? WHERE conversation = ? AND seq = ?',
  )
  // Behind a dead letter that is tried again stand replies that were delivered long ago.
  const nextOne = db.prepare(`SELECT seq, due, attempts FROM replies
    WHERE conversation = ? AND seq > ? AND state = 'waiting' ORDER BY seq LIMIT 1`)
  const goOn = db.prepare('UPDATE temp.outbox SET seq = ?, attempts = ?, due = ? WHERE conversation = ?')
  const finish = db.prepare('DELETE FROM temp.outbox WHERE conversation = ?')
  const delay = db.prepare(
    'UPDATE replies SET attempts = ?, due = ?, error = ? WHERE conversation = ? AND seq = ?',
  )

  return ({ conversation, seq, attempts }, result) => {
    const key = known.find(conversation)
    if (key === undefined) return
    const head = underWay.get(key) as { seq: number; attempts: number } | undefined
    if (head?.seq !== seq) return
    if (result.type !== 'sent' && head.attempts !== attempts) return
    const error = result.type === 'sent' ? null : result.error.slice(0, maxErrorChars)
    if (result.type === 'retry') {
      delay.run(attempts, result.at, error, key, seq)
      goOn.run(seq, attempts, result.at, key)
      return
    }
    end.run(result.type, attempts, error, key, seq)
    const next = nextOne.get(key, seq) as { seq: number; due: EpochMs; attempts: number } | undefined
    if (next) goOn.run(next.seq, next.attempts, next.due, key)
    else finish.run(key)
  }
}

function delivery(row: ReplyRow): Delivery {
  return {
    conversation: row.id,
    seq: row.seq,
    reply: JSON.parse(row.body) as Reply,
    attempts: row.attempts,
    createdAt: row.created_at,
  }
}
