import { redisStore } from '../../src/store/redis.ts'
import type { Store } from '../../src/store/store.ts'
import type { Driver } from '../contracts/store/arrange.ts'
import { storeContract } from '../contracts/store-contract.ts'
import { onEveryRedis } from '../support/every-redis.ts'

/** Every store of the contract has a keyspace of its own. */
function driverOn(url: () => string): Driver {
  const prefixes = new WeakMap<Store, string>()
  let opened = 0
  const openAt = async (prefix: string) => {
    const store = await redisStore({ url: url(), prefix })
    prefixes.set(store, prefix)
    return store
  }
  return {
    open: () => openAt(`t${++opened}`),
    reopen: async (store) => {
      await store.close()
      return openAt(prefixes.get(store) ?? '')
    },
  }
}

onEveryRedis((name, url) => storeContract(name, driverOn(url)))
