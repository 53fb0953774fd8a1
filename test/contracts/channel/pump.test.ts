import { pbkdf2 } from 'node:crypto'
import { channel } from 'node:diagnostics_channel'
import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import {
  type AddressInfo,
  connect,
  createServer as createRawServer,
  type Server as RawServer,
} from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { postOnce } from '../../fakes/kit/post-once.ts'
import { startServer } from '../../fakes/kit/server.ts'
import { manualClock } from '../../runtime/manual-clock.ts'
import { isInTheAir } from './air.ts'
import { createPump } from './pump.ts'

const clock = manualClock(0)
const pump = createPump(
  clock,
  () => 0,
  () => '',
)

async function addressOf(server: Server | RawServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** Far more turns of the loop than an idle machine needs; a loaded one takes as many. */
async function manyTurns(): Promise<void> {
  for (let turns = 0; turns < 2_000; turns += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** What the kernel has not handed over yet: no server of HTTP here has seen the request. */
function slowNetwork(): Promise<string> {
  return addressOf(
    createRawServer((socket) => {
      socket.once('data', async () => {
        await manyTurns()
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}')
      })
    }),
  )
}

/** Every step on the way to a file, its closing too, waits for a place until `isEnough`. */
function slowDisk(isEnough: () => boolean): void {
  const occupy = () =>
    void pbkdf2('x', 'x', 5_000, 32, 'sha512', () => {
      if (!isEnough()) occupy()
    })
  // More than there are threads for it.
  for (let jobs = 0; jobs < 8; jobs += 1) occupy()
}

describe('a moment of the clock is not over', () => {
  it('while a file is being read, however slow the disk is', async () => {
    let isRead = false
    let isOver = false
    onTestFinished(() => {
      isOver = true
    })
    slowDisk(() => isRead || isOver)
    void readFile(import.meta.filename).then(() => (isRead = true))
    await pump.settle()
    expect(isRead).toBe(true)
  })

  it('while something waits to be read at the other end', async () => {
    const { port } = new URL(
      await addressOf(
        createRawServer({ pauseOnConnect: true }, async (socket) => {
          await manyTurns()
          socket.resume()
        }),
      ),
    )
    let isWritten = false
    const socket = connect({ port: Number(port), host: '127.0.0.1' })
    onTestFinished(() => void socket.destroy())
    socket.write(Buffer.alloc(16 * 2 ** 20), () => (isWritten = true))
    await pump.settle()
    expect(isWritten).toBe(true)
  })

  it('while a request is on its way, however long that takes', async () => {
    let isAnswered = false
    void fetch(await slowNetwork(), { method: 'POST', body: 'x' })
      .then((response) => response.text())
      .then(() => (isAnswered = true))
    await pump.settle()
    expect(isAnswered).toBe(true)
  })

  it('while an update is being pushed', async () => {
    let result: unknown
    const address = await slowNetwork()
    const { signal } = new AbortController()
    void postOnce({ address, headers: {}, body: 'x', clock, timeoutMs: 20_000, signal }).then((ended) => {
      result = ended
    })
    await pump.settle()
    expect(result).toMatchObject({ type: 'answered', status: 200 })
  })

  it('while a server has not heard that its client is gone', async () => {
    const server = await startServer({ port: 0, handle: () => 'hang' })
    onTestFinished(() => server.cut())
    const abort = new AbortController()
    const poll = fetch(server.url, { signal: abort.signal }).catch(() => undefined)
    await server.waits(1)
    abort.abort()
    await poll
    await pump.settle()
    expect(server.waiting).toBe(0)
  })
})

describe('a moment of the clock is over', () => {
  it('although a long poll waits', async () => {
    const server = await startServer({ port: 0, handle: () => 'hang' })
    const poll = fetch(server.url, { method: 'POST', body: 'x' }).catch(() => undefined)
    await pump.settle()
    expect(server.waiting).toBe(1)
    await server.cut()
    await poll
    await pump.settle()
  })

  it('although an answer has come by half', async () => {
    let letGo = () => {}
    const restAfter = new Promise<void>((resolve) => (letGo = resolve))
    const server = await startServer({
      port: 0,
      handle: () => ({ status: 200, body: '{"ok":true}', restAfter }),
    })
    onTestFinished(() => server.cut())
    let text = ''
    void fetch(server.url)
      .then((response) => response.text())
      .then((all) => (text = all))
    await pump.settle()
    expect(text).toBe('')
    letGo()
    await pump.settle()
    expect(text).toBe('{"ok":true}')
  })

  it('when a connection was refused', async () => {
    const server = createServer()
    const address = await addressOf(server)
    await new Promise((resolve) => server.close(resolve))
    let isOver = false
    void fetch(address).catch(() => (isOver = true))
    await pump.settle()
    expect(isOver).toBe(true)
  })

  it('when another server answered somebody who came from the same port', async () => {
    const poll = {}
    const answered = new EventEmitter()
    const tell = (name: string, told: object) => channel(name).publish(told)
    const arrive = (theirs: number, ours: number, response: EventEmitter) => {
      const socket = { remotePort: theirs, localPort: ours }
      tell('http.server.request.start', { request: { socket, complete: true }, response })
    }
    tell('undici:request:create', { request: poll })
    tell('undici:client:sendHeaders', { request: poll, socket: { localPort: 40_000, remotePort: 1 } })
    const held = new EventEmitter()
    arrive(40_000, 1, held)
    arrive(40_000, 2, answered)
    answered.emit('close')
    expect(isInTheAir()).toBe(false)
    held.emit('close')
    tell('undici:request:trailers', { request: poll })
  })
})
