import { describe, expect, test } from 'vitest'
import { asksInfo, day, hour, openFake, openHook, send, withButtons } from './arrange.ts'
import type { FakeZaloOaOptions } from './index.ts'

/** A citizen who has just written, and a token that lives for as long as the test needs. */
async function openTalk(options: FakeZaloOaOptions = {}) {
  const { fake, clock } = await openFake(options)
  const citizen = fake.citizen('Bác Tư')
  await citizen.types('xin chào')
  const say = (message: Readonly<Record<string, unknown>>, to = citizen.id) =>
    send(fake, fake.issueTokens().access_token, to, message)
  return { fake, clock, citizen, say }
}

describe('a message', () => {
  test('is shown, and answered with its id and its quota', async () => {
    const { citizen, say, fake } = await openTalk()
    const answer = await say({ text: 'Chào bác' })
    expect(answer).toMatchObject({ status: 200, error: 0, data: { quota: { quota_type: 'reply' } } })
    expect(answer.data?.message_id).toEqual(expect.any(String))
    expect(citizen.screen.at(-1)).toMatchObject({ from: 'bot', text: 'Chào bác' })
    expect(fake.calls.at(-1)).toMatchObject({ method: 'message/cs', status: 200, isDone: true })
  })

  test('shows what can be pressed', async () => {
    const { citizen, say } = await openTalk()
    await say(withButtons('Chọn', [{ title: 'Một', type: 'oa.query.hide', payload: '1' }]))
    expect(citizen.screen.at(-1)?.buttons).toEqual(['Một'])
    await say(asksInfo)
    expect(citizen.screen.at(-1)).toMatchObject({
      text: 'Số điện thoại\nBác chia sẻ ạ',
      buttons: ['Chia sẻ thông tin'],
    })
  })

  test('an uploaded picture is sent by its id, and can be seen', async () => {
    const { fake, citizen, say } = await openTalk()
    const form = new FormData()
    form.set('file', new Blob(['picture'], { type: 'image/png' }), 'a.png')
    const response = await fetch(`${fake.url}/v2.0/oa/upload/image`, {
      method: 'POST',
      headers: { access_token: fake.issueTokens().access_token },
      body: form,
    })
    const { data } = (await response.json()) as { data: { attachment_id: string } }
    const media = (id: string) => ({
      attachment: {
        type: 'template',
        payload: { template_type: 'media', elements: [{ media_type: 'image', attachment_id: id }] },
      },
    })
    expect(await say(media('of-nobody'))).toMatchObject({ error: -201 })
    expect(await say(media(data.attachment_id))).toMatchObject({ error: 0 })
    const seen = await fetch(citizen.screen.at(-1)?.image ?? '')
    expect(await seen.text()).toBe('picture')
  })

  test('beyond the limits is refused and noted', async () => {
    const { fake, citizen, say } = await openTalk()
    const before = citizen.screen.length
    expect(await say({ text: 'a'.repeat(2_001) })).toMatchObject({ status: 200, error: -201 })
    const button = { title: 'Có', type: 'oa.query.hide', payload: 'co' }
    expect(await say(withButtons('Chọn', Array(6).fill(button)))).toMatchObject({ error: -201 })
    expect(fake.offences).toEqual([
      'message/cs with a text of 2001 units, at most 2000 go',
      'message/cs with 6 buttons, at most 5 go',
    ])
    expect(citizen.screen).toHaveLength(before)
  })

  test('to somebody the account has never met is refused', async () => {
    const { say } = await openTalk()
    expect(await say({ text: 'a' }, '1')).toMatchObject({ error: -201 })
  })
})

describe('the window', () => {
  test.each([
    [48 * hour, 0, 'reply', 0],
    [48 * hour + 1, 0, 'purchase_quota', 1],
    [7 * day, 0, 'purchase_quota', 1],
    [7 * day + 1, -230, undefined, 0],
  ])(
    '%d ms after the citizen was heard: error %d, quota %s, %d billed',
    async (ms, error, quotaType, billed) => {
      const { fake, clock, say } = await openTalk()
      clock.advance(ms)
      const { error: code, data } = await say({ text: 'a' })
      expect(code).toBe(error)
      expect((data?.quota as { quota_type: string } | undefined)?.quota_type).toBe(quotaType)
      expect(fake.bills).toHaveLength(billed)
    },
  )

  test('opens anew with every word of the citizen', async () => {
    const { clock, citizen, say } = await openTalk()
    clock.advance(8 * day)
    await citizen.types('còn ai không')
    expect(await say({ text: 'a' })).toMatchObject({ error: 0, data: { quota: { quota_type: 'reply' } } })
  })

  test('a follow opens it, unless the switch says no', async () => {
    const { fake, say } = await openTalk()
    const follower = fake.citizen('Cô Năm')
    await follower.opens()
    expect(await say({ text: 'a' }, follower.id)).toMatchObject({ error: 0 })
    fake.switches.followOpensWindow = false
    const other = fake.citizen('Chú Bảy')
    await other.opens()
    expect(await say({ text: 'a' }, other.id)).toMatchObject({ error: -230 })
  })
})

describe('a refusal', () => {
  test('of the account: not verified, no package', async () => {
    const { fake, say } = await openTalk()
    fake.accountState = 'not verified'
    expect(await say({ text: 'a' })).toMatchObject({ status: 200, error: -221 })
    fake.accountState = 'no package'
    expect(await say({ text: 'a' })).toMatchObject({ status: 200, error: -224 })
    fake.accountState = 'in order'
    expect(await say({ text: 'a' })).toMatchObject({ error: 0 })
  })

  test('of a citizen who left or blocked; writing again takes it back', async () => {
    const { citizen, say } = await openTalk()
    await citizen.opens()
    await citizen.unfollows()
    expect(await say({ text: 'a' })).toMatchObject({ error: -213 })
    await citizen.types('vẫn cần hỏi')
    expect(await say({ text: 'a' })).toMatchObject({ error: 0 })
    await citizen.blocks()
    expect(await say({ text: 'a' })).toMatchObject({ error: -227 })
    await citizen.types('vẫn cần hỏi')
    expect(await say({ text: 'a' })).toMatchObject({ error: 0 })
  })

  test('of who never followed, where the switch asks for it', async () => {
    const { citizen, say } = await openTalk({ switches: { requiresFollow: true } })
    expect(await say({ text: 'a' })).toMatchObject({ error: -213 })
    await citizen.opens()
    expect(await say({ text: 'a' })).toMatchObject({ error: 0 })
  })

  test('by any code a test sets', async () => {
    const { fake, citizen, say } = await openTalk()
    fake.refuses(citizen, -244)
    expect(await say({ text: 'a' })).toMatchObject({ error: -244 })
    fake.refuses(citizen, undefined)
    expect(await say({ text: 'a' })).toMatchObject({ error: 0 })
  })

  test('not heeded within a day is noted; heeded, or lifted by the citizen, it is not', async () => {
    const { fake, clock, citizen, say } = await openTalk()
    await citizen.blocks()
    await say({ text: 'a' })
    clock.advance(day)
    await say({ text: 'a' })
    await citizen.types('tôi đây')
    clock.advance(5_000)
    await say({ text: 'a' })
    expect(fake.offences).toEqual([])
    await citizen.blocks()
    await say({ text: 'a' })
    clock.advance(5_000)
    await say({ text: 'a' })
    expect(fake.offences).toEqual([`message/cs to ${citizen.id} within a day after -227`])
  })

  test('of too many requests in a minute, with what is left in the headers', async () => {
    const { fake, clock, say } = await openTalk({ requestsPerMinute: 2 })
    expect((await say({ text: 'a' })).headers.get('x-ratelimit-remain')).toBe('1')
    await say({ text: 'a' })
    for (let count = 0; count < 2; count += 1) {
      const over = await say({ text: 'a' })
      expect(over).toMatchObject({ status: 200, error: -32 })
      expect(over.headers.get('x-ratelimit-limit')).toBe('2')
    }
    expect(fake.offences).toEqual(['more requests in a minute than the rate limit allows'])
    clock.advance(60_000)
    expect(await say({ text: 'a' })).toMatchObject({ error: 0 })
  })
})

test('a call the reference does not know, or at the wrong root, is noted', async () => {
  const { fake } = await openFake()
  await fetch(`${fake.environment.ZALO_OA_API_ROOT}/v4/oa/access_token`, { method: 'POST' })
  await fetch(`${fake.environment.ZALO_OA_API_ROOT}/v3.0/oa/message/cs`)
  expect(fake.offences).toEqual([
    'POST /v4/oa/access_token, which is not documented',
    'GET /v3.0/oa/message/cs, which is not documented',
  ])
})

test('a fault after the deed: the citizen reads it, the client never learns', async () => {
  const { fake, citizen, say } = await openTalk()
  const hook = await openHook(fake)
  fake.faults.add({ type: 'cut_after' }, { method: 'message/cs', times: 1 })
  await expect(say({ text: 'Chào bác' })).rejects.toThrow()
  expect(citizen.screen.at(-1)?.text).toBe('Chào bác')
  await fake.settled()
  expect(hook.calls.map(({ event }) => event.event_name)).toEqual(['oa_send_text'])
})
