/** The routes of the web channel. */
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { EpochMs } from '../../engine/turn.ts'
import { StoreError } from '../../errors.ts'
import { addressKey } from '../../http/address.ts'
import { sendFile } from '../../http/page-file.ts'
import { strictHeaders } from '../../http/strict-headers.ts'
import { type RateLimit, tokenBuckets } from '../../http/token-buckets.ts'
import type { ConversationId, Store } from '../../store/store.ts'
import type { Accept } from '../channel.ts'
import { assets, type PageTexts, renderPage, renderTexts } from './page.ts'
import { type FieldProblem, parseConversation, parseMessage, parseSeq } from './parse.ts'
import type { Streams } from './streams.ts'

/** What the web channel tells the log; texts and ids of citizens never. */
export interface WebLog {
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface WebLimits {
  readonly maxBodyBytes: number
  readonly conversation: RateLimit
  /** Generous: a whole commune may share one address. */
  readonly address: RateLimit
  /** Keys remembered per kind of limit. */
  readonly maxKeys: number
}

export interface AppOptions {
  readonly accept: Accept
  readonly store: Pick<Store, 'replies'>
  readonly streams: Streams
  /** The page's texts in a language, or in the default one when it is absent or unknown. */
  readonly pageTexts: (locale: string | undefined) => PageTexts
  readonly now: () => EpochMs
  /** Whether the last entry of `X-Forwarded-For` is the citizen's address: only behind a proxy that sets it. */
  readonly trustsProxy: boolean
  readonly limits: WebLimits
  readonly log: WebLog
}

type Env = { Bindings: Partial<HttpBindings> }
type WebContext = Context<Env>

/** Milliseconds after which to try again when the store cannot be reached. */
const storeRetryMs = 5000

/** Builds the routes; answers are JSON but for the page and its files. */
export function createApp(options: AppOptions): Hono<Env> {
  const app = new Hono<Env>()
  app.use(strictHeaders())
  addPage(app, options)
  addChat(app, options)
  app.notFound((context) => refuse(context, 404, 'not_found', 'There is nothing here.'))
  app.onError((error, context) => {
    if (error instanceof StoreError && error.code === 'store/unreachable') {
      options.log.warn({ err: error }, 'the store cannot be reached')
      return tryLater(context, 503, 'store_unreachable', storeRetryMs)
    }
    options.log.error({ err: error }, 'a request failed')
    return refuse(context, 500, 'failed', 'This is our fault. Please try again.')
  })
  return app
}

function addPage(app: Hono<Env>, options: AppOptions): void {
  app.get('/', (context) => sendFile(context, renderPage(options.pageTexts(context.req.query('lang')))))
  app.get('/assets/:name', (context) => {
    const file = assets.get(context.req.param('name'))
    return file === undefined ? context.notFound() : sendFile(context, file)
  })
  app.get('/texts/:locale', (context) =>
    sendFile(context, renderTexts(options.pageTexts(context.req.param('locale')))),
  )
}

function addChat(app: Hono<Env>, options: AppOptions): void {
  const { limits, now } = options
  const byConversation = tokenBuckets(limits.conversation, limits.maxKeys, now)
  const byAddress = tokenBuckets(limits.address, limits.maxKeys, now)

  app.use('/chat/*', async (context, next) => {
    context.header('cache-control', 'no-store')
    const waitMs = byAddress.take(addressKey(addressOf(context, options.trustsProxy)))
    return waitMs > 0 ? tryLater(context, 429, 'too_many_requests', waitMs) : next()
  })

  app.post(
    '/chat/:conversation/messages',
    bodyLimit({
      maxSize: limits.maxBodyBytes,
      onError: (context) =>
        refuse(context, 413, 'too_large', `The body may have at most ${limits.maxBodyBytes} bytes.`),
    }),
    async (context) => {
      const conversation = parseConversation(context.req.param('conversation'))
      if (conversation === undefined) return refuseConversation(context)
      const waitMs = byConversation.take(conversation)
      if (waitMs > 0) return tryLater(context, 429, 'too_many_requests', waitMs)
      return takeMessage(context, conversation, options)
    },
  )

  app.get('/chat/:conversation/events', (context) => {
    const conversation = parseConversation(context.req.param('conversation'))
    if (conversation === undefined) return refuseConversation(context)
    return sendEvents(context, conversation, options.streams)
  })
}

async function takeMessage(
  context: WebContext,
  conversation: ConversationId,
  options: AppOptions,
): Promise<Response> {
  const type = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    return refuse(context, 415, 'not_json', 'The content type must be application/json.')
  }
  const body = parseJson(await context.req.text())
  if (body === undefined) return refuse(context, 400, 'malformed_json', 'The body is not valid JSON.')
  const message = parseMessage(body.value)
  if (!message.isValid) {
    return refuse(context, 422, 'invalid_message', 'The message has wrong fields.', message.problems)
  }
  const { updateId, input } = message
  const isNew = await options.accept({ conversation, updateId, input, receivedAt: options.now() })
  return context.json({ accepted: true, duplicate: !isNew }, 202)
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

function sendEvents(context: WebContext, conversation: ConversationId, streams: Streams): Response {
  const after = parseSeq(context.req.header('last-event-id') ?? context.req.query('after'))
  if (after === undefined) {
    return refuse(context, 400, 'invalid_place', 'Last-Event-ID and after must be the number of a reply.')
  }
  const stream = streams.open(conversation, after, () => context.env?.outgoing?.destroy())
  if (stream === undefined) return tryLater(context, 503, 'too_many_streams', storeRetryMs)
  return context.body(stream, 200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'transfer-encoding': 'chunked',
    // Asks nginx not to collect events before it passes them on.
    'x-accel-buffering': 'no',
  })
}

function addressOf(context: WebContext, trustsProxy: boolean): string {
  const forwarded = trustsProxy ? context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  return forwarded || context.env?.incoming?.socket.remoteAddress || 'unknown'
}

type ErrorStatus = 400 | 404 | 413 | 415 | 422 | 429 | 500 | 503

function refuse(
  context: Context,
  status: ErrorStatus,
  error: string,
  message: string,
  problems?: readonly FieldProblem[],
): Response {
  return context.json({ error, message, ...(problems === undefined ? {} : { problems }) }, status)
}

function refuseConversation(context: Context): Response {
  const message = 'The conversation must be 16 to 64 of A-Z, a-z, 0-9, "_" and "-".'
  return refuse(context, 400, 'invalid_conversation', message)
}

function tryLater(context: Context, status: 429 | 503, error: string, waitMs: number): Response {
  context.header('retry-after', String(Math.ceil(waitMs / 1000)))
  return refuse(context, status, error, 'Please try again later.')
}
