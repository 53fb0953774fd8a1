/**
 * Telegram's methods, typed by grammY, with failures as errors of ours that hold no secret. grammY's build for the web
 * takes 2 MB of memory and Node's own fetch; the one for Node 19 MB, with a fetch of its own.
 */
import { Api, HttpError, type Transformer } from 'grammy/web'
import { ChannelError } from '../../errors.ts'
import type { ChannelClock } from '../channel.ts'
import { exchange } from '../post.ts'
import { redactor } from '../redact.ts'
import { type Refusal, TelegramError } from './refusal.ts'

export interface ClientOptions {
  readonly token: string
  /** `https://api.telegram.org` by default. */
  readonly apiRoot?: string
  readonly clock: ChannelClock
  /** Told how every call ended. */
  readonly onAnswer?: (ended: 'done' | ChannelError) => void
}

export type TelegramApi = Pick<Api, 'raw'>
type GrammySignal = NonNullable<Parameters<Api['getMe']>[0]>

/** Node's signal, which is what grammY's build for the web uses; its types name another library's. */
export function forGrammy(signal: AbortSignal): GrammySignal {
  return signal as unknown as GrammySignal
}

/** Seconds a poll waits for something to happen. */
export const pollSeconds = 30
const timeoutMs = 20_000
/** A hundred updates of the longest texts, and room. */
const maxAnswerBytes = 16 * 2 ** 20

/**
 * The Bot API. Every method throws `ChannelError` only: {@link TelegramError} when the platform refuses,
 * `channel/unreachable` and `channel/uncertain` when it cannot be reached.
 */
export function openApi({ token, apiRoot, clock, onAnswer }: ClientOptions): TelegramApi {
  const api = new Api(token, {
    ...(apiRoot === undefined ? {} : { apiRoot: apiRoot.replace(/\/+$/, '') }),
    // The address holds the token, and errors of fetch hold the address.
    fetch: fetchThrough(clock),
  })
  api.config.use(refusalsAsErrors(redactor([token]), onAnswer))
  return api
}

/** What grammY hands to `fetch`. */
interface GrammyRequest extends RequestInit {
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

function fetchThrough(clock: ChannelClock) {
  return async (address: string, { headers, signal, ...request }: GrammyRequest): Promise<Response> => {
    // The last part of the address is the only one without a secret.
    const method = address.slice(address.lastIndexOf('/') + 1)
    const waitsMs = method === 'getUpdates' ? pollSeconds * 1000 : 0
    const answer = await exchange(
      address,
      { ...request, headers: { 'content-type': headers['content-type'] ?? 'application/json' } },
      { method, clock, signal, timeoutMs: timeoutMs + waitsMs, maxAnswerBytes },
    )
    if (answer.json === undefined) throw unreadable(method, answer.status)
    return Response.json(answer.json)
  }
}

/** An answer broken off in the middle was meant to say that it is done; an error page was not. */
function unreadable(method: string, status: number): ChannelError {
  const code = status >= 200 && status < 300 ? 'channel/uncertain' : 'channel/unreachable'
  return new ChannelError(code, `${method}: an answer that is not JSON, status ${status}.`)
}

function refusalsAsErrors(
  redact: (text: string) => string,
  onAnswer: (ended: 'done' | ChannelError) => void = () => {},
): Transformer {
  return async (previous, method, payload, signal) => {
    try {
      const answer = await previous(method, payload, signal)
      if (!answer.ok) throw new TelegramError(refusalOf(method, answer, redact))
      onAnswer('done')
      return answer
    } catch (error) {
      const known = withoutSecrets(method, error)
      onAnswer(known)
      throw known
    }
  }
}

interface ErrorAnswer {
  readonly error_code?: unknown
  readonly description?: unknown
  readonly parameters?: { readonly retry_after?: unknown; readonly migrate_to_chat_id?: unknown }
}

function refusalOf(method: string, answer: ErrorAnswer, redact: (text: string) => string): Refusal {
  const { error_code: status, description, parameters } = answer
  const { retry_after: seconds, migrate_to_chat_id: migratedTo } = parameters ?? {}
  return {
    method,
    status: typeof status === 'number' ? status : 0,
    description:
      typeof description === 'string' ? redact(description).slice(0, 200) : 'an answer of another shape',
    ...(typeof seconds === 'number' ? { retryAfterSeconds: seconds } : {}),
    ...(typeof migratedTo === 'number' ? { migratedTo } : {}),
  }
}

/** Errors of ours as they are; of anything else only the kind, as its words may hold the address. */
function withoutSecrets(method: string, error: unknown): ChannelError {
  const inner = error instanceof HttpError ? error.error : error
  if (inner instanceof ChannelError) return inner
  const kind = inner instanceof Error ? inner.name : typeof inner
  return new ChannelError('channel/uncertain', `${method}: failed here (${kind}).`)
}
