import { describe, expect } from 'vitest'
import type { CaseFilter, Store } from '../../../src/store/store.ts'
import { changing, type Driver, now, opened, ruleOf, takeTurn } from './arrange.ts'

const ids = async (store: Store, filter: Partial<CaseFilter> = {}) =>
  (await store.listCases({ limit: 100, ...filter })).map(({ id }) => id)

/** Six cases of three desks, opened one after the other in conversations of their own. */
async function six(store: Store): Promise<void> {
  const made = [
    ['a', 'north', 'waiting'],
    ['b', 'south', 'taken'],
    ['c', 'north', 'closed'],
    ['d', 'east', 'waiting'],
    ['e', 'south', 'closed'],
    ['f', 'north', 'taken'],
  ] as const
  for (const [index, [id, desk, state]] of made.entries()) {
    const at = now + index * 10
    const closing = state === 'closed' ? { closedAt: at } : {}
    await takeTurn(store, `web:${id}`, 'u1', {
      caseChanges: [opened(id, { desk, state, openedAt: at, ...closing })],
      committedAt: at,
    })
  }
}

export function caseListRules(driver: Driver): void {
  const rule = ruleOf(driver)

  describe('lists of cases', () => {
    rule('the latest opened comes first, and no more than asked for', async (store) => {
      expect(await ids(store)).toEqual([])
      await six(store)
      expect(await ids(store)).toEqual(['f', 'e', 'd', 'c', 'b', 'a'])
      expect(await ids(store, { limit: 2 })).toEqual(['f', 'e'])
      expect(await ids(store, { limit: 0 })).toEqual([])
    })

    rule('cases of the same moment come by their ids', async (store) => {
      await takeTurn(store, 'web:n', 'u1', { caseChanges: [opened('l'), opened('n'), opened('k')] })
      await takeTurn(store, 'web:m', 'u1', { caseChanges: [opened('m')] })
      expect(await ids(store)).toEqual(['n', 'm', 'l', 'k'])
      expect(await ids(store, { desks: ['hai-phong.an-bien'], limit: 2 })).toEqual(['n', 'm'])
    })

    rule('desks, states and times narrow, alone and together', async (store) => {
      await six(store)
      expect(await ids(store, { desks: ['north'] })).toEqual(['f', 'c', 'a'])
      expect(await ids(store, { desks: ['north', 'east', 'north'] })).toEqual(['f', 'd', 'c', 'a'])
      expect(await ids(store, { desks: ['north', 'south'], limit: 2 })).toEqual(['f', 'e'])
      expect(await ids(store, { desks: [] })).toEqual([])
      expect(await ids(store, { desks: ['nowhere'] })).toEqual([])
      expect(await ids(store, { states: ['waiting'] })).toEqual(['d', 'a'])
      expect(await ids(store, { states: ['waiting', 'taken'] })).toEqual(['f', 'd', 'b', 'a'])
      expect(await ids(store, { states: ['closed'] })).toEqual(['e', 'c'])
      expect(await ids(store, { states: [] })).toEqual([])
      expect(await ids(store, { desks: ['north'], states: ['waiting', 'taken'], limit: 1 })).toEqual(['f'])
      expect(await ids(store, { desks: ['south'], states: ['closed'] })).toEqual(['e'])
      expect(await ids(store, { openedFrom: now + 10, openedBefore: now + 40 })).toEqual(['d', 'c', 'b'])
      expect(await ids(store, { desks: ['north'], openedFrom: now + 1 })).toEqual(['f', 'c'])
      expect(await ids(store, { states: ['taken'], openedBefore: now + 50 })).toEqual(['b'])
    })

    rule('what was changed since is found, however old it is', async (store) => {
      await six(store)
      const at = now + 1_000
      await takeTurn(store, 'web:b', 'u2', {
        caseChanges: [changing('b', {}, { kind: 'note' })],
        committedAt: at,
      })
      expect(await ids(store, { changedSince: at })).toEqual(['b'])
      expect(await ids(store, { changedSince: at + 1 })).toEqual([])
      expect(await ids(store, { changedSince: now + 40, desks: ['south', 'north'] })).toEqual(['f', 'e', 'b'])
      expect(await ids(store, { changedSince: now + 40, states: ['taken'] })).toEqual(['f', 'b'])
    })

    rule(
      'a case that changes desk or state is found where it is now, and only there',
      async (store, reopened) => {
        await six(store)
        await takeTurn(store, 'web:a', 'u2', {
          caseChanges: [changing('a', { desk: 'east' }, { kind: 'passed', desk: 'east' })],
        })
        await takeTurn(store, 'web:f', 'u2', {
          caseChanges: [changing('f', { state: 'closed', closedAt: now + 99 }, { kind: 'closed' })],
        })
        await takeTurn(store, 'web:c', 'u2', {
          caseChanges: [changing('c', { state: 'waiting', closedAt: null }, { kind: 'opened' })],
        })
        const again = await reopened()
        expect(await ids(again, { desks: ['east'] })).toEqual(['d', 'a'])
        expect(await ids(again, { desks: ['north'] })).toEqual(['f', 'c'])
        expect(await ids(again, { states: ['closed'] })).toEqual(['f', 'e'])
        expect(await ids(again, { states: ['waiting'], desks: ['north'] })).toEqual(['c'])
      },
    )
  })
}
