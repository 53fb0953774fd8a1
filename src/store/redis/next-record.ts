/** What a turn makes of a conversation, and how `commit.lua` is told. */
import type { CaseChange, Commit, TimerChange } from '../store.ts'
import { type ConversationRecord, encodeRecord } from './record.ts'
import { replyBytes } from './reply-body.ts'
import { type Packed, packed, packedBytes } from './wire.ts'

export interface Next {
  readonly before: ConversationRecord
  readonly after: ConversationRecord
  readonly cases: readonly { readonly id: number; readonly change: CaseChange }[]
  /** Number of the first reply of this turn. */
  readonly firstSeq: number
  readonly isKept: boolean
}

export function nextRecord(
  before: ConversationRecord,
  commit: Commit,
  { isKept, nextCase }: { readonly isKept: boolean; readonly nextCase: () => number },
): Next {
  const { erase, replies, session } = commit
  const cases = commit.cases.map((change) => ({ id: nextCase(), change }))
  const kept = erase ? [] : before.cases
  const firstSeq = before.last + 1
  const after = {
    first: erase ? firstSeq : before.first,
    last: before.last + replies.length,
    session,
    cases: cases.length === 0 ? kept : [...kept, ...cases.map(({ id }) => id)],
    ...timersAfter(before, commit),
  }
  return { before, after, cases, firstSeq, isKept }
}

function timersAfter(
  before: ConversationRecord,
  { erase, timers: changes }: Commit,
): Pick<ConversationRecord, 'timers' | 'bare'> {
  const { timers, bare } = erase ? { timers: [], bare: [] } : before
  if (changes.length === 0) return { timers, bare }
  if (changes.every((change) => isAsBefore(change, timers, bare))) return { timers, bare }
  const names = new Set(timers)
  const without = new Set(bare)
  for (const { name, at, payload } of changes) {
    if (at === undefined) names.delete(name)
    else names.add(name)
    if (payload === undefined) without.add(name)
    else without.delete(name)
  }
  return { timers: [...names], bare: [...without] }
}

/** Mostly a timer is put off that was there. */
function isAsBefore(
  { name, at, payload }: TimerChange,
  timers: readonly string[],
  bare: readonly string[],
): boolean {
  return at !== undefined && timers.includes(name) && (payload === undefined) === bare.includes(name)
}

/** A turn as `commit.lua` reads it; `first` is what says which input it processed, `count` how many arguments that are. */
export function packTurn(count: number, first: string, commit: Commit, its: Next): Packed {
  const { before, after, cases, firstSeq, isKept } = its
  const { claim, erase, timers, counters, committedAt, replies } = commit
  let bytes = first + packed(claim.conversation) + packed(encodeRecord(after))
  bytes += packed(isKept ? firstSeq : '') + packed(replies.length)
  let seq = firstSeq
  for (const reply of replies) bytes += packedBytes(replyBytes(committedAt, seq++, reply))

  let changes = 0
  let changed = ''
  const change = (what: string, x: string | number, y: string | number = '', z: string | number = '') => {
    changes += 1
    changed += packed(what) + packed(x) + packed(y) + packed(z)
  }
  if (erase) {
    change('no replies', before.first, before.last)
    for (const id of before.cases) change('no case', id)
    for (const name of before.timers) change('no timer', name)
  }
  for (const { name, at, payload } of timers) {
    if (at === undefined) change('no timer', name)
    else if (payload !== undefined) change('timer', name, at, JSON.stringify(payload))
    else change(before.bare.includes(name) ? 'bare timer' : 'timer', name, at)
  }
  for (const { id, change: opened } of cases)
    change('case', id, JSON.stringify([claim.conversation, committedAt, { ...opened, type: undefined }]))
  for (const name of counters) change('count', name)
  return { count: count + 5 + replies.length + 4 * changes, bytes: bytes + packed(changes) + changed }
}
