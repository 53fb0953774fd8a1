/**
 * The Zalo Official Account: the account of the commune itself, whose staff read and answer in Zalo's own inbox.
 *
 * Citizens are heard over a webhook only, at `/hooks/zalo-oa`, set by hand at developers.zalo.me. The page's "syntax
 * filter" has to stay off: it lets through only texts that begin with `#`, and the bot would seem deaf. One application
 * serves one account.
 */
import type { EpochMs } from '../../engine/turn.ts'
import type { ConversationId } from '../../store/store.ts'
import {
  type Accept,
  type Channel,
  type ChannelCapabilities,
  type ChannelClock,
  type ChannelLog,
  wordsOnly,
} from '../channel.ts'
import { createHook } from '../webhook.ts'
import { createAccess } from './access.ts'
import { createClient } from './client.ts'
import { createDeliver } from './deliver.ts'
import { maxTextUnits } from './messages.ts'
import { defaultOauthRoot, refreshTokens } from './oauth.ts'
import { type Heard, parseEvent } from './parse.ts'
import { isSigned } from './signature.ts'
import type { Tokens } from './tokens.ts'
import { windows } from './window.ts'

export { type DiagnoseZaloOaOptions, diagnoseZaloOa } from './diagnose.ts'
export { redisTokens } from './redis-tokens.ts'
export { fileTokens, type StoredTokens, type Tokens, tokensPath } from './tokens.ts'

export interface ZaloOaOptions {
  readonly accept: Accept
  readonly clock: ChannelClock
  readonly log: ChannelLog
  /** Whether Zalo can reach us. There is no other way to hear citizens on this channel. */
  readonly isHooked: boolean
  readonly appId: string
  /** Of the application: exchanges tokens. */
  readonly appSecret: string
  /** Of the Official Account: signs the webhook. */
  readonly secretKey: string
  /** `https://openapi.zalo.me` by default. */
  readonly apiRoot?: string
  /** `https://oauth.zaloapp.com` by default. */
  readonly oauthRoot?: string
  readonly tokens: Tokens
  /** When a citizen was last heard: the session's. */
  readonly heardAt: (conversation: ConversationId) => Promise<EpochMs | undefined>
  /** What staff write in the account's inbox, and nothing else in the message, to give a conversation back to the bot. */
  readonly giveBackWords?: readonly string[]
  /** Where a picture of a reply can be fetched from, or `undefined` when it cannot: it is described then. */
  readonly imageAddress?: (source: string) => string | undefined
  /** Called for each message that Zalo charges for. */
  readonly onBilled?: () => void
}

const name = 'zalo-oa'
export const defaultApiRoot = 'https://openapi.zalo.me'
export const usualGiveBackWords: readonly string[] = ['/bot', '#bot', 'trả bot']

/** The channel of a Zalo Official Account. */
export function zaloOaChannel(options: ZaloOaOptions): Channel {
  const { accept, clock, log, appId, appSecret, secretKey, tokens, heardAt } = options
  const app = { appId, appSecret, clock, oauthRoot: options.oauthRoot ?? defaultOauthRoot }
  const access = createAccess({ tokens, refresh: (token) => refreshTokens(app, token), clock, log })
  const client = createClient({ apiRoot: options.apiRoot ?? defaultApiRoot, access, clock, log })
  const giveBackWords = options.giveBackWords ?? usualGiveBackWords
  const tellIgnored = ignoredTeller(log)
  const capabilities: ChannelCapabilities = {
    ...wordsOnly,
    hasButtons: true,
    maxTextUnits,
    images: 'public_address',
    sharesContact: true,
    window: windows,
  }

  return {
    name,
    capabilities,
    start() {
      if (!options.isHooked)
        log.warn({ channel: name }, 'Citizens cannot be heard: Zalo calls a webhook only. Set PUBLIC_URL.')
      access.start()
    },
    hook: createHook({
      channel: name,
      log,
      isSigned: (headers, body) => isSigned(headers, body, { appId, secretKey }),
      async take(update) {
        const heard = parseEvent(update, giveBackWords)
        if (heard.type === 'ignored') return tellIgnored(heard)
        const { citizen, updateId, input } = heard
        await accept({ conversation: `${name}:${citizen}`, updateId, input, receivedAt: clock.now() })
      },
    }),
    deliver: createDeliver({
      client,
      clock,
      log,
      heardAt,
      citizenOf: (conversation) => conversation.slice(name.length + 1),
      imageAddress: options.imageAddress ?? (() => undefined),
      ...(options.onBilled === undefined ? {} : { onBilled: options.onBilled }),
    }),
    close: () => access.close(),
  }
}

const maxNamesTold = 50

/** Tells of each kind of event once; receipts alone would fill the log with every message. */
function ignoredTeller(log: ChannelLog): (heard: Extract<Heard, { type: 'ignored' }>) => void {
  const told = new Set<string>()
  return ({ why, event }) => {
    const fields = { channel: name, event, why }
    if (why === 'own') return
    if (why === 'left') return log.info(fields, 'A citizen stopped following the account.')
    const isNew = !told.has(event) && told.size < maxNamesTold
    told.add(event)
    if (isNew) log.info(fields, 'An event that we do not use; further ones are told at level debug.')
    else log.debug(fields, 'An event that we do not use.')
  }
}
