/** A server on this machine that speaks as much of the OpenAI protocol as a client of chat completions needs. */
import { type Answer, type FakeServer, startServer } from '../kit/server.ts'

/** One request, as the model would see it. */
export interface Asked {
  readonly path: string
  readonly key: string | undefined
  readonly model: string
  readonly system: string
  readonly user: string
  /** The whole request, headers included: nothing personal may be anywhere in it. */
  readonly everything: string
}

/** What the model says to a request, or what the server does instead. */
export type Says =
  | { readonly text: string }
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  | 'hang'
  | 'cut'

export interface FakeModel {
  /** For `LLM_BASE_URL`. */
  readonly baseUrl: string
  readonly asked: readonly Asked[]
  /** Set at any time. */
  says: (asked: Asked) => Says
  readonly server: FakeServer
  close(): Promise<void>
}

/** Starts it on 127.0.0.1; it says that nothing was meant until told otherwise. */
export async function fakeModel(): Promise<FakeModel> {
  const asked: Asked[] = []
  const server = await startServer({
    port: 0,
    handle: (request) => {
      const body = request.body as unknown as {
        model: string
        messages: readonly { role: string; content: string }[]
      }
      const content = (role: string) => body.messages.find((one) => one.role === role)?.content ?? ''
      const one: Asked = {
        path: request.path,
        key: request.headers.authorization,
        model: body.model,
        system: content('system'),
        user: content('user'),
        everything: JSON.stringify([request.path, request.headers, body]),
      }
      asked.push(one)
      return answerOf(model.says(one), body.model)
    },
  })
  const model: FakeModel = {
    baseUrl: `${server.url}/v1`,
    asked,
    says: () => reading({}),
    server,
    close: () => server.close(),
  }
  return model
}

/** A well-formed answer. */
export function reading(answer: {
  readonly procedures?: readonly string[]
  readonly topic?: string
  readonly answer?: string
}): Says {
  return { text: JSON.stringify({ procedures: [], topic: 'none', answer: 'none', ...answer }) }
}

function answerOf(said: Says, model: string): Answer {
  if (said === 'hang' || said === 'cut') return said
  const headers = { 'content-type': 'application/json' }
  if ('status' in said) return { ...said, headers: { ...headers, ...said.headers } }
  return {
    status: 200,
    headers,
    body: JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_795_000_000,
      model,
      choices: [{ index: 0, message: { role: 'assistant', content: said.text }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 },
    }),
  }
}
