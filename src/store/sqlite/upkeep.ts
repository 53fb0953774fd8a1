import type { DatabaseSync } from 'node:sqlite'
import type { EpochMs } from '../../engine/turn.ts'
import type { Store, StoreStats } from '../store.ts'
import type { Cases } from './cases.ts'

export interface Upkeep {
  /**
   * Enforces retention on one page of conversations, those after `from`. `next` is where the next page starts,
   * `undefined` after the last.
   */
  expirePage(
    from: number,
    before: Parameters<Store['expire']>[0],
  ): { dropped: number; next: number | undefined }
  nextWake(now: EpochMs): EpochMs | undefined
  counters(): ReadonlyMap<string, number>
  stats(): StoreStats
}

const pageSize = 500

export function upkeep(db: DatabaseSync, cases: Cases): Upkeep {
  const wake = db.prepare(`SELECT min(at) AS at FROM (
    SELECT min(at) AS at FROM timers
    UNION ALL SELECT min(until) FROM temp.turns WHERE until > ?1 AND head IS NOT NULL
    UNION ALL SELECT min(due) FROM temp.outbox WHERE due > ?1)`)
  const counters = db.prepare('SELECT name, value FROM counters ORDER BY name')
  const stats = db.prepare(`SELECT
    (SELECT count(*) FROM conversations) AS conversations,
    (SELECT count(*) FROM inputs) AS pendingInputs,
    (SELECT count(*) FROM replies WHERE state = 'waiting') AS pendingDeliveries,
    (SELECT count(*) FROM replies WHERE state = 'dead') AS deadLetters,
    (SELECT count(*) FROM timers) AS timers`)

  return {
    expirePage: expirer(db, cases),
    nextWake: (now) => (wake.get(now) as { at: EpochMs | null }).at ?? undefined,
    counters: () =>
      new Map(
        (counters.all() as unknown as { name: string; value: number }[]).map((row) => [row.name, row.value]),
      ),
    stats: () => ({ ...(stats.get() as unknown as StoreStats) }),
  }
}

function expirer(db: DatabaseSync, cases: Cases): Upkeep['expirePage'] {
  const page = db.prepare(`SELECT max(key) AS last, count(*) AS size
    FROM (SELECT key FROM conversations WHERE key > ? ORDER BY key LIMIT ${pageSize})`)
  const dropReplies = db.prepare(`DELETE FROM replies
    WHERE conversation BETWEEN ? AND ? AND state <> 'waiting' AND created_at < ?`)
  const dropUpdates =
    db.prepare(`DELETE FROM updates AS u WHERE conversation BETWEEN ? AND ? AND received_at < ?
    AND NOT EXISTS (SELECT 1 FROM inputs i WHERE i.conversation = u.conversation AND i.update_id = u.update_id)`)
  const dropSessions = db.prepare(`UPDATE conversations AS c SET session = NULL, heard_at = NULL
    WHERE key BETWEEN ? AND ? AND heard_at < ?
    AND NOT EXISTS (SELECT 1 FROM timers WHERE conversation = c.key)
    AND NOT EXISTS (SELECT 1 FROM cases WHERE conversation = c.key AND state <> 'closed')
    AND NOT EXISTS (SELECT 1 FROM temp.turns WHERE conversation = c.key)
    AND NOT EXISTS (SELECT 1 FROM temp.outbox WHERE conversation = c.key)`)
  const dropEmpty = db.prepare(`DELETE FROM conversations AS c WHERE key BETWEEN ? AND ? AND session IS NULL
    AND NOT EXISTS (SELECT 1 FROM updates WHERE conversation = c.key)
    AND NOT EXISTS (SELECT 1 FROM replies WHERE conversation = c.key)
    AND NOT EXISTS (SELECT 1 FROM timers WHERE conversation = c.key)
    AND NOT EXISTS (SELECT 1 FROM cases WHERE conversation = c.key)
    AND NOT EXISTS (SELECT 1 FROM temp.turns WHERE conversation = c.key)`)

  return (from, { casesBefore, sessionsBefore, repliesBefore, updatesBefore }) => {
    const { last, size } = page.get(from) as { last: number | null; size: number }
    if (last === null) return { dropped: 0, next: undefined }
    const first = from + 1
    const replies = dropReplies.run(first, last, repliesBefore).changes
    dropUpdates.run(first, last, updatesBefore)
    const sessions = dropSessions.run(first, last, sessionsBefore).changes
    if (casesBefore !== undefined) cases.reduceClosed(first, last, casesBefore)
    dropEmpty.run(first, last)
    return { dropped: Number(replies) + Number(sessions), next: size < pageSize ? undefined : last }
  }
}
