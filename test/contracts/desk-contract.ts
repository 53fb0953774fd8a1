/** What every driver lets operators see and do. */
import { describe, expect, onTestFinished, test } from 'vitest'
import type { StoreDesk, StoreRecord } from '../../src/store/desk.ts'
import type { Store } from '../../src/store/store.ts'
import {
  changing,
  claimed,
  deliveries,
  leaseMs,
  now,
  onlyDelivery,
  opened,
  reply,
  say,
  takeTurn,
  turn,
} from './store/arrange.ts'

export interface DeskDriver {
  /** An empty store and its desk. */
  open(): Promise<{ readonly store: Store; readonly desk: StoreDesk }>
  /** Lets the store see what the desk changed, where it is another connection: a restart. */
  settle?(store: Store): Promise<Store>
}

export async function recordsOf(desk: StoreDesk): Promise<readonly StoreRecord[]> {
  const records: StoreRecord[] = []
  for await (const record of desk.dump()) records.push(record)
  return records
}

async function* each(records: readonly StoreRecord[]): AsyncGenerator<StoreRecord> {
  yield* records
}

/** As texts, in an order that does not depend on the driver. */
function sorted(records: readonly StoreRecord[]): readonly string[] {
  const canonical = (value: unknown): unknown =>
    typeof value !== 'object' || value === null || Array.isArray(value)
      ? value
      : Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, one]) => [key, canonical(one)]),
        )
  return records.map((record) => JSON.stringify(canonical(record))).sort()
}

/** A bit of everything that a store remembers. */
export async function fill(store: Store): Promise<void> {
  await takeTurn(store, 'web:anh', 'a1', {
    replies: [reply('chào bác'), reply('bác cần gì ạ')],
    timers: [{ name: 'nudge', at: now + 1_000, payload: { step: 'q' } }],
    counters: ['turns', 'turns'],
  })
  await takeTurn(store, 'telegram:7', 't1', {
    replies: [reply('một'), reply('hai')],
    caseChanges: [
      opened('case-t', { phone: '0900000000' }),
      changing('case-t', {}, { kind: 'citizen', text: 'alo' }),
    ],
  })
  const [first] = await store.claimDeliveries({ channels: ['telegram'], now, leaseMs, limit: 10 })
  if (first) await store.settle(first, { type: 'dead', error: 'blocked' })
  const [second] = await store.claimDeliveries({ channels: ['telegram'], now, leaseMs, limit: 10 })
  if (second) await store.settle(second, { type: 'retry', at: now + 60_000, error: 'busy' })
  await say(store, 'web:anh', 'a2')
  await say(store, 'web:binh', 'b1')
  await say(store, 'web:anh', 'a3')
}

export function deskContract(name: string, driver: DeskDriver): void {
  const open = async () => {
    const opened = await driver.open()
    let store = opened.store
    onTestFinished(async () => {
      await store.close()
      if ((opened.desk as unknown) !== store) await opened.desk.close()
    })
    const settled = async () => {
      store = (await driver.settle?.(store)) ?? store
      return store
    }
    return { ...opened, settled }
  }

  describe(`desk contract: ${name}`, () => {
    test('an empty store is empty, and a dump of it has nothing', async () => {
      const { desk } = await open()
      expect(await desk.isEmpty()).toBe(true)
      expect(await recordsOf(desk)).toEqual([])
    })

    test('the shards tell what waits, and since when', async () => {
      const { store, desk } = await open()
      await say(store, 'web:anh', 'a1', undefined, now - 5_000)
      await takeTurn(store, 'web:anh', 'a2', { replies: [reply('x')] }).catch(() => {})
      const states = await desk.shards()
      const sum = (pick: (state: (typeof states)[number]) => number) =>
        states.reduce((total, state) => total + pick(state), 0)
      expect([sum((s) => s.inputs), sum((s) => s.deliveries), sum((s) => s.deadLetters)]).toEqual([1, 1, 0])
      expect(await desk.isEmpty()).toBe(false)
    })

    test('a dead letter is tried again, and what was delivered behind it is not', async () => {
      const { store, desk, settled } = await open()
      await takeTurn(store, 'telegram:7', 't1', { replies: [reply('một'), reply('hai')] })
      await store.settle(await onlyDelivery(store), { type: 'dead', error: 'blocked' })
      await store.settle(await onlyDelivery(store), { type: 'sent' })
      expect(await desk.retryDead('telegram:7', 1, now)).toBe(true)
      expect(await desk.retryDead('telegram:7', 1, now)).toBe(false)
      const after = await settled()
      const again = await onlyDelivery(after)
      expect([again.reply.text, again.attempts]).toEqual(['một', 1])
      await after.settle(again, { type: 'sent' })
      expect(await deliveries(after)).toEqual([])
      expect((await after.stats()).deadLetters).toBe(0)
    })

    test('a dead letter is tried again also while later replies wait', async () => {
      const { store, desk, settled } = await open()
      await takeTurn(store, 'telegram:7', 't1', { replies: [reply('một'), reply('hai'), reply('ba')] })
      await store.settle(await onlyDelivery(store), { type: 'dead', error: 'blocked' })
      expect(await desk.retryDead('telegram:7', 1, now)).toBe(true)
      const after = await settled()
      const said: string[] = []
      for (let count = 0; count < 3; count += 1) {
        const delivery = await onlyDelivery(after)
        said.push(delivery.reply.text)
        await after.settle(delivery, { type: 'sent' })
      }
      expect([...said].sort()).toEqual(['ba', 'hai', 'một'])
      expect(await deliveries(after)).toEqual([])
    })

    test('a dead letter is discarded for good', async () => {
      const { store, desk, settled } = await open()
      await takeTurn(store, 'telegram:7', 't1', { replies: [reply('một')] })
      await store.settle(await onlyDelivery(store), { type: 'dead', error: 'blocked' })
      expect(await desk.deadLetters(10)).toMatchObject([{ seq: 1, error: 'blocked' }])
      expect(await desk.discardDead('telegram:7', 1)).toBe(true)
      expect(await desk.discardDead('telegram:7', 1)).toBe(false)
      const after = await settled()
      expect((await after.stats()).deadLetters).toBe(0)
      expect(await deliveries(after)).toEqual([])
    })

    test('what is dumped and loaded is the same, and goes on where it was', async () => {
      const from = await open()
      await fill(from.store)
      const records = await recordsOf(from.desk)
      const to = await open()
      await to.desk.load(each(records))
      expect(sorted(await recordsOf(to.desk))).toEqual(sorted(records))

      const store = await to.settled()
      const claim = await claimed(store)
      expect([claim.conversation, claim.inputs.map(({ updateId }) => updateId)]).toEqual([
        'web:anh',
        ['a2', 'a3'],
      ])
      expect(claim.session?.locale).toBe('vi')
      await store.commit(turn(claim, { replies: [reply('ba')] }))
      await store.release(claim)
      expect((await store.replies('web:anh', 0, 10)).map(({ seq }) => seq)).toEqual([1, 2, 3])
      expect(await say(store, 'telegram:7', 't1')).toBe(false)
      expect(await store.ringTimers(now + 1_000)).toBe(1)
      expect((await store.counters()).get('turns')).toBe(2)
      expect(await store.case('case-t')).toMatchObject({ conversation: 'telegram:7', phone: '0900000000' })
      expect((await store.caseLog('case-t', 0, 10)).map(({ number, kind }) => [number, kind])).toEqual([
        [1, 'opened'],
        [2, 'citizen'],
      ])
      const [late] = await store.claimDeliveries({
        channels: ['telegram'],
        now: now + 60_000,
        leaseMs,
        limit: 5,
      })
      expect([late?.reply.text, late?.attempts]).toEqual(['hai', 2])
    })
  })
}
