/** What changes and filters mean for a case, the same in every driver. Pure. */
import { type CaseChange, type CaseFields, type CaseId, neverHeard, type Session } from '../engine/turn.ts'
import type { Case, CaseFilter } from './store.ts'

type Loose = { readonly [Name in keyof CaseFields]?: CaseFields[Name] | null }

/** What has no business in statistics. */
export const personalFields = [
  'slots',
  'open',
  'wish',
  'phone',
  'commune',
] as const satisfies readonly (keyof CaseFields)[]

/**
 * The fields after a change; `before` is `undefined` for a case that does not exist yet. `undefined`: the change does not
 * make a case of it.
 */
export function changedFields(
  before: CaseFields | undefined,
  set: CaseChange['set'],
): CaseFields | undefined {
  const all: Loose = { ...before, ...set }
  const fields = Object.fromEntries(
    Object.entries(all).filter(([, value]) => value != null),
  ) as Partial<CaseFields>
  const { state, desk, openedAt } = fields
  return state === undefined || desk === undefined || openedAt === undefined
    ? undefined
    : (fields as CaseFields)
}

/** What stays of a case for statistics; one that was still open ends at `at`. */
export function reducedFields(fields: CaseFields, at: number): CaseFields {
  const rest: Record<string, unknown> = { ...fields }
  for (const name of personalFields) delete rest[name]
  if (fields.state !== 'closed') {
    delete rest.dueAt
    delete rest.waitingSince
  }
  return { ...(rest as unknown as CaseFields), state: 'closed', closedAt: fields.closedAt ?? at }
}

export function isOpen({ state }: Pick<CaseFields, 'state'>): boolean {
  return state !== 'closed'
}

/**
 * The session of a conversation of which nothing is known any more but its cases, oldest first; `undefined` when they
 * leave nothing to go on with. It names no content, as the one it was held with is not known.
 */
export function sessionAround(cases: readonly Case[]): Session | undefined {
  const open = cases.findLast(isOpen)
  if (open !== undefined) return sessionInCase(open)
  const [last] = cases.toSorted((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0))
  if (last === undefined || last.outcome === 'unreachable') return undefined
  // A tap on the stars that the citizen was shown counts; out of the blue they are not asked.
  const rate = { case: last.id, isAsked: true } as const
  return { v: 1, content: '', locale: last.locale, rate, heardAt: neverHeard }
}

function sessionInCase(one: Case): Session {
  const { id, kind, desk, openedAt, officer, waitingSince, dueAt, state, locale, changedAt } = one
  // A case of an earlier version that was escalated does not say from where: it begins anew where it is.
  const { from, escalations = 0 } = one
  return {
    v: 1,
    content: '',
    locale,
    case: {
      ...{ id, kind, desk, openedAt },
      state: state === 'taken' ? 'taken' : 'waiting',
      ...(officer === undefined ? {} : { officer }),
      ...(waitingSince === undefined ? {} : { waitingSince }),
      ...(dueAt === undefined ? {} : { dueAt }),
      ...(from === undefined ? {} : { from, escalations }),
    },
    heardAt: changedAt,
  }
}

/** Whether a filter asks for nothing but open cases. */
export function wantsOpenOnly({ states }: CaseFilter): boolean {
  return states !== undefined && !states.includes('closed')
}

export function fits(one: Case, filter: CaseFilter): boolean {
  const { desks, states, changedSince, openedFrom, openedBefore } = filter
  return (
    (desks === undefined || desks.includes(one.desk)) &&
    (states === undefined || states.includes(one.state)) &&
    (changedSince === undefined || one.changedAt >= changedSince) &&
    (openedFrom === undefined || one.openedAt >= openedFrom) &&
    (openedBefore === undefined || one.openedAt < openedBefore)
  )
}

/** The order of {@link Store.listCases}. */
export function latestFirst(
  a: { readonly openedAt: number; readonly id: CaseId },
  b: { readonly openedAt: number; readonly id: CaseId },
): number {
  return b.openedAt - a.openedAt || (a.id < b.id ? 1 : -1)
}
