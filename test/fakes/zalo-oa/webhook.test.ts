import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { asksInfo, openFake, openHook, send, withButtons } from './arrange.ts'
import type { FakeZaloOaOptions } from './index.ts'

const second = 1_000
const minute = 60 * second

async function openTalk(options: FakeZaloOaOptions = {}, status: number | 'hang' = 200) {
  const { fake, clock } = await openFake(options)
  const hook = await openHook(fake, status)
  const citizen = fake.citizen('Bác Tư')
  const say = (message: Readonly<Record<string, unknown>>) =>
    send(fake, fake.issueTokens().access_token, citizen.id, message)
  return { fake, clock, hook, citizen, say }
}

describe('an event', () => {
  test('is signed over its raw body with the key of the account', async () => {
    const { fake, hook, citizen } = await openTalk()
    await citizen.types('xin chào ạ')
    fake.switches.signature = 'bare'
    await citizen.types('còn ai không')
    const { ZALO_OA_APP_ID: appId, ZALO_OA_SECRET_KEY: key } = fake.environment
    const macs = hook.calls.map(({ raw, event }) =>
      createHash('sha256').update(`${appId}${raw}${event.timestamp}${key}`).digest('hex'),
    )
    const signatures = hook.calls.map(({ headers }) => headers['x-zevent-signature'])
    expect(signatures).toEqual([`mac=${macs[0]}`, macs[1]])
  })

  test('of words: ids and times are strings', async () => {
    const { fake, clock, hook, citizen } = await openTalk()
    await citizen.types('xin chào')
    expect(hook.calls[0]?.event).toEqual({
      app_id: fake.environment.ZALO_OA_APP_ID,
      event_name: 'user_send_text',
      sender: { id: citizen.id },
      recipient: { id: fake.oaId },
      message: { text: 'xin chào', msg_id: expect.stringMatching(/^[0-9a-f]{20}$/) },
      timestamp: String(clock.now()),
    })
  })

  test('of everything else a citizen sends has its own name', async () => {
    const { hook, citizen } = await openTalk()
    for (const type of ['photo', 'voice', 'sticker', 'file', 'video', 'gif', 'unknown'] as const)
      await citizen.sends({ type })
    await citizen.sends({ type: 'link', url: 'https://a.example' })
    await citizen.sends({ type: 'location', latitude: 10.5, longitude: 106.25 })
    await citizen.sends({ type: 'contact', phone: '0912345678', isForeign: true })
    expect(hook.calls.map(({ event }) => event.event_name)).toEqual([
      'user_send_image',
      'user_send_audio',
      'user_send_sticker',
      'user_send_file',
      'user_send_video',
      'user_send_gif',
      'user_does_something_new',
      'user_send_link',
      'user_send_location',
      'user_send_business_card',
    ])
    expect(hook.calls[8]?.event).toMatchObject({
      message: {
        attachments: [
          { type: 'location', payload: { coordinates: { latitude: '10.5', longitude: '106.25' } } },
        ],
      },
    })
  })

  test('of a picture or a file: its address leads to it, and the MD5 is true', async () => {
    const { hook, citizen } = await openTalk()
    await citizen.sends({ type: 'file' })
    const [call] = hook.calls
    const message = call?.event.message as { attachments: { payload: Record<string, string> }[] } | undefined
    const { url = '', checksum, size } = message?.attachments[0]?.payload ?? {}
    const bytes = Buffer.from(await (await fetch(url)).arrayBuffer())
    expect([createHash('md5').update(bytes).digest('hex'), String(bytes.length)]).toEqual([checksum, size])
  })

  test('of following names the citizen as the switch says', async () => {
    const { fake, hook, citizen } = await openTalk()
    await citizen.opens()
    fake.switches.followShape = 'sender'
    await citizen.unfollows()
    expect(hook.calls.map(({ event }) => event)).toMatchObject([
      { event_name: 'follow', follower: { id: citizen.id }, oa_id: fake.oaId },
      { event_name: 'unfollow', sender: { id: citizen.id }, recipient: { id: fake.oaId } },
    ])
  })
})

describe('a press', () => {
  test('of a query comes as words: its payload; only a shown one stands on the screen', async () => {
    const { hook, citizen, say, fake } = await openTalk({ switches: { sendsEchoes: false } })
    await citizen.types('chào')
    await say(
      withButtons('Chọn', [
        { title: 'Ẩn', type: 'oa.query.hide', payload: 'an' },
        { title: 'Hiện', type: 'oa.query.show', payload: 'hien' },
        { title: 'Trang', type: 'oa.open.url', payload: { url: 'https://a.example' } },
      ]),
    )
    for (const label of ['Ẩn', 'Hiện', 'Trang']) await citizen.presses(label)
    expect(hook.calls.map(({ event }) => (event.message as { text: string }).text)).toEqual([
      'chào',
      'an',
      'hien',
    ])
    expect(citizen.screen.filter(({ from }) => from === 'citizen').map(({ text }) => text)).toEqual([
      'chào',
      'hien',
    ])
    expect(fake.offences).toEqual([])
  })

  test('of what is not there is an error of the test', async () => {
    const { citizen } = await openTalk()
    await expect(citizen.presses('Có')).rejects.toThrow('offers "Có"')
  })

  test.each([
    ['international', (phone: string) => `84${phone.slice(1)}`],
    ['national', (phone: string) => phone],
    ['number', (phone: string) => Number(`84${phone.slice(1)}`)],
  ] as const)('of the card shares the phone number (%s)', async (phones, written) => {
    const { hook, citizen, say } = await openTalk({ switches: { sendsEchoes: false, phones } })
    await citizen.types('chào')
    await say(asksInfo)
    await citizen.presses('Chia sẻ thông tin')
    expect(hook.calls[1]?.event).toMatchObject({
      event_name: 'user_submit_info',
      sender: { id: citizen.id },
      info: { phone: written(citizen.phone) },
    })
  })
})

describe('an echo', () => {
  test('of the API has no admin_id, of the staff it has one', async () => {
    const { fake, hook, citizen, say } = await openTalk()
    await citizen.types('chào')
    const { data } = await say({ text: 'Chào bác' })
    await fake.settled()
    await fake.staffTypes(citizen, 'Tôi là cán bộ')
    expect(hook.calls.slice(1).map(({ event }) => event)).toMatchObject([
      {
        event_name: 'oa_send_text',
        sender: { id: fake.oaId },
        recipient: { id: citizen.id },
        message: { text: 'Chào bác', msg_id: data?.message_id },
      },
      { event_name: 'oa_send_text', sender: { id: fake.oaId, admin_id: expect.any(String) } },
    ])
    expect(hook.calls[1]?.event.sender).not.toHaveProperty('admin_id')
    expect(citizen.screen.at(-1)).toMatchObject({ from: 'staff', text: 'Tôi là cán bộ' })
  })
})

describe('the delivery', () => {
  test('waits two seconds for an answer, notes a slow one and does not repeat it', async () => {
    const { fake, clock, hook, citizen } = await openTalk({}, 'hang')
    const typed = citizen.types('chào')
    await expect.poll(() => hook.calls.length).toBe(1)
    clock.advance(2 * second)
    await typed
    expect(fake.offences).toEqual(['no answer to user_send_text within 2000 ms'])
    expect(fake.pushes).toHaveLength(1)
  })

  test('does not repeat what was answered with an error, unless the switch says so', async () => {
    const { fake, clock, hook, citizen } = await openTalk({}, 503)
    await citizen.types('chào')
    expect(hook.calls).toHaveLength(1)
    fake.switches.retriesRefused = true
    const typed = citizen.types('chào')
    await expect.poll(() => clock.set).toEqual([clock.now() + 30 * second])
    fake.pushTo(undefined)
    clock.advance(30 * second)
    await typed
    expect(hook.calls).toHaveLength(2)
  })

  test('is repeated while nobody listens, then the webhook is disabled until it is set again', async () => {
    const { fake, clock, hook, citizen } = await openTalk()
    await hook.goesDown()
    const typed = citizen.types('chào')
    for (const wait of [30 * second, 5 * minute, 15 * minute, 30 * minute, 60 * minute]) {
      await expect.poll(() => clock.set).toEqual([clock.now() + wait])
      expect(fake.isDisabled).toBe(false)
      clock.advance(wait)
    }
    await typed
    expect(fake.isDisabled).toBe(true)
    expect(fake.pushes.map(({ headers }) => headers.num_retry)).toEqual([undefined, '1', '2', '3', '4', '5'])
    await citizen.types('còn ai không')
    expect(fake.pushes).toHaveLength(6)
    const again = await openHook(fake)
    await citizen.types('còn ai không')
    expect(fake.isDisabled).toBe(false)
    expect(again.calls).toHaveLength(1)
  })

  test('reaches who is back before the next attempt, with the signature it had', async () => {
    const { clock, fake, hook, citizen } = await openTalk()
    await hook.goesDown()
    const typed = citizen.types('chào')
    await expect.poll(() => clock.set).toEqual([clock.now() + 30 * second])
    const again = await openHook(fake)
    clock.advance(30 * second)
    await typed
    expect(again.calls[0]?.headers).toMatchObject({ num_retry: '1' })
    expect(fake.pushes[0]?.headers['X-ZEvent-Signature']).toBe(again.calls[0]?.headers['x-zevent-signature'])
  })

  test('comes twice or in reverse where a test wants it', async () => {
    const { fake, hook, citizen } = await openTalk()
    fake.habits.repeats = 2
    await citizen.types('một')
    fake.habits.repeats = 1
    fake.habits.reversesNext = 2
    await citizen.types('hai')
    await citizen.types('ba')
    expect(hook.calls.map(({ event }) => (event.message as { text: string }).text)).toEqual([
      'một',
      'một',
      'ba',
      'hai',
    ])
  })

  test('with the filter of the console left on, only texts with # arrive', async () => {
    const { hook, citizen } = await openTalk({ switches: { filtersSyntax: true } })
    await citizen.types('chào')
    await citizen.types('#chào')
    await citizen.sends({ type: 'photo' })
    expect(hook.calls.map(({ event }) => event.event_name)).toEqual(['user_send_text', 'user_send_image'])
  })
})
