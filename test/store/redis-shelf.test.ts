import { redisShelf } from '../../src/store/redis/shelf.ts'
import type { OpenedShelf } from '../../src/store/shelf.ts'
import { type ShelfDriver, shelfContract } from '../contracts/shelf-contract.ts'
import { onEveryRedis } from '../support/every-redis.ts'

/** Every shelf of the contract has a keyspace of its own. */
function driverOn(url: () => string): ShelfDriver {
  const prefixes = new WeakMap<OpenedShelf, string>()
  let opened = 0
  const openAt = async (prefix: string) => {
    const shelf = await redisShelf({ url: url(), prefix })
    prefixes.set(shelf, prefix)
    return shelf
  }
  return {
    open: () => openAt(`s${++opened}`),
    again: (shelf) => openAt(prefixes.get(shelf) ?? ''),
  }
}

onEveryRedis((name, url) => shelfContract(name, driverOn(url)))
