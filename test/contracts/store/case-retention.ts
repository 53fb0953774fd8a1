import { describe, expect } from 'vitest'
import type { Store } from '../../../src/store/store.ts'
import { changing, type Driver, everyCase, now, opened, ruleOf, say, takeTurn } from './arrange.ts'

const day = 86_400_000
const none = { sessionsBefore: 0, repliesBefore: 0, updatesBefore: 0 }
const all = { sessionsBefore: now + day, repliesBefore: now + day, updatesBefore: now + day }

/** Everything a case can tell about its citizen. */
const personal = {
  procedure: 'birth-linked',
  step: 'parents',
  slots: { birth_date: '2026-11-05' },
  open: { papers: ['a'] },
  commune: 'hai-phong.an-bien',
  wish: 'làm khai sinh cho cháu',
  phone: '0900000000',
} as const
const closed = { state: 'closed', closedAt: now, outcome: 'solved' } as const
const secrets = /2026-11-05|papers|an-bien"|khai sinh|0900000000|web:a/

/** What stays of it. */
async function expectReduced(store: Store): Promise<void> {
  const [one, ...rest] = await everyCase(store)
  expect(rest).toEqual([])
  expect(one).toMatchObject({
    id: 'one',
    conversation: '',
    state: 'closed',
    desk: 'north',
    procedure: 'birth-linked',
  })
  expect(JSON.stringify(one)).not.toMatch(secrets)
  expect(await store.case('one')).toBeUndefined()
  expect(await store.caseLog('one', 0, 10)).toEqual([])
}

export function caseRetentionRules(driver: Driver): void {
  const rule = ruleOf(driver)
  const opening = opened('one', { desk: 'north', ...personal })
  const telling = changing('one', {}, { kind: 'citizen', text: 'làm khai sinh cho cháu 0900000000' })

  describe('erasing and letting go of cases', () => {
    rule('an erased conversation leaves its cases closed, for statistics only', async (store, reopened) => {
      await takeTurn(store, 'web:a', 'u1', { caseChanges: [opening, telling] })
      await takeTurn(store, 'web:a', 'u2', { erase: true, committedAt: now + 5 })
      await expectReduced(store)
      expect((await everyCase(store))[0]).toMatchObject({ closedAt: now + 5, changedAt: now + 5 })
      expect(await store.listCases({ states: ['waiting', 'taken'], limit: 10 })).toEqual([])
      await expectReduced(await reopened())
    })

    rule('what the erasing turn says of the case is kept for statistics, without words', async (store) => {
      await takeTurn(store, 'web:a', 'u1', { caseChanges: [opening, telling] })
      await takeTurn(store, 'web:a', 'u2', {
        erase: true,
        caseChanges: [
          changing(
            'one',
            { ...closed, outcome: 'other', wish: 'khai sinh' },
            { kind: 'closed', text: 'khai sinh' },
          ),
        ],
      })
      await expectReduced(store)
      expect((await everyCase(store))[0]).toMatchObject({ outcome: 'other', lastEntry: 3 })
    })

    rule('a case opened by the erasing turn is there', async (store) => {
      await takeTurn(store, 'web:a', 'u1', { caseChanges: [opening] })
      await takeTurn(store, 'web:a', 'u2', { erase: true, caseChanges: [opened('two')] })
      expect(await store.case('one')).toBeUndefined()
      expect(await store.case('two')).toMatchObject({ conversation: 'web:a', state: 'waiting' })
    })

    rule('cases closed long ago are reduced, and their rating still counts', async (store, reopened) => {
      await takeTurn(store, 'web:a', 'u1', { caseChanges: [opening, telling, changing('one', closed)] })
      await store.expire({ ...none, casesBefore: now })
      expect(await store.case('one')).toMatchObject({ wish: personal.wish })
      await store.expire({ ...none, casesBefore: now + 1 })
      await expectReduced(store)
      await takeTurn(store, 'web:a', 'u2', {
        caseChanges: [changing('one', { rating: 4 }, { kind: 'rated' })],
      })
      await expectReduced(store)
      const again = await reopened()
      expect((await everyCase(again))[0]).toMatchObject({ rating: 4, outcome: 'solved', closedAt: now })
      expect(await again.session('web:a')).toBeDefined()
    })

    rule('an open case keeps its session, and is never reduced', async (store) => {
      await takeTurn(store, 'web:a', 'u1', { caseChanges: [opening, telling] })
      expect(await store.expire({ ...all, casesBefore: now + day })).toBe(0)
      expect(await store.session('web:a')).toBeDefined()
      expect(await store.case('one')).toMatchObject({ state: 'waiting', wish: personal.wish })
      await takeTurn(store, 'web:a', 'u2', { caseChanges: [changing('one', closed)] })
      expect(await store.expire({ ...all, casesBefore: now + day })).toBe(1)
      await expectReduced(store)
      expect(await store.stats()).toMatchObject({ conversations: 0 })
    })

    rule('a closed case outlives its session, and can still be erased', async (store) => {
      await takeTurn(store, 'web:a', 'u1', { caseChanges: [opening, telling, changing('one', closed)] })
      expect(await store.expire({ ...all, casesBefore: now })).toBe(1)
      expect(await store.session('web:a')).toBeUndefined()
      expect(await store.case('one')).toMatchObject({ conversation: 'web:a' })
      expect(await store.caseLog('one', 0, 10)).toHaveLength(2)
      await say(store, 'web:a', 'u2')
      await takeTurn(store, 'web:a', 'u3', { erase: true })
      await expectReduced(store)
    })
  })
}
