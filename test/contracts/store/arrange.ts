import { it as vitestIt } from 'vitest'
import type { CaseChange, CaseEntry, CaseFields, Input, Reply, Session } from '../../../src/engine/turn.ts'
import type {
  Case,
  Claim,
  Commit,
  Delivery,
  DeliveryResult,
  Store,
  StoredInput,
} from '../../../src/store/store.ts'

/** How a driver's test opens it. */
export interface Driver {
  /** A store that is empty. */
  open(): Promise<Store>
  /** Closes a store of `open` and opens the same data again, as after a restart. */
  reopen(store: Store): Promise<Store>
  /** Rules that this driver cannot keep, by title, each with the reason. */
  readonly skips?: Readonly<Record<string, string>>
}

export const leaseMs = 30_000
/** 22 November 2026, nine in the morning in Vietnam. */
export const now = Date.UTC(2026, 10, 22, 2)

/** A rule with a fresh store, closed afterwards; `reopened` restarts it. */
export function ruleOf(driver: Driver) {
  return (title: string, body: (store: Store, reopened: () => Promise<Store>) => Promise<void>): void => {
    const reason = driver.skips?.[title]
    if (reason !== undefined) {
      vitestIt.skip(`${title} (${reason})`)
      return
    }
    vitestIt(title, async () => {
      let store = await driver.open()
      try {
        await body(store, async () => {
          store = await driver.reopen(store)
          return store
        })
      } finally {
        await store.close()
      }
    })
  }
}

/** What opens a case. */
export function opened(id: string, set: Partial<CaseFields> = {}): CaseChange {
  return {
    type: 'case_change',
    case: id,
    set: { ...aCase, ...set },
    log: [{ at: now, kind: 'opened', reason: 'asked_for_person' }],
  }
}

/** What changes one, or only adds to its log. */
export function changing(
  id: string,
  set: CaseChange['set'],
  ...log: readonly Omit<CaseEntry, 'at'>[]
): CaseChange {
  return { type: 'case_change', case: id, set, log: log.map((entry) => ({ at: now, ...entry })) }
}

/** As {@link opened} opens it. */
export const aCase: CaseFields = {
  state: 'waiting',
  kind: 'chat',
  desk: 'hai-phong.an-bien',
  reason: 'asked_for_person',
  openedAt: now,
  locale: 'vi',
}

/** Every case there is. */
export function everyCase(store: Store): Promise<readonly Case[]> {
  return store.listCases({ limit: 1_000 })
}

export const text = (words: string): Input => ({ type: 'text', text: words })
export const reply = (words: string): Reply => ({ text: words })
export const aSession: Session = { v: 1, content: '0123456789ab', locale: 'vi', heardAt: now }

export function say(
  store: Store,
  conversation: string,
  updateId: string,
  input: Input = text(updateId),
  receivedAt: number = now,
): Promise<boolean> {
  return store.accept({ conversation, updateId, input, receivedAt })
}

/** Claims and expects to get something. */
export async function claimed(store: Store, at: number = now, maxInputs = 10): Promise<Claim> {
  const claim = await store.claim({ now: at, leaseMs, maxInputs })
  if (!claim) throw new Error('nothing to claim')
  return claim
}

export function first(claim: Claim): StoredInput {
  const [input] = claim.inputs
  if (!input) throw new Error('a claim without inputs')
  return input
}

/** A turn on the claim's first input that says nothing and changes nothing, but for `changes`. */
export function turn(claim: Claim, changes: Partial<Commit> = {}): Commit {
  return {
    claim,
    input: first(claim),
    session: aSession,
    replies: [],
    timers: [],
    counters: [],
    erase: false,
    committedAt: now,
    ...changes,
  }
}

/** One whole turn of a conversation nobody else is at: says `updateId`, answers with `replies`. */
export async function takeTurn(
  store: Store,
  conversation: string,
  updateId: string,
  changes: Partial<Commit> = {},
): Promise<void> {
  await say(store, conversation, updateId)
  const claim = await claimed(store)
  if (claim.conversation !== conversation) throw new Error('another conversation was waiting')
  await store.commit(turn(claim, changes))
  await store.release(claim)
}

/** Settles in the way of whoever settles thousands a second, where there is one. */
export function settled(store: Store, delivery: Delivery, result: DeliveryResult): Promise<void> {
  const { settleWith } = store
  if (!settleWith) return store.settle(delivery, result)
  return new Promise((resolve, reject) =>
    settleWith(delivery, result, { onSettled: resolve, onUnsettled: reject }),
  )
}

export function deliveries(store: Store, at: number = now, limit = 100): Promise<readonly Delivery[]> {
  return store.claimDeliveries({ channels: ['web', 'telegram'], now: at, leaseMs, limit })
}

export async function onlyDelivery(store: Store, at: number = now): Promise<Delivery> {
  const [delivery, ...rest] = await deliveries(store, at)
  if (!delivery || rest.length > 0) throw new Error(`${rest.length + (delivery ? 1 : 0)} deliveries, not one`)
  return delivery
}

/** Everything claimable, claimed and given back: what waits, as `conversation: updateIds`. */
export async function waiting(store: Store, at: number = now): Promise<string[]> {
  const claims: Claim[] = []
  for (;;) {
    const claim = await store.claim({ now: at, leaseMs, maxInputs: 100 })
    if (!claim) break
    claims.push(claim)
  }
  for (const claim of claims) await store.release(claim)
  return claims.map((c) => `${c.conversation}: ${c.inputs.map((i) => i.updateId).join(' ')}`)
}
