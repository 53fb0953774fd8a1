/** What is particular to this platform, end to end on its fake; what all channels keep is in contract.test.ts. */
import { describe, expect, it } from 'vitest'
import { webhookOfZaloBot } from '../../../src/channels/zalo-bot/index.ts'
import { type ChannelDriver, type Desk, type Mode, openDesk } from '../../contracts/channel/arrange.ts'
import { zaloBotDriver } from '../../contracts/channel/drivers/zalo-bot.ts'
import { type FakeZaloBot, fakeZaloBot, type ZaloBotSwitches } from '../../fakes/zalo-bot/index.ts'

type ZaloDesk = Desk<FakeZaloBot>
const driver: ChannelDriver<FakeZaloBot> = { ...zaloBotDriver, fake: fakeZaloBot }
const open = (mode: Mode): Promise<ZaloDesk> => openDesk(driver, mode)
const minuteMs = 60_000
const callsOf = (desk: ZaloDesk, method: string) =>
  desk.fake.calls.filter((call) => call.method === method).length
const alarms = (desk: ZaloDesk) => desk.logged.flatMap((line) => /"alarm":"(\w+)"/.exec(line)?.[1] ?? [])
const troubles = (desk: ZaloDesk) => desk.logged.filter((line) => line.includes('"channel":"zalo-bot"'))

describe('the ways in which sources disagree', () => {
  const variants: readonly Partial<ZaloBotSwitches>[] = [
    {},
    { webhookBody: 'wrapped', probe: 'empty' },
    { idleAnswer: 'ok', errorCodeType: 'string' },
    { idleAnswer: 'ok_empty_result', nameField: 'name', photoField: 'photo' },
    { errorStatus: 'error_code', stickerShape: 'object' },
    { errorStatus: 'error_code', errorCodeType: 'string', nameField: 'first_name', stickerShape: 'absent' },
    { hasExtraFields: false, quotaCounts: 'sent_and_received' },
  ]
  describe.each(['polling', 'webhook'] as const)('%s', (mode) => {
    it.each(variants)('works with %j', async (variant) => {
      const desk = await open(mode)
      Object.assign(desk.fake.switches, variant)
      await desk.ask('Hạnh', 'một', '1. chữ «một»')
      await desk.pass(5 * minuteMs)
      const citizen = desk.fake.citizen('Hạnh')
      for (const type of ['photo', 'sticker', 'voice', 'withheld'] as const)
        await desk.drive(citizen.sends({ type }))
      await desk.until(() => desk.said('Hạnh').length === 5, 'five answers')
      expect(desk.said('Hạnh').slice(1)).toEqual([
        '2. không đọc được «photo»',
        '3. không đọc được «sticker»',
        '4. không đọc được «voice»',
        '5. không đọc được «withheld»',
      ])
      expect(desk.fake.offences).toEqual([])
      expect(troubles(desk)).toEqual([])
    })
  })

  it('hears nothing in a group and says nothing there', async () => {
    const desk = await open('polling')
    const group = desk.fake.group('Tổ dân phố 3')
    await desk.drive(group.says('Hạnh', 'khai sinh', 'mention'))
    await desk.ask('Hạnh', 'một', '1. chữ «một»')
    expect(group.screen.filter(({ from }) => from === 'bot')).toEqual([])
    expect(desk.accepted).toHaveLength(1)
  })
})

describe('the month is used up', () => {
  it.each(['polling', 'webhook'] as const)(
    '%s: nothing is sent, everything is heard, and the next month answers',
    async (mode) => {
      const desk = await open(mode)
      desk.fake.switches.quota = 2
      await desk.ask('Hạnh', 'một', '1. chữ «một»')
      await desk.ask('Lan', 'một', '1. chữ «một»')
      await desk.drive(desk.fake.citizen('Hạnh').types('hai'))
      await desk.until(async () => (await desk.store.deadLetters(10)).length === 1, 'a dead letter')
      const sent = callsOf(desk, 'sendMessage')
      const typed = callsOf(desk, 'sendChatAction')
      for (const name of ['Lan', 'Hạnh', 'Mai', 'Lan']) {
        await desk.drive(desk.fake.citizen(name).types('em ơi'))
        await desk.pass(10 * minuteMs)
      }
      expect(callsOf(desk, 'sendMessage')).toBe(sent)
      expect(callsOf(desk, 'sendChatAction')).toBe(typed)
      expect(desk.accepted).toHaveLength(7)
      expect((await desk.store.deadLetters(10)).every(({ error }) => /quota_exhausted/.test(error))).toBe(
        true,
      )
      expect(alarms(desk)).toEqual(['zalo_bot_quota'])

      desk.fake.switches.quota = 3_000
      await desk.pass(60 * minuteMs)
      await desk.ask('Hạnh', 'ba nữa', 'chữ «ba nữa»')
      await desk.ask('Lan', 'ba nữa', 'chữ «ba nữa»')
      expect(desk.fake.offences).toEqual([])
    },
  )
})

describe('a platform that takes its time', () => {
  it('says every part of a long reply once, though all of them take longer than one attempt may', async () => {
    const desk = await open('webhook')
    desk.fake.faults.add({ type: 'slow', ms: 15_000 }, { method: 'sendMessage' })
    await desk.ask('Hạnh', 'dài', '1. chữ «dài»')
    const said = desk.said('Hạnh')
    expect(said.length).toBeGreaterThan(4)
    expect(new Set(said).size).toBe(said.length)
  })
})

describe('the token is reset', () => {
  it('is tried once in ten minutes, and what was to be said is said once it is right again', async () => {
    const desk = await open('polling')
    await desk.ask('Hạnh', 'một', '1. chữ «một»')
    desk.beforeAccept = () => {
      desk.fake.switches.isTokenReset = true
    }
    await desk.drive(desk.fake.citizen('Hạnh').types('hai'))
    await desk.until(() => desk.accepted.length === 2, 'the message is taken')
    const before = desk.fake.calls.length
    await desk.pass(60 * minuteMs)
    // Six times each: the message, and the question for more.
    expect(desk.fake.calls.length - before).toBeLessThanOrEqual(14)
    expect(alarms(desk)).toEqual(['zalo_bot_unauthorized'])
    desk.beforeAccept = undefined
    desk.fake.switches.isTokenReset = false
    await desk.until(() => desk.said('Hạnh').length === 2, 'the answer')
    await desk.ask('Hạnh', 'ba nữa', '3. chữ «ba nữa»')
  })
})

describe('somebody else’s webhook', () => {
  it('is left alone by a service that polls, which says why it hears nothing', async () => {
    const desk = await open('polling')
    await desk.ask('Hạnh', 'một', '1. chữ «một»')
    desk.fake.pushTo(desk.hookAddress)
    await desk.pass(10 * minuteMs)
    expect(alarms(desk)).toEqual(['zalo_bot_polling_refused'])
    expect(callsOf(desk, 'deleteWebhook')).toBe(0)
    desk.fake.pushTo(undefined)
    await desk.ask('Hạnh', 'hai', '2. chữ «hai»')
  })
})

describe('an error page that repeats the address', () => {
  it.each(['polling', 'webhook'] as const)('%s: the token reaches no log and no error', async (mode) => {
    const desk = await open(mode)
    await desk.ask('Hạnh', 'một', '1. chữ «một»')
    for (const status of [200, 401, 404, 429, 502]) {
      desk.fake.faults.add({ type: 'echo_path', status })
      await desk.drive(desk.fake.citizen('Hạnh').types(`lần ${status}`))
      await desk.pass(30 * minuteMs)
      desk.fake.faults.clear()
    }
    await desk.pass(60 * minuteMs)
    await desk.ask('Hạnh', 'xong', 'chữ «xong»')
    expect(desk.logged.length).toBeGreaterThan(0)
  })
})

describe('an operator’s command', () => {
  const origin = 'https://motcua.example.vn'
  const url = `${origin}/hooks/zalo-bot`
  const control = (desk: ZaloDesk) => {
    const { ZALO_BOT_TOKEN: token = '', ZALO_BOT_WEBHOOK_SECRET: webhookSecret = '' } = desk.fake.environment
    return webhookOfZaloBot({ token, webhookSecret, apiRoot: desk.fake.url, clock: desk.clock })
  }
  const levels = async (findings: Promise<readonly { readonly level: string }[]>) =>
    (await findings).map(({ level }) => level)

  it.each(['json', 'empty'] as const)('sets a webhook that answers the probe (%s)', async (probe) => {
    const desk = await open('webhook')
    Object.assign(desk.fake.switches, { probe, routes: { [origin]: new URL(desk.hookAddress).origin } })
    expect(await levels(desk.drive(control(desk).set(url)))).toEqual(['good', 'good'])
    expect(await desk.drive(control(desk).show())).toEqual({ url })
    await desk.ask('Hạnh', 'một', '1. chữ «một»')
  })

  it('says what is wrong with one that nobody reaches, and removes it, also twice', async () => {
    const desk = await open('polling')
    expect(await levels(desk.drive(control(desk).set(url)))).toEqual(['bad', 'good'])
    desk.fake.switches.deleteWithoutWebhook = '400'
    expect(await levels(desk.drive(control(desk).remove()))).toEqual(['good'])
    expect(await levels(desk.drive(control(desk).remove()))).toEqual(['good'])
    expect(await desk.drive(control(desk).show())).toEqual({ url: '' })
  })
})
