/** What a turn makes of a conversation, and how `commit.lua` is told. */
import type { Commit, TimerChange } from '../store.ts'
import { type CaseOperation, caseOperations, casesAfter } from './case-changes.ts'
import { type ConversationRecord, encodeRecord } from './record.ts'
import { replyBytes } from './reply-body.ts'
import { type Packed, packed, packedBytes } from './wire.ts'

export interface Next {
  readonly before: ConversationRecord
  readonly after: ConversationRecord
  readonly cases: readonly CaseOperation[]
  /** Number of the first reply of this turn. */
  readonly firstSeq: number
  readonly isKept: boolean
}

export function nextRecord(
  before: ConversationRecord,
  commit: Commit,
  { isKept, caseNews }: { readonly isKept: boolean; readonly caseNews: string },
): Next {
  const { erase, replies, session } = commit
  const cases = caseOperations(before.cases, commit, caseNews)
  const firstSeq = before.last + 1
  const after = {
    first: erase ? firstSeq : before.first,
    last: before.last + replies.length,
    session,
    cases: casesAfter(before.cases, commit),
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

/** Whether a timer is set that carries nothing, and Redis has nothing that one of its name carried. */
export function isBare({ name, at, payload }: TimerChange, { bare }: ConversationRecord): boolean {
  return at !== undefined && payload === undefined && bare.includes(name)
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
    for (const name of before.timers) change('no timer', name)
  }
  for (const timer of timers) {
    const { name, at, payload } = timer
    if (at === undefined) change('no timer', name)
    else if (payload !== undefined) change('timer', name, at, JSON.stringify(payload))
    else change(isBare(timer, before) ? 'bare timer' : 'timer', name, at)
  }
  for (const { id, does } of cases) change('case', id, does)
  for (const name of counters) change('count', name)
  return { count: count + 5 + replies.length + 4 * changes, bytes: bytes + packed(changes) + changed }
}
