import { describe, expect } from 'vitest'
import type { CaseNews } from '../../../src/store/store.ts'
import {
  aCase,
  aSession,
  changing,
  claimed,
  type Driver,
  everyCase,
  first,
  leaseMs,
  now,
  opened,
  ruleOf,
  say,
  takeTurn,
  turn,
} from './arrange.ts'

const officer = { id: 'lan', name: 'Chị Lan' }

export function caseRules(driver: Driver): void {
  const rule = ruleOf(driver)

  describe('cases', () => {
    rule('a case keeps what it was opened with, across a restart', async (store, reopened) => {
      const all = {
        procedure: 'birth-linked',
        step: 'parents',
        slots: { birth_date: '2026-11-05', papers: ['a', 'b'], is_late: false },
        open: { papers: ['a'] },
        commune: 'hai-phong.an-bien',
        wish: 'làm khai sinh cho cháu',
        phone: '0900000000',
        wished: 'morning',
        dueAt: now + 1,
      } as const
      await takeTurn(store, 'web:a', 'u1', { caseChanges: [opened('one', all)] })
      const again = await reopened()
      const expected = { ...aCase, ...all, id: 'one', conversation: 'web:a', lastEntry: 1, changedAt: now }
      expect(await again.case('one')).toEqual(expected)
      expect(await everyCase(again)).toEqual([expected])
      expect(await again.caseLog('one', 0, 10)).toEqual([
        { at: now, kind: 'opened', reason: 'asked_for_person', number: 1 },
      ])
      expect(await again.case('two')).toBeUndefined()
      expect(await again.caseLog('two', 0, 10)).toEqual([])
    })

    rule('changes set fields, take fields away and say when', async (store) => {
      await takeTurn(store, 'web:a', 'u1', { caseChanges: [opened('one', { dueAt: now + 9, wish: 'x' })] })
      await takeTurn(store, 'web:a', 'u2', {
        caseChanges: [
          changing('one', { state: 'taken', officer, dueAt: null }, { kind: 'taken', by: officer }),
          changing('one', { takenAt: now + 5 }),
        ],
        committedAt: now + 5,
      })
      expect(await store.case('one')).toEqual({
        ...aCase,
        wish: 'x',
        state: 'taken',
        officer,
        takenAt: now + 5,
        id: 'one',
        conversation: 'web:a',
        lastEntry: 2,
        changedAt: now + 5,
      })
    })

    rule('the log is numbered without gaps over changes, turns and restarts', async (store, reopened) => {
      const said = (text: string) => ({ kind: 'citizen', text }) as const
      await takeTurn(store, 'web:a', 'u1', {
        caseChanges: [opened('one'), changing('one', {}, said('a'), said('b'))],
      })
      const again = await reopened()
      await takeTurn(again, 'web:a', 'u2', { caseChanges: [changing('one', {}, said('c'))] })
      const log = await again.caseLog('one', 0, 10)
      expect(log.map(({ number, text }) => [number, text])).toEqual([
        [1, undefined],
        [2, 'a'],
        [3, 'b'],
        [4, 'c'],
      ])
      expect((await again.caseLog('one', 1, 2)).map(({ number }) => number)).toEqual([2, 3])
      expect((await again.case('one'))?.lastEntry).toBe(4)
    })

    rule('a claim that was lost changes no case', async (store) => {
      await takeTurn(store, 'web:a', 'u1', { caseChanges: [opened('one')] })
      await say(store, 'web:a', 'u2')
      const old = await claimed(store)
      const newer = await claimed(store, now + leaseMs + 1)
      const taking = changing('one', { state: 'taken' }, { kind: 'taken' })
      const lost = turn(old, { caseChanges: [taking, opened('two')] })
      await expect(store.commit(lost)).rejects.toMatchObject({ code: 'store/claim_lost' })
      expect((await everyCase(store)).map(({ id, state, lastEntry }) => [id, state, lastEntry])).toEqual([
        ['one', 'waiting', 1],
      ])
      expect(await store.caseLog('one', 0, 10)).toHaveLength(1)
      await store.commit(turn(newer, { caseChanges: [taking] }))
      await store.release(newer)
      expect((await store.caseLog('one', 0, 10)).map(({ kind }) => kind)).toEqual(['opened', 'taken'])
    })

    rule('conversations that move at once each keep their own cases', async (store) => {
      const names = Array.from({ length: 20 }, (_, index) => `n${index}`)
      for (const name of names) for (const id of ['u1', 'u2', 'u3']) await say(store, `web:${name}`, id)
      const claims = await Promise.all(names.map(() => claimed(store)))
      await Promise.all(
        claims.map(async (claim) => {
          const id = `case-${claim.conversation.slice(4)}`
          await store.commit(turn(claim, { caseChanges: [opened(id)] }))
          const rest = claim.inputs.slice(1).map((input) =>
            store.commit(
              turn(claim, {
                input,
                caseChanges: [changing(id, {}, { kind: 'citizen', text: input.updateId })],
              }),
            ),
          )
          await Promise.all(rest)
          await store.release(claim)
        }),
      )
      for (const name of names) {
        expect(await store.case(`case-${name}`)).toMatchObject({ conversation: `web:${name}`, lastEntry: 3 })
        const log = await store.caseLog(`case-${name}`, 0, 10)
        expect(log.map(({ number, text }) => [number, text])).toEqual([
          [1, undefined],
          [2, 'u2'],
          [3, 'u3'],
        ])
      }
    })

    rule(
      'what would change a case that is not there, or is of another conversation, is left out',
      async (store) => {
        await takeTurn(store, 'web:a', 'u1', { caseChanges: [opened('one')] })
        await takeTurn(store, 'web:b', 'u1', {
          caseChanges: [
            changing('one', { state: 'taken' }, { kind: 'taken' }),
            changing('never', { rating: 5 }, { kind: 'rated' }),
          ],
          session: { ...aSession, misses: 1 },
        })
        expect((await everyCase(store)).map(({ id, state, lastEntry }) => [id, state, lastEntry])).toEqual([
          ['one', 'waiting', 1],
        ])
        expect(await store.session('web:b')).toMatchObject({ misses: 1 })
      },
    )
  })

  describe('news of cases', () => {
    rule('listeners are told of every case that was changed, once it can be read', async (store) => {
      const heard: CaseNews[] = []
      const states: Promise<string | undefined>[] = []
      const stop = store.onCases((news) => {
        heard.push(news)
        states.push(store.case(news.case).then((one) => one?.state))
      })
      await takeTurn(store, 'web:a', 'u1')
      await takeTurn(store, 'web:a', 'u2', { caseChanges: [opened('one')] })
      await takeTurn(store, 'web:b', 'u1', { caseChanges: [opened('two', { state: 'taken' })] })
      await expect
        .poll(() => heard)
        .toEqual([
          { case: 'one', conversation: 'web:a' },
          { case: 'two', conversation: 'web:b' },
        ])
      expect(await Promise.all(states)).toEqual(['waiting', 'taken'])
      await takeTurn(store, 'web:a', 'u3', { erase: true })
      await expect.poll(() => heard[2]).toEqual({ case: 'one', conversation: 'web:a' })
      expect(await states[2]).toBeUndefined()
      stop()
      await takeTurn(store, 'web:b', 'u2', { caseChanges: [changing('two', {}, { kind: 'note' })] })
      expect(await store.case('two')).toMatchObject({ lastEntry: 2 })
      expect(heard).toHaveLength(3)
    })

    rule('nobody is told of what was not committed', async (store) => {
      const heard: CaseNews[] = []
      store.onCases((news) => heard.push(news))
      await say(store, 'web:a', 'u1')
      const claim = await claimed(store)
      await store.release(claim)
      const late = { ...turn(claim, { caseChanges: [opened('one')] }), input: first(claim) }
      await expect(store.commit(late)).rejects.toMatchObject({ code: 'store/claim_lost' })
      const again = await claimed(store)
      await store.commit(turn(again))
      await store.release(again)
      await takeTurn(store, 'web:b', 'u1', { caseChanges: [opened('two')] })
      await expect.poll(() => heard).toEqual([{ case: 'two', conversation: 'web:b' }])
    })
  })
}
