/** What turns do to cases, as `lua/cases.lua` reads it. */
import type { CaseChange, CaseId, EpochMs } from '../../engine/turn.ts'
import { personalFields } from '../cases.ts'
import type { Commit } from '../store.ts'
import type { ShardKeys } from './keys.ts'

/** In the order of `lua/cases.lua`. */
export const caseKeys = [
  'cases',
  'caseLog',
  'openCases',
  'openedCases',
  'deskCases',
  'changedCases',
  'endedCases',
] as const satisfies readonly (keyof ShardKeys)[]

export interface CaseOperation {
  readonly id: CaseId
  readonly does: string
}

/** Everything a commit does to cases, in its order. `before`: the cases of the conversation. */
export function caseOperations(
  before: readonly CaseId[],
  { caseChanges = [], erase, committedAt }: Pick<Commit, 'caseChanges' | 'erase' | 'committedAt'>,
  channel: string,
): readonly CaseOperation[] {
  const erased = erase ? before.map((id) => ({ id, does: reducing(committedAt, channel) })) : []
  return [...erased, ...caseChanges.map((change) => changing(change, committedAt, channel))]
}

/** The cases that a conversation may have after a commit; some may not be there. */
export function casesAfter(
  before: readonly CaseId[],
  { caseChanges, erase }: Pick<Commit, 'caseChanges' | 'erase'>,
): readonly CaseId[] {
  const kept = erase ? [] : before
  if (!caseChanges || caseChanges.length === 0) return kept
  const made = caseChanges.filter(
    ({ set }) => set.state != null && (set.state !== 'closed' || set.openedAt != null),
  )
  return [...new Set([...kept, ...made.map((change) => change.case)])]
}

/** Without a time and a channel, for those who say them otherwise or tell nobody. */
export function reducing(at: EpochMs | '' = '', channel = ''): string {
  return operation({ set: {}, drop: [], log: [], at, channel, reduces: true })
}

function changing({ case: id, set, log }: CaseChange, at: EpochMs, channel: string): CaseOperation {
  const fields = Object.entries(set)
  const does = operation({
    set: Object.fromEntries(
      fields.filter(([, value]) => value != null).map(([name, value]) => [name, JSON.stringify(value)]),
    ),
    drop: fields.filter(([, value]) => value == null).map(([name]) => name),
    log: log.map((entry) => JSON.stringify(entry)),
    at,
    channel,
    reduces: false,
  })
  return { id, does }
}

function operation({
  at,
  channel,
  reduces,
  ...rest
}: {
  readonly set: Readonly<Record<string, string>>
  readonly drop: readonly string[]
  readonly log: readonly string[]
  readonly at: EpochMs | ''
  readonly channel: string
  readonly reduces: boolean
}): string {
  return JSON.stringify({ ...rest, at: `${at}`, tell: channel, reduce: reduces, private: personalFields })
}
