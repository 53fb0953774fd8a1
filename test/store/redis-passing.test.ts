import { afterEach, describe, expect, it } from 'vitest'
import { readPassed, readTaken } from '../../src/store/redis/passed.ts'
import { redisStore } from '../../src/store/redis.ts'
import type { HowPassed, IncomingInput, Store } from '../../src/store/store.ts'
import { leaseMs, now, say, takeTurn, text, waiting } from '../contracts/store/arrange.ts'
import { describeWith } from '../e2e/support/services.ts'
import { onEveryRedis } from '../support/every-redis.ts'
import { redisServer, startRedis, until } from '../support/redis.ts'
import { echo, heard } from './echo.ts'

async function acceptAtOnce(store: Store, incoming: IncomingInput): Promise<boolean> {
  return (await store.acceptTurn?.(incoming, echo)) !== 'duplicate'
}

onEveryRedis((name, url) => {
  describe(`${name}: an input that another process holds the conversation of`, () => {
    passingOver(url)
  })
})

describeWith(redisServer, 'what processes say to each other', (path) => {
  it('stops nothing where it cannot be read', async () => {
    const server = await startRedis({ path })
    const open = () => redisStore({ url: server.url, shards: 1 })
    const [holder, other] = await Promise.all([open(), open()])
    try {
      await introduced(holder, other)
      holder.onPassed?.((incoming) => acceptAtOnce(holder, incoming))
      const channels = (await server.client.pubsub('CHANNELS')) as string[]
      const theirs = channels.filter((name) => /:(?:passed|taken):/.test(name))
      expect(theirs).toHaveLength(4)
      for (const channel of theirs) await server.client.publish(channel, '["x",[[1,2]]]')
      expect(await say(other, 'web:a', 'u1')).toBe(true)
      expect(heard(await holder.session('web:a'))).toEqual(['u1'])
    } finally {
      await Promise.all([holder.close(), other.close()])
      await server.close()
    }
  })
})

/** Makes `holder` hold the shard, and has `other` learn that it does. */
async function introduced(holder: Store, other: Store): Promise<void> {
  const isHeardOf = new Promise<void>((resolve) => other.onWork?.(resolve))
  await takeTurn(holder, 'web:first', 'u0')
  await isHeardOf
  expect(await say(other, 'web:first', 'u1')).toBe(true)
  await worked(holder, 'web:first', ['u1'])
}

async function work(store: Store): Promise<void> {
  for (;;) {
    const claim = await store.claim({ now, leaseMs, maxInputs: 1 })
    if (!claim) return
    await store.commit(echo(claim))
    await store.release(claim)
  }
}

/** Works until this was heard: a process hears a moment later what stands in the stream. */
async function worked(store: Store, conversation: string, all: readonly string[]): Promise<void> {
  await until(async () => {
    await work(store)
    return heard(await store.session(conversation)).length === all.length
  })
  expect(heard(await store.session(conversation))).toEqual(all)
}

function passingOver(url: () => string): void {
  let opened = 0
  let stores: Store[] = []
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()))
    stores = []
  })

  /** One that holds the only shard, and another that takes in messages and has learned who that is. */
  async function twoProcesses(): Promise<{ holder: Store; other: Store }> {
    const prefix = `p${++opened}`
    const open = () => redisStore({ url: url(), prefix, shards: 1 })
    const [holder, other] = await Promise.all([open(), open()])
    stores = [holder, other]
    await introduced(holder, other)
    return { holder, other }
  }

  it('is passed on to it, and accepted there with its turn', async () => {
    const { holder, other } = await twoProcesses()
    const passed: IncomingInput[] = []
    const ends: HowPassed[] = []
    other.onPassing?.((how) => ends.push(how))
    holder.onPassed?.((incoming) => {
      passed.push(incoming)
      return acceptAtOnce(holder, incoming)
    })
    const incoming = {
      conversation: 'web:a',
      updateId: 'u1',
      input: text('cháu mới sinh ạ'),
      receivedAt: now,
    }
    expect(await other.accept(incoming)).toBe(true)
    expect(passed).toEqual([incoming])
    expect(heard(await other.session('web:a'))).toEqual(['u1'])
    expect(await waiting(holder)).toEqual([])
    // The same once more is known, whoever takes it in.
    expect([await say(other, 'web:a', 'u1'), await say(holder, 'web:a', 'u1')]).toEqual([false, false])
    expect(ends).toEqual(['taken', 'taken'])
  })

  it('is passed on when a turn is to be taken with it', async () => {
    const { holder, other } = await twoProcesses()
    holder.onPassed?.((incoming) => acceptAtOnce(holder, incoming))
    const incoming = { conversation: 'web:a', updateId: 'u1', input: text('a'), receivedAt: now }
    const answers = [await other.acceptTurn?.(incoming, echo), await other.acceptTurn?.(incoming, echo)]
    expect(answers).toEqual(['accepted', 'duplicate'])
    expect(heard(await other.session('web:a'))).toEqual(['u1'])
  })

  it('stays in order with those before it, whichever way each goes', async () => {
    const { holder, other } = await twoProcesses()
    const ids = Array.from({ length: 24 }, (_, index) => `u${index + 1}`)
    holder.onPassed?.((incoming) => {
      const number = Number(incoming.updateId.slice(1))
      if (number % 5 === 0) return Promise.reject(new Error('not now'))
      return number % 3 === 0 ? holder.accept(incoming) : acceptAtOnce(holder, incoming)
    })
    const conversations = ['web:a', 'web:b', 'web:c']
    const all = ids.flatMap((id) => conversations.map((conversation) => say(other, conversation, id)))
    expect(new Set(await Promise.all(all))).toEqual(new Set([true]))
    for (const conversation of conversations) await worked(holder, conversation, ids)
  })

  it('waits in the stream when nobody there takes it', async () => {
    const { holder, other } = await twoProcesses()
    const end = holder.onPassed?.((incoming) => acceptAtOnce(holder, incoming))
    end?.()
    const ends: HowPassed[] = []
    other.onPassing?.((how) => ends.push(how))
    expect(await say(other, 'web:a', 'u1')).toBe(true)
    expect(ends).toEqual(['returned'])
    expect(heard(await other.session('web:a'))).toEqual([])
    await worked(holder, 'web:a', ['u1'])
  })

  it('is one input when it was accepted there and nobody said so', async () => {
    const { holder, other } = await twoProcesses()
    holder.onPassed?.(async (incoming) => {
      await acceptAtOnce(holder, incoming)
      throw new Error('and then?')
    })
    expect(await say(other, 'web:a', 'u1')).toBe(false)
    await work(holder)
    expect(heard(await other.session('web:a'))).toEqual(['u1'])
  })

  it('takes the stream after a second of silence, and the next ones do not wait', async () => {
    const { holder, other } = await twoProcesses()
    const passed: string[] = []
    holder.onPassed?.(({ updateId }) => {
      passed.push(updateId)
      return new Promise(() => {})
    })
    const ends: HowPassed[] = []
    other.onPassing?.((how) => ends.push(how))
    const both = [say(other, 'web:a', 'u1'), say(other, 'web:a', 'u2')]
    expect([...(await Promise.all(both)), await say(other, 'web:b', 'u3')]).toEqual([true, true, true])
    expect([passed, ends]).toEqual([['u1'], ['silent']])
    await worked(holder, 'web:a', ['u1', 'u2'])
  })

  it('takes the stream when that process is gone', async () => {
    const { holder, other } = await twoProcesses()
    holder.onPassed?.((incoming) => acceptAtOnce(holder, incoming))
    await holder.close()
    expect(await say(other, 'web:a', 'u1')).toBe(true)
    await worked(other, 'web:a', ['u1'])
  })

  it('is told as it ended before the store closes', async () => {
    const { holder, other } = await twoProcesses()
    holder.onPassed?.((incoming) => acceptAtOnce(holder, incoming))
    const said = say(other, 'web:a', 'u1')
    await other.close()
    expect(await said).toBe(true)
    expect(heard(await holder.session('web:a'))).toEqual(['u1'])
  })
}

it.each(['', '{', '{}', '[]', '["m"]', '["m",[1]]', '["m",[[]]]', '["m",[[1,"a","b",2,{}]]]', '[1,[]]'])(
  'what was passed on and is damaged is refused: %s',
  (message) => {
    expect(() => readPassed(message)).toThrow(expect.objectContaining({ code: 'store/corrupt' }))
  },
)

it.each(['', '{', '{}', '[1]', '[[1]]', '["a"]', '[[1,2]]', '[[1,"later"]]', '[["1","new"]]'])(
  'an answer that is damaged is refused: %s',
  (message) => {
    expect(() => readTaken(message)).toThrow(expect.objectContaining({ code: 'store/corrupt' }))
  },
)
