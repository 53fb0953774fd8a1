/** Neutral records put into an empty Redis store. */
import type { StoreRecord } from '../desk.ts'
import type { Case, ConversationId } from '../store.ts'
import { deskMember, encodeCase } from './case-body.ts'
import type { Argument, Connection } from './connection.ts'
import { encodeInput } from './input-body.ts'
import { type Keys, separator } from './keys.ts'
import { encodeDelay } from './reading.ts'
import { type ConversationRecord, decodeRecord, emptyRecord, encodeRecord } from './record.ts'
import { encodeReply } from './reply-body.ts'

/** Delivered replies are kept for the channels that read them again only. */
const keptChannel = 'web:'
const commandsAtOnce = 500

/** Whether Redis keeps this at all. */
export function keepsInRedis(record: StoreRecord): boolean {
  if (record.type !== 'reply' || record.state !== 'sent') return true
  return record.conversation.startsWith(keptChannel)
}

/** The caller made sure that the store is empty and that nobody is at work. */
export async function loadAll(
  records: AsyncIterable<StoreRecord>,
  keys: Keys,
  connection: Connection,
): Promise<void> {
  let underWay: Promise<unknown>[] = []
  let order = 0
  const settle = async () => {
    const all = underWay
    underWay = []
    await Promise.all(all)
  }
  const send = (name: string, ...args: readonly Argument[]) => {
    underWay.push(connection.command(name, ...args))
  }
  const its = (conversation: ConversationId) => keys.of(keys.shardOf(conversation))

  async function change(
    conversation: ConversationId,
    to: (record: ConversationRecord) => ConversationRecord,
  ): Promise<void> {
    const { records: key } = its(conversation)
    const before = decodeRecord((await connection.command('HGET', key, conversation)) as string | null)
    const after = to(before)
    if (after !== before) await connection.command('HSET', key, conversation, encodeRecord(after))
  }

  async function put(record: StoreRecord): Promise<void> {
    switch (record.type) {
      case 'conversation': {
        const { conversation, session, lastSeq } = record
        const written = encodeRecord({ ...emptyRecord, first: lastSeq + 1, last: lastSeq, session })
        return send('HSET', its(conversation).records, conversation, written)
      }
      case 'input': {
        // In the order they come, which is theirs; below any time, so that what comes later waits behind.
        order += 1
        const { inbox, records: known } = its(record.conversation)
        send('XADD', inbox, '0-*', 'b', encodeInput(record, order))
        return send('HSETNX', known, record.conversation, '')
      }
      case 'update':
        send(
          'HSET',
          its(record.conversation).seen,
          record.conversation + separator + record.updateId,
          record.receivedAt,
        )
        return send('HSETNX', its(record.conversation).records, record.conversation, '')
      case 'reply':
        return putReply(record)
      case 'timer': {
        const { conversation, name, at, payload } = record
        const { timers, payloads } = its(conversation)
        const member = conversation + separator + name
        send('ZADD', timers, at, member)
        if (payload !== undefined) send('HSET', payloads, member, JSON.stringify(payload))
        return change(conversation, (known) => ({ ...known, timers: [...known.timers, name] }))
      }
      case 'case':
        return putCase(record.value)
      case 'case_entry': {
        const { number, ...entry } = record.entry
        return send(
          'HSET',
          its(record.conversation).caseLog,
          record.case + separator + number,
          JSON.stringify(entry),
        )
      }
      case 'counter':
        return send('HSET', keys.of(0).counters, record.name, record.value)
    }
  }

  async function putCase(one: Case): Promise<void> {
    const { id, conversation, state, openedAt, changedAt, closedAt = 0 } = one
    // A reduced one is nobody's: anywhere will do.
    const known = its(conversation === '' ? id : conversation)
    send('HSET', known.cases, id, encodeCase(one))
    send('ZADD', known.openedCases, openedAt, id)
    send('ZADD', known.deskCases, 0, deskMember(one))
    send('ZADD', known.changedCases, changedAt, id)
    if (state !== 'closed') send('ZADD', known.openCases, openedAt, id)
    else if (conversation !== '') send('ZADD', known.endedCases, closedAt, id)
    if (conversation !== '')
      await change(conversation, (record) => ({ ...record, cases: [...record.cases, id] }))
  }

  async function putReply(record: Extract<StoreRecord, { type: 'reply' }>): Promise<void> {
    if (!keepsInRedis(record)) return
    const { conversation, seq, reply, state, attempts, due = 0, error = '', createdAt } = record
    const { outbox, delayed, dead, replies } = its(conversation)
    const name = conversation + separator + seq
    const body = encodeReply(createdAt, seq, reply)
    if (state === 'dead') send('HSET', dead, name, JSON.stringify([createdAt, attempts, error, reply]))
    if (state === 'waiting') {
      const id = (await connection.command('XADD', outbox, '0-*', 'c', conversation, 'b', body)) as string
      if (attempts > 0 || due !== createdAt)
        send('HSET', delayed, id.slice(2), encodeDelay({ attempts, due }, error))
    }
    if (conversation.startsWith(keptChannel)) send('HSET', replies, name, body)
    await change(conversation, (known) => (seq < known.first ? { ...known, first: seq } : known))
  }

  let isRereading = false
  for await (const record of records) {
    // What is put by reading a record first has to find what was sent before.
    const rereads = ['reply', 'timer', 'case'].includes(record.type)
    if (rereads && !isRereading) await settle()
    isRereading = rereads
    await put(record)
    if (underWay.length >= commandsAtOnce) await settle()
  }
  await settle()
}
