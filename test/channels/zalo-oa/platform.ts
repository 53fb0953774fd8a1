/** The smallest server that answers as the Official Account's interface: what is not in the test is not in it. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Asked {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  /** JSON, or the fields of a form. */
  readonly body: Record<string, unknown>
}

export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** An object is answered as JSON. */
  readonly body: object | string
}

export interface Platform {
  readonly url: string
  readonly asked: Asked[]
  /** Decides what is answered; by default everything is done. */
  answer: (asked: Asked) => Answer | Promise<Answer>
}

export async function openPlatform(): Promise<Platform> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString('utf8')
    const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
    const body = isForm ? Object.fromEntries(new URLSearchParams(text)) : JSON.parse(text)
    const asked = { path: request.url ?? '', headers: request.headers, body }
    platform.asked.push(asked)
    const { status = 200, headers = {}, body: answered } = await platform.answer(asked)
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof answered === 'string' ? answered : JSON.stringify(answered))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const platform: Platform = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    answer: () => ({ body: { error: 0, message: 'Success', data: { message_id: 'm1' } } }),
  }
  return platform
}
