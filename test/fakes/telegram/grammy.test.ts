/** The real client against the fake: whatever it needs of a Telegram is here. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Bot, type Context, GrammyError, HttpError, InlineKeyboard, InputFile, webhookCallback } from 'grammy'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openFake, picture } from './arrange.ts'
import type { FakeTelegram } from './index.ts'

function botOf(fake: FakeTelegram): Bot {
  const bot = new Bot(fake.environment.TELEGRAM_BOT_TOKEN ?? '', { client: { apiRoot: fake.url } })
  bot.on('message:text', (context: Context) =>
    context.reply(`nghe: ${context.msg?.text}`, { reply_markup: new InlineKeyboard().text('Có', 'y') }),
  )
  bot.on('callback_query:data', async (context: Context) => {
    await context.answerCallbackQuery('vâng')
    await context.editMessageText('xong')
  })
  return bot
}

test('polling: start, an answer, a press, an edit, stop', async () => {
  const { fake } = await openFake()
  const bot = botOf(fake)
  const citizen = fake.citizen('Bà Sáu')
  const running = bot.start()
  await citizen.opens()
  await citizen.hears('nghe: /start')
  await citizen.presses('Có')
  await citizen.hears('xong')
  await fake.waits(1)
  expect(citizen.notices).toEqual(['vâng'])
  expect(fake.unanswered).toEqual([])
  await bot.stop()
  await running
  expect(fake.calls.map(({ method }) => method).slice(0, 3)).toEqual(['getMe', 'deleteWebhook', 'getUpdates'])
  expect(fake.offences).toEqual(['deleteWebhook: nothing changes a webhook by itself'])
  expect(fake.queued).toEqual([])
})

test('a webhook with its secret', async () => {
  const { fake } = await openFake()
  const bot = botOf(fake)
  const secretToken = fake.environment.TELEGRAM_WEBHOOK_SECRET ?? ''
  const server = createServer(webhookCallback(bot, 'http', { secretToken }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  fake.pushTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const citizen = fake.citizen('Bà Sáu')
  await citizen.types('xin chào')
  await citizen.hears('nghe: xin chào')
  expect(fake.pushes.map(({ result }) => result)).toMatchObject([{ type: 'answered', status: 200 }])
})

test('an upload', async () => {
  const { fake } = await openFake()
  const { api } = botOf(fake)
  const citizen = fake.citizen('Bà Sáu')
  await citizen.opens()
  const sent = await api.sendPhoto(Number(citizen.id), new InputFile(picture(640, 480), 'mau.png'), {
    caption: 'Mẫu',
    reply_markup: new InlineKeyboard().text('Xem', 'x'),
  })
  expect(sent.photo.at(-1)).toMatchObject({ width: 640, height: 480 })
  expect(citizen.screen.at(-1)).toMatchObject({ text: 'Mẫu', image: 'mau.png', buttons: ['Xem'] })
})

describe('errors as the client tells them', () => {
  test('refusals with their parameters', async () => {
    const { fake } = await openFake()
    const { api } = botOf(fake)
    const citizen = fake.citizen('Bà Sáu')
    await citizen.opens()
    const send = () => api.sendMessage(Number(citizen.id), 'a').catch((error: unknown) => error)
    fake.floods(3)
    const flooded = await send()
    expect(flooded).toBeInstanceOf(GrammyError)
    expect(flooded).toMatchObject({ error_code: 429, parameters: { retry_after: 3 } })
  })

  test('an HTML page and a cut connection', async () => {
    const { fake } = await openFake()
    const { api } = botOf(fake)
    fake.faults.add({ type: 'html', status: 502 }, { times: 1 })
    fake.faults.add({ type: 'cut_before' }, { times: 1 })
    await expect(api.getMe()).rejects.toThrow(HttpError)
    await expect(api.getMe()).rejects.toThrow(HttpError)
    expect((await api.getMe()).is_bot).toBe(true)
  })

  test('409 for a poll beside a webhook', async () => {
    const { fake } = await openFake()
    const { api } = botOf(fake)
    fake.pushTo('http://127.0.0.1:9/')
    await expect(api.getUpdates()).rejects.toMatchObject({ error_code: 409 })
  })
})
