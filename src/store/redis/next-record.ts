/** What a turn makes of a conversation, and how `commit.lua` is told. */
import type { Commit, TimerChange } from '../store.ts'
import { type CaseOperation, caseOperations, casesAfter } from './case-changes.ts'
import { type ConversationRecord, emptyRecord, recordBytes } from './record.ts'
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
  const { timers, bare } = timersAfter(before, commit)
  const after = {
    first: erase ? firstSeq : before.first,
    last: before.last + replies.length,
    session,
    cases: casesAfter(before.cases, commit),
    timers,
    bare,
  }
  return { before, after, cases, firstSeq, isKept }
}

function timersAfter(
  before: ConversationRecord,
  { erase, timers: changes }: Commit,
): Pick<ConversationRecord, 'timers' | 'bare'> {
  const { timers, bare } = erase ? emptyRecord : before
  if (changes.every((change) => isAsBefore(change, timers, bare))) return { timers, bare }
  const names = new Set(timers)
  const without = new Map(bare)
  for (const { name, at, payload } of changes) {
    if (at === undefined) names.delete(name)
    else names.add(name)
    if (at !== undefined && payload === undefined) without.set(name, at)
    else without.delete(name)
  }
  return { timers: [...names], bare: shared(without) }
}

let madeLast: ConversationRecord['bare'] = emptyRecord.bare

/** Most conversations have the same one, to the hour: thousands of them are kept in memory. */
function shared(bare: ConversationRecord['bare']): ConversationRecord['bare'] {
  if (bare.size === 0) return emptyRecord.bare
  const isSame = bare.size === madeLast.size && [...bare].every(([name, at]) => madeLast.get(name) === at)
  if (!isSame) madeLast = bare
  return madeLast
}

function isAsBefore(
  { name, at, payload }: TimerChange,
  timers: readonly string[],
  bare: ConversationRecord['bare'],
): boolean {
  return at !== undefined && payload === undefined && bare.get(name) === at && timers.includes(name)
}

/** Whether a timer is set that carries nothing, and Redis has nothing that one of its name carried. */
export function isBare({ name, at, payload }: TimerChange, { bare }: ConversationRecord): boolean {
  return at !== undefined && payload === undefined && bare.has(name)
}

/** Whether Redis has all these timers as they are to be: mostly one is put off to the same hour. */
function areThere({ committedAt, erase, input, timers }: Commit, { bare }: ConversationRecord): boolean {
  // What rang is not there any more.
  if (erase || input.input.type === 'timer') return false
  return timers.every(
    ({ name, at, payload }) =>
      at !== undefined && at > committedAt && payload === undefined && bare.get(name) === at,
  )
}

/** A turn as `commit.lua` reads it; `first` is what says which input it processed, `count` how many arguments that are. */
export function packTurn(count: number, first: string, commit: Commit, its: Next): Packed {
  const { before, after, cases, firstSeq, isKept } = its
  const { claim, erase, timers, counters, committedAt, replies } = commit
  const isAsked = erase || cases.length > 0 || counters.length > 0
  const isMore = isAsked || (timers.length > 0 && !areThere(commit, before))
  const changes = isMore ? packChanges(commit, its) : none
  let bytes = first + packed(claim.conversation) + packedBytes(recordBytes(after))
  bytes +=
    isMore || isKept
      ? packedBytes(`${replies.length},${changes.count / detailsOfChange},${isKept ? firstSeq : ''}`)
      : packed(replies.length)
  let seq = firstSeq
  for (const reply of replies) bytes += packedBytes(replyBytes(committedAt, seq++, reply))
  return { count: count + 3 + replies.length + changes.count, bytes: bytes + changes.bytes }
}

const none: Packed = { count: 0, bytes: '' }
/** What it is, and three details. */
const detailsOfChange = 4

/** What a turn changes beside. */
function packChanges(commit: Commit, { before, cases }: Next): Packed {
  let changes = 0
  let changed = ''
  const change = (what: string, x: string | number, y: string | number = '', z: string | number = '') => {
    changes += 1
    changed += packed(what) + packed(x) + packed(y) + packed(z)
  }
  if (commit.erase) {
    change('no replies', before.first, before.last)
    for (const name of before.timers) change('no timer', name)
  }
  for (const timer of areThere(commit, before) ? [] : commit.timers) {
    const { name, at, payload } = timer
    if (at === undefined) change('no timer', name)
    else if (payload !== undefined) change('timer', name, at, JSON.stringify(payload))
    else change(isBare(timer, before) ? 'bare timer' : 'timer', name, at)
  }
  for (const { id, does } of cases) change('case', id, does)
  for (const name of commit.counters) change('count', name)
  return { count: detailsOfChange * changes, bytes: changed }
}
