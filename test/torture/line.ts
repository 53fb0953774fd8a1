/** A line to Redis that can be cut or held. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Line {
  readonly port: number
  /** Ends every connection in the middle of whatever it carries; new ones are refused for a while. */
  cut(downMs: number): void
  /** Nothing comes through for a while, as on a network that drops packets. */
  stall(ms: number): void
  close(): Promise<void>
}

export async function startLine(targetPort: number): Promise<Line> {
  const pairs = new Set<readonly [Socket, Socket]>()
  let downUntil = 0
  let isStalled = false
  const server = createServer((near) => {
    if (performance.now() < downUntil) return void near.resetAndDestroy()
    const far = connect(targetPort, '127.0.0.1')
    const pair = [near, far] as const
    pairs.add(pair)
    for (const [from, to] of [pair, [far, near] as const]) {
      from.setNoDelay(true)
      from.on('error', () => {})
      from.on('close', () => {
        pairs.delete(pair)
        to.destroy()
      })
    }
    if (!isStalled) join(pair)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  function join([near, far]: readonly [Socket, Socket]): void {
    near.pipe(far)
    far.pipe(near)
  }

  return {
    port: (server.address() as AddressInfo).port,
    cut: (downMs) => {
      downUntil = performance.now() + downMs
      for (const [near, far] of pairs) {
        near.resetAndDestroy()
        far.resetAndDestroy()
      }
    },
    stall: (ms) => {
      if (isStalled) return
      isStalled = true
      for (const [near, far] of pairs) {
        near.unpipe(far).pause()
        far.unpipe(near).pause()
      }
      setTimeout(() => {
        isStalled = false
        for (const pair of pairs) join(pair)
      }, ms)
    },
    close: async () => {
      server.close()
      for (const [near, far] of pairs) {
        near.destroy()
        far.destroy()
      }
    },
  }
}
