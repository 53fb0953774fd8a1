/** What is still known of a conversation whose record cannot be read: cases and timers stand elsewhere in its shard. */
import { sessionAround } from '../cases.ts'
import type { Case, ConversationId } from '../store.ts'
import { decodeCase } from './case-body.ts'
import type { Connection } from './connection.ts'
import { type ShardKeys, separator } from './keys.ts'
import { type ConversationRecord, emptyRecord, readHeader } from './record.ts'
import { scan } from './scan.ts'

/**
 * The record that a conversation begins anew with: the numbers of its replies where they can be read, its cases, its
 * timers, and a session around the case that is open, so that officer and citizen still reach each other, or that is over
 * and may still be rated.
 * Looks through all cases and timers of the shard; seldom needed.
 */
export async function beginAnew(
  conversation: ConversationId,
  text: string,
  its: ShardKeys,
  connection: Connection,
): Promise<ConversationRecord> {
  const cases: Case[] = []
  for await (const [id, body] of scan('HSCAN', its.cases, connection)) {
    const one = readable(id, body)
    if (one?.conversation === conversation) cases.push(one)
  }
  const timers: string[] = []
  const start = conversation + separator
  for await (const [name] of scan('ZSCAN', its.timers, connection))
    if (name.startsWith(start)) timers.push(name.slice(start.length))
  cases.sort((a, b) => a.openedAt - b.openedAt)
  return {
    ...emptyRecord,
    ...readHeader(text),
    session: sessionAround(cases),
    cases: cases.map(({ id }) => id),
    timers,
  }
}

function readable(id: string, body: string): Case | undefined {
  try {
    return decodeCase(id, body)
  } catch {
    return undefined
  }
}
