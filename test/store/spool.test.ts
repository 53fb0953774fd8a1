import { appendFileSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { StoreError } from '../../src/errors.ts'
import { openSpool, type Spool } from '../../src/store/spool.ts'

let path = ''
const told: string[] = []
let opened: Spool | undefined
beforeEach(() => {
  path = join(temporaryFolder(), 'data', 'spool.jsonl')
  told.length = 0
})
afterEach(async () => {
  await opened?.close()
  opened = undefined
})

async function open(maxBytes?: number): Promise<Spool> {
  await opened?.close()
  opened = await openSpool({
    path,
    ...(maxBytes === undefined ? {} : { maxBytes }),
    onFull: () => told.push('full'),
    onDamage: () => told.push('damaged'),
  })
  return opened
}

const input = (updateId: string) => ({
  conversation: 'zalo-bot:1',
  updateId,
  input: { type: 'text', text: `bà Hạnh\n${updateId}` } as const,
  receivedAt: 1,
})

async function fed(spool: Spool): Promise<string[]> {
  const ids: string[] = []
  await spool.feed(async ({ updateId }) => ids.push(updateId))
  return ids
}

describe('the spool', () => {
  test('gives back what it kept, in order, also after a restart, and is empty then', async () => {
    const spool = await open()
    expect(spool.isEmpty).toBe(true)
    await Promise.all(['a', 'b', 'c'].map((id) => spool.keep(input(id))))
    expect(spool.isEmpty).toBe(false)
    const again = await open()
    expect(again.isEmpty).toBe(false)
    expect(await fed(again)).toEqual(['a', 'b', 'c'])
    expect([again.isEmpty, readFileSync(path, 'utf8')]).toEqual([true, ''])
    await again.keep(input('d'))
    expect(await fed(again)).toEqual(['d'])
  })

  test('goes on behind what the store took when the store goes away again', async () => {
    const spool = await open()
    for (const id of ['a', 'b', 'c']) await spool.keep(input(id))
    const taken: string[] = []
    const gone = new StoreError('store/unreachable', 'gone')
    const feeding = spool.feed(async ({ updateId }) => {
      if (updateId === 'b') throw gone
      taken.push(updateId)
    })
    await expect(feeding).rejects.toBe(gone)
    expect([...taken, ...(await fed(spool))]).toEqual(['a', 'b', 'c'])
  })

  test('takes what comes while it is fed', async () => {
    const spool = await open()
    await spool.keep(input('a'))
    const taken: string[] = []
    await spool.feed(async ({ updateId }) => {
      if (updateId === 'a') await spool.keep(input('b'))
      taken.push(updateId)
    })
    expect(taken).toEqual(['a', 'b'])
    expect(spool.isEmpty).toBe(true)
  })

  test('forgets half a line that a crash left, and nothing before it', async () => {
    const spool = await open()
    await spool.keep(input('a'))
    appendFileSync(path, '{"conversation":"zalo-bot:1","upd')
    const again = await open()
    await again.keep(input('b'))
    expect(await fed(again)).toEqual(['a', 'b'])
    expect(told).toEqual([])
  })

  test('tells of a damaged line and goes on', async () => {
    const spool = await open()
    await spool.keep(input('a'))
    appendFileSync(path, 'rubbish\n')
    const again = await open()
    await again.keep(input('b'))
    expect(await fed(again)).toEqual(['a', 'b'])
    expect(told).toEqual(['damaged'])
  })

  test('has a bound, and says once that it is reached', async () => {
    const spool = await open(300)
    await spool.keep(input('a'))
    await spool.keep(input('b'))
    for (const id of ['c', 'd'])
      await expect(spool.keep(input(id))).rejects.toMatchObject({ code: 'store/unreachable' })
    expect(told).toEqual(['full'])
    expect(statSync(path).size).toBeLessThanOrEqual(300)
    expect(await fed(spool)).toEqual(['a', 'b'])
    await spool.keep(input('c'))
  })

  test('is read by nobody else', async () => {
    await open()
    expect(statSync(path).mode & 0o077).toBe(0)
  })
})
