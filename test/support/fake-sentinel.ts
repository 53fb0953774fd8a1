/** A Sentinel that says what a test wants, when it wants. */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

export interface FakeSentinel {
  readonly url: string
  /** Where the primary is said to be. */
  primary: { readonly port: number }
  /** Holds back what it is asked for the primary from now on; resolves when so many have asked. */
  hold(askers: number): Promise<void>
  /** Answers what was held back. */
  release(): void
  /** Tells those who listen of a failover; resolves when all of them have hung up. */
  tellOfFailover(): Promise<void>
  close(): Promise<void>
}

/** One command of the protocol: `*2\r\n$4\r\nPING\r\n…`; only whole commands come here, one after the other. */
const commandsIn = (text: string) =>
  text
    .split(/\*\d+\r\n/)
    .slice(1)
    .map((command) => command.split('\r\n').filter((line, index) => index % 2 === 1 && line !== ''))
const bulk = (text: string) => `$${text.length}\r\n${text}\r\n`

export async function fakeSentinel(primary: { readonly port: number }): Promise<FakeSentinel> {
  const sockets = new Set<Socket>()
  const listeners = new Set<Socket>()
  let held: (() => void)[] | undefined
  let onAsked = () => {}

  function answer(socket: Socket, [name = '', about = '']: readonly string[]): void {
    if (/^subscribe$/i.test(name)) {
      listeners.add(socket)
      socket.write(`*3\r\n${bulk('subscribe')}${bulk(about)}:1\r\n`)
    } else if (/^get-master-addr-by-name$/i.test(about)) {
      const tell = () => socket.write(`*2\r\n${bulk('127.0.0.1')}${bulk(String(sentinel.primary.port))}`)
      if (held) held.push(tell)
      else tell()
      onAsked()
    } else if (/^sentinels$/i.test(about)) socket.write('*0\r\n')
    else socket.write('+OK\r\n')
  }

  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => {
      sockets.delete(socket)
      listeners.delete(socket)
    })
    socket.on('data', (data) => {
      for (const command of commandsIn(data.toString())) answer(socket, command)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  const sentinel: FakeSentinel = {
    url: `redis+sentinel://127.0.0.1:${port}/motcua`,
    primary,
    hold: (askers) => {
      const waiting: (() => void)[] = []
      held = waiting
      return new Promise((resolve) => {
        onAsked = () => {
          if (waiting.length === askers) resolve()
        }
      })
    },
    release: () => {
      const waiting = held ?? []
      held = undefined
      onAsked = () => {}
      for (const tell of waiting) tell()
    },
    tellOfFailover: async () => {
      const told = [...listeners]
      const hungUp = told.map((socket) => once(socket, 'close'))
      for (const socket of told)
        socket.write(
          `*3\r\n${bulk('message')}${bulk('+switch-master')}${bulk('motcua 127.0.0.1 1 127.0.0.1 2')}`,
        )
      await Promise.all(hungUp)
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
  return sentinel
}
