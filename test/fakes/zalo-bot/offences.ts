/** What a client must not do, noticed before a call is answered, faults or not. */
import type { FakeRequest } from '../kit/request.ts'
import { isFile } from '../kit/request.ts'
import type { Hammering } from './hammering.ts'
import { lengthOf } from './length.ts'
import type { ZaloBotSwitches } from './switches.ts'

/** Every documented method with every documented parameter. */
export const documented: Readonly<Record<string, readonly string[]>> = {
  getMe: [],
  getUpdates: ['timeout'],
  setWebhook: ['url', 'secret_token'],
  getWebhookInfo: [],
  deleteWebhook: [],
  testWebhook: [],
  sendMessage: ['chat_id', 'text', 'parse_mode', 'text_styles'],
  sendPhoto: ['chat_id', 'photo', 'caption'],
  sendSticker: ['chat_id', 'sticker'],
  sendVoice: ['chat_id', 'voice_url'],
  sendChatAction: ['chat_id', 'action'],
}

const hourMs = 60 * 60 * 1000

export interface Offences {
  readonly list: readonly string[]
  add(offence: string): void
  /** Looks at a call as it comes. */
  look(request: FakeRequest, method: string): void
  /** Notes that "quota exceeded" was answered. */
  quotaAnswered(): void
}

export function createOffences(now: () => number, switches: ZaloBotSwitches, hammering: Hammering): Offences {
  const list: string[] = []
  let answeredAt: number | undefined
  let sendsAfter = 0
  const add = (offence: string) => list.push(offence)

  function lookAtQuota(method: string): void {
    if (!method.startsWith('send') || method === 'sendChatAction') return
    if (answeredAt === undefined || now() - answeredAt >= hourMs) return
    sendsAfter += 1
    if (sendsAfter > 1)
      add(`${method}: sent again within the hour after "Quota exceeded", time ${sendsAfter}`)
  }

  return {
    list,
    add,
    look({ body }, method) {
      const parameters = documented[method]
      if (parameters === undefined) return void add(`${method}: no such method`)
      for (const name of Object.keys(body))
        if (!parameters.includes(name)) add(`${method}: no such parameter: ${name}`)
      const { text, photo } = body
      if (method === 'getUpdates' && hammering.begins())
        add('getUpdates: polled again within 50 ms more than 5 times')
      if (method === 'sendMessage' && (typeof text !== 'string' || text === ''))
        add('sendMessage: an empty text')
      if (typeof text === 'string' && lengthOf(text, switches) > 2_000)
        add(`sendMessage: a text of ${lengthOf(text, switches)}`)
      if (isFile(photo)) add('sendPhoto: a photo as multipart')
      lookAtQuota(method)
    },
    quotaAnswered() {
      if (answeredAt !== undefined && now() - answeredAt < hourMs) return
      answeredAt = now()
      sendsAfter = 0
    },
  }
}
