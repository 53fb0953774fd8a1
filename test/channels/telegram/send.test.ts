/** A platform that takes its time and then says no: what is said otherwise must not run into the next attempt. */
import { describe, expect, it } from 'vitest'
import { createPace } from '../../../src/channels/pace.ts'
import type { TelegramApi } from '../../../src/channels/telegram/client.ts'
import { limits } from '../../../src/channels/telegram/limits.ts'
import { createMemory } from '../../../src/channels/telegram/memory.ts'
import { TelegramError } from '../../../src/channels/telegram/refusal.ts'
import { createSend } from '../../../src/channels/telegram/send.ts'
import { usualLimits } from '../../../src/runtime/deliver.ts'
import type { Delivery } from '../../../src/store/store.ts'
import { manualClock } from '../../runtime/manual-clock.ts'

const slowMs = 19_000
/** No call is waited for longer. */
const longestCallMs = 20_000

const refused = (method: string, migratedTo?: number) =>
  new TelegramError({
    method,
    status: 400,
    description: 'Bad Request',
    ...(migratedTo === undefined ? {} : { migratedTo }),
  })

const delivery: Delivery = {
  conversation: 'telegram:-7',
  seq: 1,
  reply: { text: 'Tờ khai đây ạ.', image: { source: 'birth/media/to-khai.png', alt: 'Mẫu tờ khai' } },
  attempts: 1,
  createdAt: 0,
}

describe('on a platform that takes its time to refuse', () => {
  it('an attempt ends before it is taken for lost, and the next one goes on', async () => {
    const clock = manualClock(0)
    const calls: { readonly method: string; readonly chatId: unknown; readonly at: number }[] = []
    const note = (method: string, chatId: unknown) => {
      calls.push({ method, chatId, at: clock.now() })
      clock.advance(slowMs)
    }
    const raw = {
      sendPhoto: async ({ chat_id }: { chat_id: number }) => {
        note('sendPhoto', chat_id)
        throw refused('sendPhoto', chat_id === -7 ? -1007 : undefined)
      },
      sendMessage: async ({ chat_id }: { chat_id: number }) => {
        note('sendMessage', chat_id)
        return { message_id: 1 }
      },
    }
    const send = createSend({
      clock,
      api: { raw } as unknown as TelegramApi,
      memory: createMemory(),
      pace: createPace(limits, clock),
      imageAddress: (source) => `https://motcua.example.vn/media/${source}`,
    })
    await expect(send(delivery)).rejects.toMatchObject({ code: 'channel/rate_limited', retryAfterMs: 0 })
    const lastBegan = calls.at(-1)?.at ?? 0
    expect(lastBegan + longestCallMs).toBeLessThan(usualLimits.timeoutMs)
    await send({ ...delivery, attempts: 2 })
    expect(calls.map(({ method, chatId }) => [method, chatId])).toEqual([
      ['sendPhoto', -7],
      ['sendPhoto', -1007],
      ['sendPhoto', -1007],
      ['sendMessage', -1007],
    ])
  })
})
