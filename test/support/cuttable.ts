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
  /** Refuses connections until opened again. */
  refuse(isRefusing: boolean): void
  close(): Promise<void>
}

export async function cuttable(to: { readonly port: number }): Promise<Cuttable> {
  const sockets = new Set<Socket>()
  let isRefusing = false
  let isCuttingAnswers = false
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
    far.on('data', (chunk) => {
      if (isCuttingAnswers) {
        isCuttingAnswers = false
        end()
      } else near.write(chunk)
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
