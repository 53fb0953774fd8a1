import { join } from 'node:path'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { storeContract } from '../contracts/store-contract.ts'

const paths = new WeakMap<Store, string>()

function openAt(path: string): Store {
  const store = sqliteStore({ path })
  paths.set(store, path)
  return store
}

storeContract('sqlite', {
  open: async () => openAt(join(temporaryFolder(), 'store.db')),
  reopen: async (store) => {
    await store.close()
    return openAt(paths.get(store) ?? '')
  },
})
