/** A way to a server that a test can cut, close and slow down. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'

export interface Cuttable {
  readonly port: number
  /** Ends every connection; new ones are taken. */
  cut(): void
  /** Ends every connection as soon as the server has answered anything on one: what was asked is done, unheard. */
  cutAnswers(): void
  /** Has every answer go through `pass`, which may change it or take its time; `undefined` ends that. */
  through(pass: ((answer: Buffer) => Buffer | Promise<Buffer>) | undefined): void
  /** Refuses connections until opened again. */
  refuse(isRefusing: boolean): void
  close(): Promise<void>
}

export async function cuttable(to: { readonly port: number }): Promise<Cuttable> {
  const sockets = new Set<Socket>()
  let isRefusing = false
  let isCuttingAnswers = false
  let pass: ((answer: Buffer) => Buffer | Promise<Buffer>) | undefined
  const end = () => {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  const server = createServer((near) => {
    if (isRefusing) {
      near.destroy()
      return
    }
    const far = connect(to.port, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.on('data', (chunk) => far.write(chunk))
    // One after the other, however long each takes.
    let before: Promise<unknown> = Promise.resolve()
    far.on('data', (chunk) => {
      if (isCuttingAnswers) {
        isCuttingAnswers = false
        end()
        return
      }
      const passing = pass
      before = before.then(async () => near.write(passing ? await passing(chunk) : chunk))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    cut: end,
    cutAnswers: () => {
      isCuttingAnswers = true
    },
    through: (way) => {
      pass = way
    },
    refuse: (isOn) => {
      isRefusing = isOn
      if (isOn) end()
    },
    close: async () => {
      end()
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
}
