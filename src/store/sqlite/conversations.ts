import type { DatabaseSync } from 'node:sqlite'
import type { Session } from '../../engine/turn.ts'
import type { ConversationId } from '../store.ts'

/** A conversation's number inside this file; the other tables refer to it. */
export type ConversationKey = number

export interface Conversations {
  /** `undefined` for one never seen or dropped. */
  find(id: ConversationId): ConversationKey | undefined
  findOrAdd(id: ConversationId): ConversationKey
  session(id: ConversationId): Session | undefined
}

export function conversations(db: DatabaseSync): Conversations {
  const select = db.prepare('SELECT key FROM conversations WHERE id = ?')
  const insert = db.prepare('INSERT INTO conversations (id) VALUES (?)')
  const selectSession = db.prepare('SELECT session FROM conversations WHERE id = ?')

  const find = (id: ConversationId) => (select.get(id) as { key: ConversationKey } | undefined)?.key
  return {
    find,
    findOrAdd: (id) => find(id) ?? Number(insert.run(id).lastInsertRowid),
    session: (id) => {
      const row = selectSession.get(id) as { session: string | null } | undefined
      return row?.session == null ? undefined : parseSession(row.session)
    },
  }
}

export function parseSession(json: string): Session {
  return JSON.parse(json) as Session
}

/** `web` of `web:6f1c…`. */
export function channelOf(id: ConversationId): string {
  return id.slice(0, Math.max(0, id.indexOf(':')))
}
