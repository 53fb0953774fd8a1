import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { systemClock } from '../../src/runtime/clock.ts'
import { openShelf, openStore } from '../../src/store/open.ts'
import type { OpenedShelf } from '../../src/store/shelf.ts'
import { sqliteShelf } from '../../src/store/sqlite/shelf.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import { shelfContract } from '../contracts/shelf-contract.ts'
import { now } from '../contracts/store/arrange.ts'

const paths = new WeakMap<OpenedShelf, string>()
const newPath = () => join(temporaryFolder(), 'data', 'office.db')

async function openAt(path: string): Promise<OpenedShelf> {
  const shelf = sqliteShelf({ path })
  paths.set(shelf, path)
  return shelf
}

shelfContract('sqlite', {
  open: () => openAt(newPath()),
  again: (shelf) => openAt(paths.get(shelf) ?? ''),
})

describe('the file of the shelf', () => {
  test('only its owner can read it, and the store beside it has one of its own', async () => {
    const path = newPath()
    const store = sqliteStore({ path: join(path, '../motcua.db') })
    const shelf = sqliteShelf({ path })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    await shelf.close()
    await store.close()
    expect(() => sqliteShelf({ path: join(path, '../motcua.db') })).toThrow(/another program's database/)
  })

  test('processes that make and fill it at the same moment do not disturb each other', async () => {
    const path = newPath()
    const code = `
      const { sqliteShelf } = await import(process.argv[1])
      const shelf = sqliteShelf({ path: process.argv[2] })
      for (let index = 0; index < 25; index++) await shelf.append('audit', process.pid, ${now})
      await shelf.close()`
    const module = resolve(import.meta.dirname, '../../src/store/sqlite/shelf.ts')
    const ends = Array.from({ length: 4 }, () =>
      once(
        spawn(process.execPath, ['--input-type=module', '-e', code, module, path], { stdio: 'inherit' }),
        'exit',
      ),
    )
    expect((await Promise.all(ends)).map(([code]) => code)).toEqual([0, 0, 0, 0])
    const shelf = sqliteShelf({ path })
    expect((await shelf.read('audit', { limit: 999 })).map(({ number }) => number)).toEqual(
      Array.from({ length: 100 }, (_, index) => index + 1),
    )
    await shelf.close()
  })

  test('processes that make the same files at the same moment all open them', async () => {
    const folder = join(newPath(), '..')
    const code = `
      const { sqliteShelf } = await import(process.argv[1])
      process.stdout.write('ready')
      await new Promise((resolve) => process.stdin.once('data', resolve))
      process.stdin.destroy()
      for (let index = 0; index < 12; index++) await sqliteShelf({ path: process.argv[2] + '/' + index + '.db' }).close()`
    const module = resolve(import.meta.dirname, '../../src/store/sqlite/shelf.ts')
    const children = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', code, module, folder], {
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    )
    const ends = children.map((child) => once(child, 'exit'))
    await Promise.all(children.map(({ stdout }) => once(stdout, 'data')))
    for (const { stdin } of children) stdin.write('go')
    expect((await Promise.all(ends)).map(([code]) => code)).toEqual([0, 0, 0, 0])
  })

  test('a command reaches it while the service runs', async () => {
    const dataDir = join(newPath(), '..')
    const log = { info: () => {}, warn: () => {}, error: () => {} }
    const service = await openStore({ dataDir }, { clock: systemClock(), log })
    await service.shelf.put('staff', 'lan', { name: 'Lan' }, now)
    const command = await openShelf({ dataDir })
    expect(await command.put('staff', 'mai', { name: 'Mai' }, now, { expected: 0 })).toBe(1)
    await command.close()
    expect((await service.shelf.list('staff', now)).map(({ id }) => id)).toEqual(['lan', 'mai'])
    await service.close()
  })

  test('a closed one refuses work', async () => {
    const shelf = sqliteShelf({ path: newPath() })
    await shelf.close()
    await shelf.close()
    await expect(shelf.get('staff', 'lan', now)).rejects.toMatchObject({ code: 'store/unreachable' })
  })
})
