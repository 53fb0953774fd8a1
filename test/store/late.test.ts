import { expect, it } from 'vitest'
import { StoreError } from '../../src/errors.ts'
import { lateStore, openLate } from '../../src/store/late.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { manualClock } from '../runtime/manual-clock.ts'

it('a store that comes late says why it is not there, by the last attempt, and serves once it is', async () => {
  const clock = manualClock(0)
  const said: unknown[] = []
  const answers = ['wants a password', 'is loading']
  const open = async (): Promise<Store> => {
    const words = answers.shift()
    if (words !== undefined) throw new StoreError('store/unreachable', `Redis ${words}.`)
    return sqliteStore({ path: ':memory:' })
  }
  const late = await openLate({
    open,
    clock,
    onAbsent: (error) => said.push(error),
    onCome: () => said.push('come'),
  })
  const store = lateStore(late)
  const failure = () => store.session('web:a').catch((error: unknown) => String(error))
  expect(await failure()).toMatch(/since the start\. Redis wants a password\.$/)
  clock.advance(1_000)
  await expect.poll(failure).toMatch(/since the start\. Redis is loading\.$/)
  clock.advance(1_000)
  await expect.poll(() => said.at(-1)).toBe('come')
  expect(await store.session('web:a')).toBeUndefined()
  expect(said).toHaveLength(2)
  await store.close()
})
