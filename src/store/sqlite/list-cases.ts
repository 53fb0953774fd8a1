import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { DeskId } from '../../engine/turn.ts'
import { latestFirst, wantsOpenOnly } from '../cases.ts'
import type { Case, CaseFilter } from '../store.ts'
import { type CaseRow, toCase } from './cases.ts'

/**
 * Lists cases, each way of asking along its own index: an office's closed cases grow for years, and its queue is asked for
 * every few seconds.
 */
export function caseLister(db: DatabaseSync): (filter: CaseFilter) => readonly Case[] {
  const statement = (index: string, condition: string): StatementSync =>
    db.prepare(`SELECT k.id, c.id AS conversation, k.changed_at, k.last_entry, k.fields
      FROM cases k INDEXED BY ${index} LEFT JOIN conversations c ON c.key = k.conversation
      WHERE ${condition} AND k.opened_at >= ?1 AND k.opened_at < ?2 AND k.changed_at >= ?3
      AND (?4 IS NULL OR k.state IN (SELECT value FROM json_each(?4))) AND (?5 IS NULL OR k.desk = ?5)
      ORDER BY k.opened_at DESC, k.id DESC LIMIT +?6`)
  const open = statement('cases_open', "k.state <> 'closed'")
  const openOfDesk = statement('cases_open', "k.state <> 'closed' AND k.desk = ?5")
  const changed = statement('cases_changed', 'true')
  const ofDesk = statement('cases_desk', 'k.desk = ?5')
  const opened = statement('cases_opened', 'true')

  function pick(filter: CaseFilter, desk: DeskId | undefined): StatementSync {
    if (wantsOpenOnly(filter)) return desk === undefined ? open : openOfDesk
    if (filter.changedSince !== undefined) return changed
    return desk === undefined ? opened : ofDesk
  }

  function ask(filter: CaseFilter, desk: DeskId | undefined): readonly Case[] {
    const { openedFrom = 0, openedBefore = Number.MAX_SAFE_INTEGER, changedSince = 0, states, limit } = filter
    const wanted = states === undefined ? null : JSON.stringify(states)
    const rows = pick(filter, desk).all(openedFrom, openedBefore, changedSince, wanted, desk ?? null, limit)
    return (rows as unknown as CaseRow[]).map(toCase)
  }

  return (filter) => {
    const { desks, limit } = filter
    if (desks === undefined) return ask(filter, undefined)
    return [...new Set(desks)]
      .flatMap((desk) => ask(filter, desk))
      .sort(latestFirst)
      .slice(0, limit)
  }
}
