import { expect, test } from 'vitest'
import { openFake, openHook } from './arrange.ts'
import type { FakeZaloOa } from './index.ts'

/** What the page of a person does when they press something. */
async function doOnPage(fake: FakeZaloOa, what: string, text = ''): Promise<void> {
  await fetch(`${fake.url}/page/do`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ citizen: 'Bác Tư', do: what, text }),
  })
}

test('a person chats as a citizen, answers as staff, leaves and blocks', async () => {
  const { fake } = await openFake()
  const hook = await openHook(fake)
  const steps = [
    ['opens'],
    ['types', 'xin chào'],
    ['action:staff', 'Tôi là cán bộ'],
    ['action:block'],
    ['action:unfollow'],
  ] as const
  for (const [what, text] of steps) await doOnPage(fake, what, text)
  await fake.settled()
  expect(hook.calls.map(({ event }) => event.event_name)).toEqual([
    'follow',
    'user_send_text',
    'oa_send_text',
    'unfollow',
  ])
  expect(fake.citizen('Bác Tư').screen.map(({ from }) => from)).toEqual(['citizen', 'staff'])
  expect(fake.offences).toEqual([])
})

test('the page and what it asks are no calls of the platform', async () => {
  const { fake } = await openFake()
  expect((await fetch(`${fake.url}/`)).status).toBe(200)
  expect(await (await fetch(`${fake.url}/page/state?citizen=a`)).json()).toMatchObject({
    platform: 'zalo-oa',
  })
  expect(fake.calls).toEqual([])
})
