import { describe, expect, it } from 'vitest'
import type { Connection } from '../../src/store/redis/connection.ts'
import { keysOf } from '../../src/store/redis/keys.ts'
import { createRoutes } from '../../src/store/redis/routes.ts'

/** Routes of `us` over a Redis that answers who holds which of two shards; `asked` has the shards asked for. */
function routesOver(owners: (string | null | Error)[]) {
  const keys = keysOf('p', 2)
  let now = 0
  const asked: number[] = []
  const command = async (_name: string, key: unknown) => {
    const shard = key === keys.of(0).lease ? 0 : 1
    asked.push(shard)
    const owner = owners[shard]
    if (owner instanceof Error) throw owner
    return owner
  }
  const connection = { command } as unknown as Connection
  const routes = createRoutes({ connection, keys, member: 'us', now: () => now })
  const answered = () => new Promise((resolve) => setImmediate(resolve))
  /** Asks, and again once Redis answered. */
  const learn = async (shard: number) => {
    routes.to(shard)
    await answered()
    return routes.to(shard)
  }
  return { routes, asked, learn, pass: (ms: number) => (now += ms) }
}

describe('who holds which shard', () => {
  it('is asked once, and known from then on', async () => {
    const { routes, asked, learn } = routesOver(['them', 'others'])
    expect(routes.to(0)).toBeUndefined()
    expect([await learn(0), await learn(1), routes.to(0)]).toEqual(['them', 'others', 'them'])
    expect(asked).toEqual([0, 1])
  })

  it.each([['us'], [''], [null], [new Error('cut')]])(
    'is nobody to pass anything on to: %s',
    async (owner) => {
      const { asked, learn, pass } = routesOver([owner])
      expect(await learn(0)).toBeUndefined()
      // However much comes in, it is not asked for each.
      expect([await learn(0), asked]).toEqual([undefined, [0]])
      pass(500)
      expect([await learn(0), asked]).toEqual([undefined, [0, 0]])
    },
  )

  it('is asked anew when it moved', async () => {
    const owners = ['them']
    const { routes, learn, pass } = routesOver(owners)
    await learn(0)
    owners[0] = 'others'
    routes.forget(0)
    pass(500)
    expect(await learn(0)).toBe('others')
    owners[0] = 'them'
    routes.forgetAll()
    expect(await learn(0)).toBe('them')
  })

  it('is nobody while its holder is silent, and whoever took it over', async () => {
    const owners = ['them', 'them']
    const { routes, learn, pass } = routesOver(owners)
    await Promise.all([learn(0), learn(1)])
    routes.avoid('them')
    expect([routes.to(0), routes.to(1)]).toEqual([undefined, undefined])
    owners[0] = 'others'
    pass(500)
    expect([await learn(0), await learn(1)]).toEqual(['others', undefined])
    pass(5_000)
    expect(routes.to(1)).toBe('them')
  })
})
