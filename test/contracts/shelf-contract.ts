/** What every driver of `Shelf` must keep. */
import { describe, expect, onTestFinished, test } from 'vitest'
import type { OpenedShelf, ShelfRecord } from '../../src/store/shelf.ts'
import { now } from './store/arrange.ts'

export interface ShelfDriver {
  /** An empty shelf. */
  open(): Promise<OpenedShelf>
  /** The same shelf once more, as another process has it. */
  again(shelf: OpenedShelf): Promise<OpenedShelf>
}

const conflict = { code: 'store/conflict' }

export function shelfContract(name: string, driver: ShelfDriver): void {
  const open = async () => {
    const shelf = await driver.open()
    onTestFinished(() => shelf.close())
    return shelf
  }
  const again = async (shelf: OpenedShelf) => {
    const other = await driver.again(shelf)
    onTestFinished(() => other.close())
    return other
  }

  describe(`shelf contract: ${name}`, () => {
    test('a document is kept as it was put, for every process', async () => {
      const shelf = await open()
      const body = { name: 'Chị Lan', desks: ['a', 'b'], nested: { deep: [1, null, false, 'ạ'] } }
      expect(await shelf.put('staff', 'lan', body, now)).toBe(1)
      expect(await (await again(shelf)).get('staff', 'lan', now)).toEqual({ id: 'lan', body, version: 1 })
      expect(await shelf.get('staff', 'mai', now)).toBeUndefined()
      expect(await shelf.get('session', 'lan', now)).toBeUndefined()
    })

    test('every put makes a version, and only on the version that was expected', async () => {
      const shelf = await open()
      expect(await shelf.put('staff', 'lan', 1, now, { expected: 0 })).toBe(1)
      await expect(shelf.put('staff', 'lan', 2, now, { expected: 0 })).rejects.toMatchObject(conflict)
      expect(await shelf.put('staff', 'lan', 3, now, { expected: 1 })).toBe(2)
      await expect(shelf.put('staff', 'lan', 4, now, { expected: 1 })).rejects.toMatchObject(conflict)
      await expect(shelf.put('staff', 'mai', 4, now, { expected: 1 })).rejects.toMatchObject(conflict)
      expect(await shelf.put('staff', 'lan', 5, now)).toBe(3)
      expect(await shelf.get('staff', 'lan', now)).toEqual({ id: 'lan', body: 5, version: 3 })
    })

    test('of those who change the same version at once, one does', async () => {
      const shelf = await open()
      const other = await again(shelf)
      await shelf.put('staff', 'lan', 0, now)
      const tries = Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? shelf : other).put('staff', 'lan', index, now, { expected: 1 }),
      )
      const results = await Promise.allSettled(tries)
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      expect(await other.get('staff', 'lan', now)).toMatchObject({ version: 2 })
    })

    test('what expired is gone, and can be made anew', async () => {
      const shelf = await open()
      await shelf.put('session', 's', 'old', now, { expiresAt: now + 10 })
      expect(await shelf.get('session', 's', now + 9)).toMatchObject({ body: 'old' })
      expect(await shelf.get('session', 's', now + 10)).toBeUndefined()
      expect(await shelf.list('session', now + 10)).toEqual([])
      expect(await shelf.put('session', 's', 'new', now + 10, { expected: 0 })).toBe(1)
      expect(await shelf.get('session', 's', now + 1e9)).toMatchObject({ body: 'new' })
    })

    test('a kind is listed in the order of ids', async () => {
      const shelf = await open()
      for (const id of ['b', 'c', 'a']) await shelf.put('staff', id, id, now)
      await shelf.put('other', 'x', 0, now)
      expect((await shelf.list('staff', now)).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
      expect(await shelf.list('nothing', now)).toEqual([])
    })

    test('a document that is taken away is not there', async () => {
      const shelf = await open()
      await shelf.put('staff', 'lan', 1, now)
      expect(await shelf.remove('staff', 'lan')).toBe(true)
      expect(await shelf.remove('staff', 'lan')).toBe(false)
      expect(await shelf.get('staff', 'lan', now)).toBeUndefined()
    })

    test('a log is read from anywhere, from either end', async () => {
      const shelf = await open()
      for (const [index, word] of ['a', 'b', 'c', 'd'].entries())
        expect(await shelf.append('audit', { word }, now + index)).toBe(index + 1)
      const other = await again(shelf)
      const words = async (options: Parameters<OpenedShelf['read']>[1]) =>
        (await other.read<{ word: string }>('audit', options)).map(
          ({ number, body }) => `${number}${body.word}`,
        )
      expect(await words({ limit: 10 })).toEqual(['1a', '2b', '3c', '4d'])
      expect(await words({ after: 1, limit: 2 })).toEqual(['2b', '3c'])
      expect(await words({ newest: true, limit: 2 })).toEqual(['4d', '3c'])
      expect(await words({ newest: true, after: 3, limit: 9 })).toEqual(['4d'])
      expect(await shelf.read('audit', { limit: 1 })).toEqual([{ number: 1, at: now, body: { word: 'a' } }])
      expect(await shelf.read('other', { limit: 1 })).toEqual([])
    })

    test('what many add at once is all there, each with its own number', async () => {
      const shelf = await open()
      const other = await again(shelf)
      const numbers = await Promise.all(
        Array.from({ length: 40 }, (_, index) => (index % 2 ? shelf : other).append('audit', 'same', now)),
      )
      expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
      expect(await shelf.read('audit', { limit: 100 })).toHaveLength(40)
    })

    test('what is kept long enough goes, and numbers never come again', async () => {
      const shelf = await open()
      await shelf.put('session', 'old', 1, now, { expiresAt: now + 1 })
      await shelf.put('session', 'new', 1, now, { expiresAt: now + 100 })
      await shelf.put('staff', 'lan', 1, now)
      for (const at of [now, now + 10]) await shelf.append('audit', at, at)
      await shelf.append('other', 1, now)
      await shelf.expire(now + 10, { audit: now + 10 })
      expect((await shelf.list('session', 0)).map(({ id }) => id)).toEqual(['new'])
      expect(await shelf.get('staff', 'lan', now)).toBeDefined()
      expect((await shelf.read('audit', { limit: 9 })).map(({ number }) => number)).toEqual([2])
      expect(await shelf.read('other', { limit: 9 })).toHaveLength(1)
      await shelf.expire(now + 20, { audit: now + 20, absent: now })
      expect(await shelf.append('audit', 'later', now + 30)).toBe(3)
    })

    test('what is dumped and loaded is the same, and goes on where it was', async () => {
      const from = await open()
      expect(await from.isEmpty()).toBe(true)
      await from.put('staff', 'lan', { a: [1] }, now)
      await from.put('staff', 'lan', { a: [2] }, now)
      await from.put('session', 's', 's', now, { expiresAt: now + 10 })
      for (const at of [now, now + 1]) await from.append('audit', { at }, at)
      await from.append('emptied', 1, now)
      await from.expire(now, { audit: now + 1, emptied: now + 1 })
      const records = await recordsOf(from)
      const to = await open()
      for (const record of records) await to.load(record)
      expect(await to.isEmpty()).toBe(false)
      expect(await recordsOf(to)).toEqual(records)
      expect(await to.put('staff', 'lan', {}, now, { expected: 2 })).toBe(3)
      expect(await to.append('emptied', 2, now)).toBe(2)
    })
  })
}

async function recordsOf(shelf: OpenedShelf): Promise<readonly ShelfRecord[]> {
  const records: ShelfRecord[] = []
  for await (const record of shelf.dump()) records.push(record)
  return records
}
