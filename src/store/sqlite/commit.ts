import type { DatabaseSync } from 'node:sqlite'
import type { CaseId } from '../../engine/turn.ts'
import { StoreError } from '../../errors.ts'
import type { CaseNews, Commit, TimerChange } from '../store.ts'
import type { Cases } from './cases.ts'
import { type ConversationKey, type Conversations, channelOf } from './conversations.ts'

/** Makes the one step in which a conversation moves, and says which cases it touched. It runs inside a transaction. */
export function committer(
  db: DatabaseSync,
  known: Conversations,
  cases: Cases,
): (commit: Commit) => readonly CaseNews[] {
  const holder = db.prepare('SELECT token FROM temp.turns WHERE conversation = ?')
  const acknowledge = db.prepare('DELETE FROM inputs WHERE position = ? AND conversation = ?')
  const saveSession = db.prepare(`UPDATE conversations SET session = ?, heard_at = ?, last_seq = last_seq + ?
    WHERE key = ? RETURNING last_seq`)
  const moveHead = db.prepare(`UPDATE temp.turns SET head = (SELECT position FROM inputs
    WHERE conversation = ?1 ORDER BY position LIMIT 1) WHERE conversation = ?1`)
  const insertReply = db.prepare(`INSERT INTO replies (conversation, seq, body, due, created_at)
    VALUES (?1, ?2, ?3, ?4, ?4)`)
  const noteOutbox = db.prepare(`INSERT INTO temp.outbox (conversation, channel, seq, attempts, due)
    VALUES (?, ?, ?, 0, ?) ON CONFLICT DO NOTHING`)
  const count = db.prepare(`INSERT INTO counters VALUES (?, 1) ON CONFLICT DO UPDATE SET value = value + 1`)
  const changeTimer = timerChanger(db)
  const erase = eraser(db)

  return ({
    claim,
    input,
    session,
    replies,
    timers,
    caseChanges,
    counters,
    erase: isErased,
    committedAt,
  }) => {
    const key = known.find(claim.conversation)
    const row = key === undefined ? undefined : (holder.get(key) as { token: number } | undefined)
    if (key === undefined || row?.token !== claim.fencingToken)
      throw new StoreError('store/claim_lost', 'Another worker has this conversation now.')
    if (acknowledge.run(input.position, key).changes === 0)
      throw new StoreError('store/claim_lost', 'This input is processed already.')
    moveHead.run(key)

    const touched = new Set<CaseId>()
    if (isErased) {
      erase(key)
      for (const id of cases.erase(key, committedAt)) touched.add(id)
    }
    const saved = saveSession.get(JSON.stringify(session), session.heardAt, replies.length, key)
    const firstSeq = Number(saved?.last_seq) - replies.length + 1
    for (const [index, reply] of replies.entries())
      insertReply.run(key, firstSeq + index, JSON.stringify(reply), committedAt)
    if (replies.length > 0) noteOutbox.run(key, channelOf(claim.conversation), firstSeq, committedAt)
    for (const timer of timers) changeTimer(key, timer)
    for (const id of cases.apply(key, caseChanges ?? [], committedAt)) touched.add(id)
    for (const name of counters) count.run(name)
    return [...touched].map((id) => ({ case: id, conversation: claim.conversation }))
  }
}

function timerChanger(db: DatabaseSync): (key: ConversationKey, change: TimerChange) => void {
  const set = db.prepare(`INSERT INTO timers VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET at = excluded.at, payload = excluded.payload`)
  const cancel = db.prepare('DELETE FROM timers WHERE conversation = ? AND name = ?')
  return (key, { name, at, payload }) => {
    if (at === undefined) cancel.run(key, name)
    else set.run(key, name, at, payload === undefined ? null : JSON.stringify(payload))
  }
}

function eraser(db: DatabaseSync): (key: ConversationKey) => void {
  const statements = [
    'DELETE FROM replies WHERE conversation = ?',
    'DELETE FROM temp.outbox WHERE conversation = ?',
    'DELETE FROM timers WHERE conversation = ?',
  ].map((sql) => db.prepare(sql))
  return (key) => {
    for (const statement of statements) statement.run(key)
  }
}
