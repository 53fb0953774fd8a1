/** The HTTP server under every fake: loopback only, any verb, any encoding, and every way of not answering. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type FakeRequest, readFields } from './request.ts'

/** What is sent back. `hang`: nothing, until the client goes. `cut`: the connection ends. */
export type Answer =
  | 'hang'
  | 'cut'
  | {
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body: string | Buffer
      /** The second half of the body is sent when this resolves. */
      readonly restAfter?: Promise<void>
    }

export interface FakeServer {
  /** Without a slash at the end. */
  readonly url: string
  /** Requests that hang or are held. */
  readonly waiting: number
  /** Resolves when so many requests hang or are held at once. */
  waits(count: number): Promise<void>
  /** Stops listening and cuts every connection: from now on connections are refused. */
  goesDown(): Promise<void>
  /** Listens again, at the same address. */
  comesUp(): Promise<void>
  /** Lets answers under way end, cuts what hangs or is held. */
  close(): Promise<void>
  /** Cuts everything. */
  cut(): Promise<void>
}

export interface ServerOptions {
  /** 0 takes a free one. */
  readonly port: number
  /** Called with the whole request. What it throws is answered with 500 and its message. */
  readonly handle: (request: FakeRequest) => Answer | Promise<Answer>
  readonly maxBodyBytes?: number
}

/** Listens on 127.0.0.1. */
export async function startServer(options: ServerOptions): Promise<FakeServer> {
  const { handle, maxBodyBytes = 20 * 1024 * 1024 } = options
  const held = new Set<IncomingMessage>()
  const waiters = new Set<() => void>()
  let isClosing = false

  async function hold<T>(incoming: IncomingMessage, promise: Promise<T>): Promise<T> {
    if (isClosing) incoming.socket.destroy()
    held.add(incoming)
    for (const look of [...waiters]) look()
    try {
      return await promise
    } finally {
      held.delete(incoming)
    }
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const abort = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) abort.abort()
    })
    const holds = <T>(promise: Promise<T>) => hold(incoming, promise)
    const raw = await readBody(incoming, maxBodyBytes)
    if (raw === undefined) return send({ status: 413, body: '' }, response)
    const request = { ...(await readFields(incoming, raw)), gone: abort.signal, holds }
    const answer = await handle(request)
    if (answer === 'cut') incoming.socket.destroy()
    else if (answer === 'hang') await holds(ended(abort.signal))
    else if (answer.restAfter) await sendHalves(answer, response, holds(answer.restAfter))
    else send(answer, response)
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => {
      if (response.headersSent) incoming.socket.destroy()
      else send({ status: 500, body: error instanceof Error ? error.message : 'The fake failed.' }, response)
    })
  })
  await listen(server, options.port)
  const { port } = server.address() as AddressInfo

  function stop(cutAll: boolean): Promise<void> {
    return new Promise((resolve) => {
      server.close(() => resolve())
      for (const incoming of held) incoming.socket.destroy()
      if (cutAll) server.closeAllConnections()
      else server.closeIdleConnections()
    })
  }

  return {
    url: `http://127.0.0.1:${port}`,
    get waiting() {
      return held.size
    },
    waits(count) {
      return new Promise((resolve) => {
        const look = () => {
          if (held.size < count) return
          waiters.delete(look)
          resolve()
        }
        waiters.add(look)
        look()
      })
    },
    goesDown: () => stop(true),
    comesUp: () => listen(server, port),
    close() {
      isClosing = true
      return stop(false)
    },
    cut() {
      isClosing = true
      return stop(true)
    },
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

type Sent = Exclude<Answer, 'hang' | 'cut'>

function send({ status, headers, body }: Sent, response: ServerResponse): void {
  // One connection for each answer: a pooled one could break between two calls, and that is a fault nobody has set.
  response.writeHead(status, { connection: 'close', ...headers })
  response.end(body)
}

async function sendHalves(answer: Sent, response: ServerResponse, rest: Promise<void>): Promise<void> {
  const bytes = Buffer.from(answer.body)
  response.writeHead(answer.status, { connection: 'close', ...answer.headers })
  response.write(bytes.subarray(0, bytes.length >> 1))
  await rest
  response.end(bytes.subarray(bytes.length >> 1))
}

/** The body, or `undefined` when it is too large. */
async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    // Read to its end all the same: a client in the midst of sending would see a broken connection, not the answer.
    if (size <= maxBytes) chunks.push(chunk)
  }
  return size > maxBytes ? undefined : Buffer.concat(chunks)
}
