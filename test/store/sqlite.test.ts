import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { sqliteStore } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { storeContract } from '../contracts/store-contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'motcua-store-'))
const paths = new WeakMap<Store, string>()
let opened = 0

function openAt(path: string): Store {
  const store = sqliteStore({ path })
  paths.set(store, path)
  return store
}

afterAll(() => rmSync(folder, { recursive: true, force: true }))

storeContract('sqlite', {
  open: async () => openAt(join(folder, `${++opened}`, 'store.db')),
  reopen: async (store) => {
    await store.close()
    return openAt(paths.get(store) ?? '')
  },
})
