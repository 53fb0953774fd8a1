import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { redisStore } from '../../src/store/redis.ts'
import { reply, takeTurn } from '../contracts/store/arrange.ts'
import { describeWith } from '../e2e/support/services.ts'
import { redisServer, startRedis, until } from '../support/redis.ts'

/** A way to Redis that ends each connection on which somebody asks to listen, so many times. */
async function cutsListeners(port: number) {
  const sockets = new Set<Socket>()
  let left = 0
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        near.destroy()
        far.destroy()
      })
    }
    far.pipe(near)
    near.on('data', (chunk) => {
      if (left > 0 && /subscribe/i.test(chunk.toString())) {
        left -= 1
        near.destroy()
      } else far.write(chunk)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    /** Cuts everything now, and the next `times` who ask to listen. */
    cut: (times: number) => {
      left = times
      for (const socket of sockets) socket.destroy()
    },
    get left() {
      return left
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

describeWith(redisServer, 'a listener on Redis', (path) => {
  it('that is cut while it asks to listen, again and again, listens in the end and harms nobody', async () => {
    const server = await startRedis({ path })
    const way = await cutsListeners(server.port)
    const far = await redisStore({ url: `redis://127.0.0.1:${way.port}` })
    const near = await redisStore({ url: `redis://127.0.0.1:${server.port}` })
    onTestFinished(async () => {
      await near.close()
      await far.close()
      way.close()
      await server.close()
    })
    const heard = new Set<string>()
    far.onReplies?.((conversation) => heard.add(conversation))
    // A rejection that nobody handles would fail the run, and end the service.
    way.cut(5)
    await until(() => way.left === 0)
    let turns = 0
    await until(async () => {
      turns += 1
      await takeTurn(near, 'web:1', `u${turns}`, { replies: [reply('có')] })
      return heard.has('web:1')
    })
    expect(heard).toContain('web:1')
  })
})
