/** The only file that knows LangChain: one question to a server that speaks the OpenAI protocol. */
import type { AskModel } from './second-opinion.ts'

export interface ModelServer {
  /** Without a slash at its end, e.g. `https://llm.example.vn/v1`. */
  readonly baseUrl: string
  readonly model: string
  readonly apiKey?: string
}

/** An answer is three ids. */
const maxTokens = 200

/** What LangChain would send elsewhere, or take from elsewhere, on its own when these are set. */
const meddling = /^(?:LANGSMITH_|LANGCHAIN_|OPENAI_)/

/**
 * Loads LangChain, which takes some 30 MB and half a second: only where a model is set. Asks without retries, and
 * follows no redirect: words go to the server that was named, and nowhere else.
 */
export async function openModel({ baseUrl, model, apiKey }: ModelServer): Promise<AskModel> {
  for (const name of Object.keys(process.env)) if (meddling.test(name)) delete process.env[name]
  const { ChatOpenAI } = await import('@langchain/openai')
  const chat = new ChatOpenAI({
    model,
    // A client insists on a key; servers without one do not look at it.
    apiKey: apiKey ?? 'none',
    temperature: 0,
    maxTokens,
    maxRetries: 0,
    streaming: false,
    configuration: {
      baseURL: baseUrl,
      logLevel: 'off',
      organization: null,
      project: null,
      fetch: (input, init) => fetch(input, { ...init, redirect: 'error' }),
    },
  })
  return ({ system, user, schema }, signal) =>
    chat.withStructuredOutput(schema, { name: 'reading', method: 'jsonSchema', strict: true }).invoke(
      [
        ['system', system],
        ['user', user],
      ],
      { signal },
    )
}
