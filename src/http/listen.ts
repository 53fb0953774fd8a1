/** Puts one handler of requests on a port. */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Handle } from './handle.ts'

export interface Listener {
  /** E.g. `http://127.0.0.1:3000`. */
  readonly url: string
  /** Takes no new requests, and resolves when those in hand are answered, or after `graceMs`. */
  close(graceMs: number): Promise<void>
}

/**
 * Listens on an address; port 0 takes a free one.
 * @throws Node's own error when the address cannot be had, e.g. `EADDRINUSE`
 */
export async function listen(
  handle: Handle,
  { host, port }: { host: string; port: number },
): Promise<Listener> {
  const server = createAdaptorServer({
    fetch: handle,
    serverOptions: { requestTimeout: 30_000, headersTimeout: 15_000, maxHeaderSize: 8192 },
  }) as Server
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address() as AddressInfo
  const shownHost = host.includes(':') ? `[${host}]` : host
  return {
    url: `http://${shownHost}:${address.port}`,
    async close(graceMs) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      // A connection that is kept alive becomes idle when its last answer is out, and would stay for seconds.
      const sweep = setInterval(() => server.closeIdleConnections(), 25)
      const end = setTimeout(() => server.closeAllConnections(), graceMs)
      await closed
      clearInterval(sweep)
      clearTimeout(end)
    },
  }
}
