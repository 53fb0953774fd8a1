import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StoreError } from '../../../src/errors.ts'
import type { Claim, Delivery, Store } from '../../../src/store/store.ts'
import { aSession, type Driver, deliveries, leaseMs, now, reply, say, text, turn } from './arrange.ts'

type Action =
  | {
      readonly type: 'accept' | 'accept_turn'
      readonly conversation: number
      readonly update: number
    }
  | { readonly type: 'claim' | 'commit' | 'release' | 'crash' | 'hand_out'; readonly worker: number }
  | { readonly type: 'settle'; readonly worker: number; readonly result: 'sent' | 'retry' | 'dead' }
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'restart' }

const worker = fc.nat({ max: 3 })
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constantFrom('accept' as const, 'accept_turn' as const),
      conversation: fc.nat(3),
      update: fc.nat(40),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'claim' as const,
        'commit' as const,
        'commit' as const,
        'release' as const,
        'hand_out' as const,
      ),
      worker,
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('crash' as const), worker }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('settle' as const),
      worker,
      result: fc.constantFrom('sent' as const, 'sent' as const, 'retry' as const, 'dead' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('wait' as const),
      ms: fc.constantFrom(1, leaseMs / 2, leaseMs),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('restart' as const) }) },
)

interface SimulatedWorker {
  claim: Claim | undefined
  /** How many of the claim's inputs it has committed. */
  done: number
  delivery: Delivery | undefined
}

/** What must come true: what was accepted, by conversation, in order. */
class World {
  store: Store
  clock = now
  readonly accepted = new Map<string, string[]>()
  /** Sequence numbers in the order in which they were handed out. */
  readonly handedOut = new Map<string, number[]>()
  readonly ended = new Map<string, Set<number>>()
  workers: SimulatedWorker[] = []

  constructor(store: Store) {
    this.store = store
    this.reset()
  }

  reset(): void {
    this.workers = Array.from({ length: 4 }, () => ({ claim: undefined, done: 0, delivery: undefined }))
  }

  async accept(conversation: string, updateId: string): Promise<void> {
    const known = this.accepted.get(conversation) ?? []
    expect(await say(this.store, conversation, updateId)).toBe(!known.includes(updateId))
    if (!known.includes(updateId)) this.accepted.set(conversation, [...known, updateId])
  }

  /** With its turn in the same step, where the store can. */
  async acceptTurn(conversation: string, updateId: string): Promise<void> {
    const { acceptTurn } = this.store
    if (!acceptTurn) return this.accept(conversation, updateId)
    const known = this.accepted.get(conversation) ?? []
    const incoming = { conversation, updateId, input: text(updateId), receivedAt: now }
    const accepted = await acceptTurn(incoming, (claim) =>
      turn(claim, {
        session: withLog([...log(claim.session), updateId]),
        replies: [reply(updateId)],
        counters: ['turns'],
        committedAt: this.clock,
      }),
    )
    expect(accepted === 'duplicate').toBe(known.includes(updateId))
    if (!known.includes(updateId)) this.accepted.set(conversation, [...known, updateId])
  }

  async claim(who: SimulatedWorker): Promise<void> {
    who.claim = await this.store.claim({ now: this.clock, leaseMs, maxInputs: 3 })
    who.done = 0
  }

  /** The session remembers every update it went through, as a script remembers answers. */
  async commit(who: SimulatedWorker): Promise<void> {
    const input = who.claim?.inputs[who.done]
    if (!who.claim || !input) return
    const before = log(await this.store.session(who.claim.conversation))
    try {
      await this.store.commit({
        claim: who.claim,
        input,
        session: withLog([...before, input.updateId]),
        replies: [reply(input.updateId)],
        timers: [],
        cases: [],
        counters: ['turns'],
        erase: false,
        committedAt: this.clock,
      })
      who.done += 1
    } catch (error) {
      expect(error).toBeInstanceOf(StoreError)
      expect(error).toHaveProperty('code', 'store/claim_lost')
      who.claim = undefined
    }
  }

  async release(who: SimulatedWorker): Promise<void> {
    if (who.claim) await this.store.release(who.claim)
  }

  async handOut(who: SimulatedWorker): Promise<void> {
    const [delivery] = await deliveries(this.store, this.clock, 1)
    who.delivery = delivery
    if (!delivery) return
    const { conversation, seq } = delivery
    const ended = this.ended.get(conversation) ?? new Set()
    for (let earlier = 1; earlier < seq; earlier++) expect(ended.has(earlier)).toBe(true)
    this.handedOut.set(conversation, [...(this.handedOut.get(conversation) ?? []), seq])
  }

  async settle(who: SimulatedWorker, type: 'sent' | 'retry' | 'dead'): Promise<void> {
    if (!who.delivery) return
    const { conversation, seq } = who.delivery
    await this.store.settle(
      who.delivery,
      type === 'sent' ? { type } : { type, error: 'x', at: this.clock + 1_000 },
    )
    if (type !== 'retry') this.ended.set(conversation, (this.ended.get(conversation) ?? new Set()).add(seq))
    who.delivery = undefined
  }

  /** One good worker finishes whatever is left. */
  async finish(): Promise<void> {
    this.reset()
    this.clock += 2 * leaseMs
    const [one] = this.workers
    if (!one) return
    for (;;) {
      await this.claim(one)
      if (!one.claim) break
      while (one.claim && one.done < one.claim.inputs.length) await this.commit(one)
      await this.release(one)
    }
    for (;;) {
      await this.handOut(one)
      if (!one.delivery) break
      await this.settle(one, 'sent')
    }
  }
}

const log = (session: { frame?: { slots: Readonly<Record<string, unknown>> } } | undefined) =>
  (session?.frame?.slots.log ?? []) as readonly string[]
const withLog = (entries: readonly string[]) => ({
  ...aSession,
  frame: { procedure: 'p', at: null, slots: { log: entries } },
})

async function play(world: World, driver: Driver, action: Action): Promise<void> {
  const who = 'worker' in action ? world.workers[action.worker] : undefined
  if (action.type === 'accept') await world.accept(`web:${action.conversation}`, `u${action.update}`)
  else if (action.type === 'accept_turn')
    await world.acceptTurn(`web:${action.conversation}`, `u${action.update}`)
  else if (action.type === 'wait') world.clock += action.ms
  else if (action.type === 'restart') {
    world.store = await driver.reopen(world.store)
    world.reset()
  } else if (who && action.type === 'claim') await world.claim(who)
  else if (who && action.type === 'commit') await world.commit(who)
  else if (who && action.type === 'release') await world.release(who)
  else if (who && action.type === 'hand_out') await world.handOut(who)
  else if (who && action.type === 'settle') await world.settle(who, action.result)
  else if (who) Object.assign(who, { claim: undefined, delivery: undefined })
}

export function interleavingRules(driver: Driver): void {
  describe('whatever the workers do, in whatever order', () => {
    // Thousands of steps, each of which may be a trip to a Cluster on a machine with other work.
    const patience = { timeout: 240_000 }
    it(
      'every accepted input is processed once and in order, every reply goes out in order',
      patience,
      async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(anyAction, { minLength: 20, maxLength: 120 }), async (actions) => {
            const world = new World(await driver.open())
            try {
              for (const action of actions) await play(world, driver, action)
              await world.finish()
              let turns = 0
              for (const [conversation, updates] of world.accepted) {
                turns += updates.length
                expect(log(await world.store.session(conversation))).toEqual(updates)
                const replies = await world.store.replies(conversation, 0, 1_000)
                expect(replies.map((r) => r.reply.text)).toEqual(updates)
                const firstTimes = [...new Set(world.handedOut.get(conversation))]
                expect(firstTimes).toEqual(updates.map((_, index) => index + 1))
              }
              expect((await world.store.counters()).get('turns') ?? 0).toBe(turns)
              expect(await world.store.stats()).toMatchObject({ pendingInputs: 0, pendingDeliveries: 0 })
            } finally {
              await world.store.close()
            }
          }),
          { numRuns: 60 },
        )
      },
    )
  })
}
