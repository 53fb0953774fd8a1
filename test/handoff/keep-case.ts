import type { CaseFields } from '../../src/engine/turn.ts'
import type { Store } from '../../src/store/store.ts'

/** Has a store keep a case that is over, by a turn of its citizen. */
export async function keepCase(
  store: Store,
  fields: Pick<CaseFields, 'openedAt'> & Partial<CaseFields>,
): Promise<void> {
  const at = fields.openedAt
  await store.accept({
    conversation: 'web:somebody',
    updateId: 'u1',
    input: { type: 'start' },
    receivedAt: at,
  })
  const claim = await store.claim({ now: at, leaseMs: 60_000, maxInputs: 1 })
  const [input] = claim?.inputs ?? []
  if (claim === undefined || input === undefined) throw new Error('there is nothing to do')
  const closed = { state: 'closed', outcome: 'solved', rating: 5 } as const
  const asked = { kind: 'chat', desk: 'mot-cua', reason: 'distress', locale: 'vi' } as const
  await store.commit({
    ...{ claim, input, replies: [], timers: [], counters: [], erase: false, committedAt: at },
    session: { v: 1, content: '0', locale: 'vi', heardAt: at },
    caseChanges: [
      { type: 'case_change', case: 'abcdefghij', set: { ...closed, ...asked, ...fields }, log: [] },
    ],
  })
}
