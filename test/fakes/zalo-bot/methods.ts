/** Every method of the platform: what it checks, does and answers. */
import { setImmediate } from 'node:timers/promises'
import { html, type Outcome } from '../kit/calls.ts'
import type { FakeClock } from '../kit/fake.ts'
import { type FakeRequest, isFile } from '../kit/request.ts'
import type { Chats } from './chats.ts'
import { badRequest, Refusal } from './errors.ts'
import type { Hammering } from './hammering.ts'
import { botId, hexId } from './ids.ts'
import { lengthOf } from './length.ts'
import type { Offences } from './offences.ts'
import type { Polls } from './polls.ts'
import type { Quota } from './quota.ts'
import type { ZaloBotSwitches } from './switches.ts'
import { isPrivate, type Webhook } from './webhook.ts'

export interface MethodParts {
  readonly clock: FakeClock
  readonly switches: ZaloBotSwitches
  readonly chats: Chats
  readonly polls: Polls
  readonly hammering: Hammering
  readonly webhook: Webhook
  readonly quota: Quota
  readonly offences: Offences
}

export type Method = (request: FakeRequest) => Outcome | Promise<Outcome>

const done = (result: unknown): Outcome => ({ status: 200, answer: { ok: true, result }, isDone: true })

/** The methods by name; each throws `Refusal` for what the platform refuses. */
export function createMethods(parts: MethodParts): Readonly<Record<string, Method>> {
  const { switches, chats, webhook, clock, quota, offences } = parts
  let sent = 0

  function send(deliver: () => void): Outcome {
    if (!quota.spend()) {
      offences.quotaAnswered()
      throw new Refusal(429, 'Quota exceeded')
    }
    deliver()
    sent += 1
    return done({ message_id: hexId('message', `out ${sent}`), date: clock.now() })
  }

  return {
    getMe: () =>
      done({
        id: botId,
        account_name: 'bot.motcua',
        account_type: 'BASIC',
        can_join_groups: switches.canJoinGroups,
        display_name: 'Bot Một Cửa',
      }),
    getUpdates: (request) => getUpdates(request, parts),
    setWebhook: async ({ body }) => done(await webhook.set(body.url, body.secret_token)),
    getWebhookInfo: () => done(webhook.show()),
    deleteWebhook: () => done(webhook.remove()),
    testWebhook: async () => done(await webhook.test()),
    sendMessage({ body }) {
      const chat = chats.find(body.chat_id)
      const text = checkText(body.text, 'text', switches)
      if (body.reply_to_message_id !== undefined && switches.replyTo === 'refused')
        throw badRequest('The reply_to_message_id is invalid')
      return send(() => chat.receive({ text }))
    },
    sendPhoto({ body }) {
      const chat = chats.find(body.chat_id)
      const image = checkPhoto(body.photo, switches)
      const text = body.caption === undefined ? '' : checkText(body.caption, 'caption', switches)
      return send(() => chat.receive({ text, image }))
    },
    sendSticker({ body }) {
      const chat = chats.find(body.chat_id)
      if (typeof body.sticker !== 'string' || body.sticker === '')
        throw badRequest('The sticker must not be empty')
      const text = `[sticker ${body.sticker}]`
      return send(() => chat.receive({ text }))
    },
    sendVoice({ body }) {
      const chat = chats.find(body.chat_id)
      const { voice_url: voice } = body
      if (typeof voice !== 'string' || !isHttp(voice) || !new URL(voice).pathname.endsWith('.aac'))
        throw badRequest('The voice_url must be a public .aac address')
      // Into a group it is taken and never arrives.
      return send(() => (chat.type === 'PRIVATE' ? chat.receive({ text: '[voice]' }) : undefined))
    },
    sendChatAction({ body }) {
      chats.find(body.chat_id)
      if (body.action !== 'typing') throw badRequest('The action is invalid')
      return { status: 200, answer: { ok: true }, isDone: true }
    },
  }
}

async function getUpdates(request: FakeRequest, parts: MethodParts): Promise<Outcome> {
  const { switches, polls, hammering, webhook, offences } = parts
  if (webhook.url !== '') {
    offences.add('getUpdates: polled while a webhook is set')
    throw new Refusal(switches.pollRefusal.code, switches.pollRefusal.description)
  }
  if (hammering.isOn && switches.hasFloodControl) return errorPage(429)
  // A poll whose client has just gone may still look open: its end is heard before two turns of the loop are over.
  for (let turns = 0; turns < 2 && polls.open > 0; turns += 1) await setImmediate()
  if (polls.open > 0) offences.add('getUpdates: two polls at once')
  const seconds = Number(request.body.timeout ?? 30)
  if (!Number.isFinite(seconds) || seconds < 0) throw badRequest('The timeout is invalid')
  const update = await request.holds(polls.take(seconds * 1000, request.gone))
  if (update !== undefined) {
    hammering.brought()
    return done(update)
  }
  if (switches.idleAnswer === 'ok') return { status: 200, answer: { ok: true }, isDone: true }
  if (switches.idleAnswer === 'ok_empty_result') return done({})
  throw new Refusal(408, 'Request timeout')
}

/** What the gateway answers in the platform's place. */
export function errorPage(status: number): Outcome {
  const { body, headers = {} } = html(status, '')
  return { status, answer: body, headers, isDone: false }
}

function checkText(text: unknown, name: string, switches: ZaloBotSwitches): string {
  if (typeof text !== 'string' || text === '') throw badRequest(`The ${name} must not be empty`)
  if (lengthOf(text, switches) > 2_000) throw badRequest(`The ${name} must not exceed 2000 characters`)
  return text
}

function checkPhoto(photo: unknown, { takesLoopback, canFetchPhoto }: ZaloBotSwitches): string {
  if (photo === undefined || photo === '' || isFile(photo)) throw badRequest('The photo must not be empty')
  if (typeof photo !== 'string' || !isHttp(photo))
    throw badRequest('The photo must start with http:// or https://')
  if ((isPrivate(photo) && !takesLoopback) || !canFetchPhoto(photo))
    throw badRequest('The photo URL is invalid')
  return photo
}

const isHttp = (address: string): boolean => /^https?:\/\//.test(address) && URL.canParse(address)
