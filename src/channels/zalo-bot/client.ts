/** The Zalo Bot Platform's HTTP interface, as far as we use it. */
import { ChannelError } from '../../errors.ts'
import type { ChannelClock } from '../channel.ts'
import { type PostOptions, post } from '../post.ts'
import { redactor } from '../redact.ts'
import { readAnswer, type ZaloAnswer, type ZaloFailure } from './answer.ts'
import { fieldsOf, numberOf, textOf } from './fields.ts'

export const defaultApiRoot = 'https://bot-api.zaloplatforms.com'

export interface ClientOptions {
  /** `<bot id>:<secret>`. */
  readonly token: string
  /** {@link defaultApiRoot} by default. */
  readonly apiRoot?: string
  /** The secret of the webhook: taken out of what the platform says, like the token. */
  readonly webhookSecret?: string
  readonly clock: ChannelClock
}

export interface ZaloBot {
  /** 19 digits. */
  readonly id: string
  readonly name: string
  /** The plan, e.g. `BASIC`; empty when the platform does not say. */
  readonly plan: string
}

export interface Sent {
  readonly messageId: string
  /** Epoch milliseconds; `undefined` when the platform does not say. */
  readonly sentAt: number | undefined
}

/** How Zalo's own call of a webhook went. */
export interface Verification {
  /** E.g. `webhook.ok`, `webhook.http.403`; empty when the platform does not say. */
  readonly outcome: string
}

/** Each method is one of the platform's and never throws: failures are data. */
export interface ZaloClient {
  getMe(): Promise<ZaloAnswer<ZaloBot>>
  /**
   * Waits up to `timeoutSeconds` for one update and takes it off the platform's hands: it cannot be read again.
   * `undefined`: nothing came, which is no failure. `signal` ends the wait.
   */
  getUpdates(timeoutSeconds: number, signal: AbortSignal): Promise<ZaloAnswer<unknown>>
  /** Saves the address even when Zalo cannot reach it. */
  setWebhook(url: string, secret: string): Promise<ZaloAnswer<Verification>>
  /** `url` is empty when there is none. */
  getWebhookInfo(): Promise<ZaloAnswer<{ readonly url: string }>>
  deleteWebhook(): Promise<ZaloAnswer<undefined>>
  /** Has Zalo call the webhook; only a few times a day. */
  testWebhook(): Promise<ZaloAnswer<Verification>>
  sendMessage(chatId: string, text: string): Promise<ZaloAnswer<Sent>>
  /** `photo` is a public address from which Zalo fetches the picture; an empty caption is left out. */
  sendPhoto(chatId: string, photo: string, caption: string): Promise<ZaloAnswer<Sent>>
  /** Shows "typing". */
  sendChatAction(chatId: string): Promise<ZaloAnswer<undefined>>
}

const sendTimeoutMs = 20_000
/** By how much we wait longer for an answer than the platform waits for an update. */
const pollGraceMs = 15_000

export function zaloClient({ token, apiRoot, webhookSecret, clock }: ClientOptions): ZaloClient {
  const root = `${(apiRoot ?? defaultApiRoot).replace(/\/+$/, '')}/bot${token}`
  const redact = redactor([token, webhookSecret ?? ''])

  async function call<T>(
    method: string,
    body: Readonly<Record<string, unknown>>,
    read: (result: unknown) => T,
    options: Pick<PostOptions, 'signal'> & { readonly timeoutMs?: number } = {},
  ): Promise<ZaloAnswer<T>> {
    try {
      const posted = await post(`${root}/${method}`, {
        method,
        clock,
        body,
        timeoutMs: sendTimeoutMs,
        ...options,
      })
      const answer = readAnswer(method, posted, redact)
      return answer.isOk ? { isOk: true, result: read(answer.result) } : answer
    } catch (error) {
      return { isOk: false, failure: failureOf(method, error) }
    }
  }

  return {
    getMe: () => call('getMe', {}, readBot),
    getUpdates: async (timeoutSeconds, signal) => {
      const timeoutMs = timeoutSeconds * 1000 + pollGraceMs
      const read = (result: unknown) => (isNothing(result) ? undefined : result)
      const answer = await call('getUpdates', { timeout: timeoutSeconds }, read, { signal, timeoutMs })
      const isIdle = !answer.isOk && answer.failure.code === 408
      return isIdle ? { isOk: true, result: undefined } : answer
    },
    setWebhook: (url, secret) =>
      call('setWebhook', { url, secret_token: secret }, (result) =>
        readVerification(fieldsOf(result).verification),
      ),
    getWebhookInfo: () =>
      call('getWebhookInfo', {}, (result) => ({ url: textOf(fieldsOf(result).url) ?? '' })),
    deleteWebhook: () => call('deleteWebhook', {}, nothing),
    testWebhook: () => call('testWebhook', {}, readVerification),
    sendMessage: (chatId, text) => call('sendMessage', { chat_id: chatId, text }, readSent),
    sendPhoto: (chatId, photo, caption) => {
      const body = { chat_id: chatId, photo, ...(caption === '' ? {} : { caption }) }
      return call('sendPhoto', body, readSent)
    },
    sendChatAction: (chatId) => call('sendChatAction', { chat_id: chatId, action: 'typing' }, nothing),
  }
}

/** Of a call without an answer; only our own errors promise to hold no address. */
function failureOf(method: string, error: unknown): ZaloFailure {
  const isOurs = error instanceof ChannelError
  return {
    kind: isOurs && error.code === 'channel/unreachable' ? 'transient' : 'uncertain',
    method,
    description: isOurs ? error.message.replace(`${method}: `, '') : 'the call failed',
  }
}

const nothing = () => undefined

function isNothing(result: unknown): boolean {
  if (Array.isArray(result)) return result.length === 0
  return Object.keys(fieldsOf(result)).length === 0
}

function readBot(result: unknown): ZaloBot {
  const { id, account_name, display_name, account_type } = fieldsOf(result)
  return {
    id: textOf(id) ?? '',
    name: textOf(display_name) ?? textOf(account_name) ?? '',
    plan: textOf(account_type) ?? '',
  }
}

function readSent(result: unknown): Sent {
  const { message_id, date } = fieldsOf(result)
  return { messageId: textOf(message_id) ?? '', sentAt: numberOf(date) }
}

function readVerification(value: unknown): Verification {
  return { outcome: textOf(fieldsOf(value).outcome) ?? '' }
}
