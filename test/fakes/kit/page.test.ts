import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FakeZaloBot, fakeZaloBot } from '../zalo-bot/index.ts'

let fake: FakeZaloBot

beforeEach(async () => {
  fake = await fakeZaloBot()
})

afterEach(() => fake.close())

function act(what: string, text = '', citizen = 'Bà Mẫu'): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ do: what, text, citizen })
  return fetch(`${fake.url}/page/do`, { method: 'POST', headers, body })
}

async function state(citizen = 'Bà Mẫu') {
  const response = await fetch(`${fake.url}/page/state?citizen=${encodeURIComponent(citizen)}`)
  // biome-ignore lint/suspicious/noExplicitAny: JSON as the page reads it
  return (await response.json()) as any
}

test('the page stands at the root, in Vietnamese', async () => {
  const response = await fetch(`${fake.url}/`)
  expect(response.headers.get('content-type')).toContain('text/html')
  expect(await response.text()).toContain('<html lang="vi">')
})

describe('what is done at the page', () => {
  test('typing as one of several citizens', async () => {
    await act('types', 'xin chào', 'Ông Thử')
    expect((await state('Ông Thử')).screen).toMatchObject([{ from: 'citizen', text: 'xin chào' }])
    expect((await state('Bà Mẫu')).screen).toEqual([])
    expect(fake.queued).toHaveLength(1)
  })

  test.each(['photo', 'voice', 'sticker', 'file', 'location', 'contact', 'withheld', 'unknown'])(
    'sending: %s',
    async (what) => {
      await act('sends', what)
      expect((await state()).screen).toHaveLength(1)
    },
  )

  test('a fault is switched on, and off again, and others stay on', async () => {
    const call = async () => (await fetch(`${fake.url}/bot${fake.environment.ZALO_BOT_TOKEN}/getMe`)).status
    await act('trouble', 'outage')
    await act('trouble', 'flood')
    expect(await call()).toBe(502)
    await act('trouble', 'outage')
    expect(await call()).toBe(429)
    const { troubles, calls, count } = await state()
    expect(troubles.filter(({ isOn }: { isOn: boolean }) => isOn)).toMatchObject([{ name: 'flood' }])
    expect([count, calls[0].fault]).toEqual([2, 'html'])
    await act('trouble', 'flood')
    expect(await call()).toBe(200)
  })

  test('what fails is told at the page', async () => {
    await act('presses', 'Nhà đất')
    expect((await state()).problems).toEqual([expect.stringContaining('Nhà đất')])
  })

  test('another site’s form is not listened to', async () => {
    const body = new URLSearchParams({ do: 'types', text: 'x' })
    const response = await fetch(`${fake.url}/page/do`, { method: 'POST', body })
    expect(response.status).toBe(400)
    expect((await state()).screen).toEqual([])
  })

  test('the page’s own requests are no calls of the platform', async () => {
    await state()
    expect(fake.calls).toEqual([])
  })
})
