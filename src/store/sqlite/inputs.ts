import type { DatabaseSync } from 'node:sqlite'
import type { EpochMs, Input } from '../../engine/turn.ts'
import type { Claim, ConversationId, IncomingInput, StoredInput } from '../store.ts'
import { type ConversationKey, type Conversations, parseSession } from './conversations.ts'

export interface Inputs {
  accept(incoming: IncomingInput): boolean
  claim(options: { now: EpochMs; leaseMs: number; maxInputs: number }): Claim | undefined
  release(claim: Claim): void
  ringTimers(now: EpochMs, limit: number): number
}

interface InputRow {
  readonly position: number
  readonly update_id: string
  readonly body: string
  readonly received_at: EpochMs
}

interface TimerRow {
  readonly conversation: ConversationKey
  readonly name: string
  readonly at: EpochMs
  readonly payload: string | null
}

/** The way in: what waits to be processed, and who is at it. Everything here runs inside a transaction. */
export function inputs(db: DatabaseSync, known: Conversations, firstToken: number): Inputs {
  const remember = db.prepare('INSERT INTO updates VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
  const insert = db.prepare(
    'INSERT INTO inputs (conversation, update_id, body, received_at) VALUES (?, ?, ?, ?)',
  )
  const noteHead = db.prepare(`INSERT INTO temp.turns (conversation, head) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET head = coalesce(head, excluded.head)`)
  const longestWaiting = db.prepare(`SELECT t.conversation, c.id, c.session
    FROM temp.turns t JOIN conversations c ON c.key = t.conversation
    WHERE t.head IS NOT NULL AND t.until <= ? ORDER BY t.head LIMIT 1`)
  const take = db.prepare('UPDATE temp.turns SET token = ?, until = ? WHERE conversation = ?')
  const waiting = db.prepare(`SELECT position, update_id, body, received_at FROM inputs
    WHERE conversation = ? ORDER BY position LIMIT +?`)
  const giveBack = db.prepare(
    'UPDATE temp.turns SET token = 0, until = 0 WHERE conversation = ? AND token = ?',
  )
  const forgetIdle = db.prepare(
    'DELETE FROM temp.turns WHERE conversation = ? AND head IS NULL AND token = 0',
  )
  const dueTimers = db.prepare('SELECT * FROM timers WHERE at <= ? ORDER BY at LIMIT +?')
  const removeTimer = db.prepare('DELETE FROM timers WHERE conversation = ? AND name = ?')
  let lastToken = firstToken

  function append(key: ConversationKey, updateId: string, input: Input, receivedAt: EpochMs): void {
    const { lastInsertRowid } = insert.run(key, updateId, JSON.stringify(input), receivedAt)
    noteHead.run(key, lastInsertRowid)
  }

  return {
    accept: ({ conversation, updateId, input, receivedAt }) => {
      const key = known.findOrAdd(conversation)
      if (remember.run(key, updateId, receivedAt).changes === 0) return false
      append(key, updateId, input, receivedAt)
      return true
    },

    claim: ({ now, leaseMs, maxInputs }) => {
      const row = longestWaiting.get(now) as
        | { conversation: ConversationKey; id: ConversationId; session: string | null }
        | undefined
      if (!row) return undefined
      const fencingToken = ++lastToken
      take.run(fencingToken, now + leaseMs, row.conversation)
      const rows = waiting.all(row.conversation, maxInputs) as unknown as InputRow[]
      return {
        conversation: row.id,
        fencingToken,
        session: row.session === null ? undefined : parseSession(row.session),
        inputs: rows.map((input) => storedInput(row.id, input)),
      }
    },

    release: ({ conversation, fencingToken }) => {
      const key = known.find(conversation)
      if (key === undefined) return
      giveBack.run(key, fencingToken)
      forgetIdle.run(key)
    },

    ringTimers: (now, limit) => {
      const timers = dueTimers.all(now, limit) as unknown as TimerRow[]
      for (const { conversation, name, at, payload } of timers) {
        removeTimer.run(conversation, name)
        const input: Input = payload === null ? timer(name) : { ...timer(name), payload: JSON.parse(payload) }
        append(conversation, `timer:${name}:${at}`, input, now)
      }
      return timers.length
    },
  }
}

const timer = (name: string) => ({ type: 'timer', name }) as const

function storedInput(conversation: ConversationId, row: InputRow): StoredInput {
  return {
    conversation,
    updateId: row.update_id,
    input: JSON.parse(row.body) as Input,
    receivedAt: row.received_at,
    position: row.position,
  }
}
