import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Client, logIn } from './support/client.ts'
import { type ServedConsole, serveConsole } from './support/serve.ts'

const [ours, theirs] = ['hai-phong/hong-bang', 'hai-phong/ngo-quyen']
let served: ServedConsole
let lan: Client
let hoa: Client

beforeEach(async () => {
  served = await serveConsole({ heartbeatMs: 60_000 })
  await served.office.addStaff('lan', 'officer', [ours], 'Chị Lan')
  await served.office.addStaff('hoa', 'officer', [ours, theirs], 'Chị Hoa')
  await served.office.addStaff('quan.tri', 'admin', [])
  ;[lan, hoa] = [await logIn(served.url, 'lan'), await logIn(served.url, 'hoa')]
})
afterEach(() => served.close())

const act = (who: Client, action: object, id = crypto.randomUUID()) =>
  who.post('cases/k3x9a/actions', { id, action })

describe('a case', () => {
  beforeEach(() => {
    served.office.change(
      'k3x9a',
      { conversation: 'web:only-the-citizen-knows-this', wish: 'gọi tôi 0912345678', waitingSince: 5 },
      { kind: 'citizen', at: 4, text: 'khai sinh' },
      { kind: 'opened', at: 5, reason: 'not_understood' },
    )
  })

  test('is told without what its conversation is called, which on the web is the key to it', async () => {
    const stream = await lan.events()
    await stream.next()
    served.office.change('k3x9a', { commune: 'hai-phong/1' })
    const texts = await Promise.all(
      ['cases', 'cases/k3x9a', 'cases/k3x9a/log'].map(async (path) => (await lan.get(path)).text()),
    )
    const all = [...texts, JSON.stringify(await stream.next())].join()
    expect(all).toContain('"channel":"web"')
    expect(all).not.toContain('only-the-citizen-knows-this')
    await stream.close()
  })

  test('has a line for notifications without names and numbers', async () => {
    const { cases } = (await (await lan.get('cases')).json()) as { cases: { notice: string }[] }
    expect(cases.map(({ notice }) => notice)).toEqual(['gọi tôi 0'])
  })

  test('is taken by exactly one of two at the same moment, and the other is told who', async () => {
    const answers = await Promise.all([act(lan, { does: 'take' }), act(hoa, { does: 'take' })])
    const results = (await Promise.all(answers.map((answer) => answer.json()))) as { type: string }[]
    expect(results.map(({ type }) => type).sort()).toEqual(['done', 'refused'])
    expect(results.find(({ type }) => type === 'refused')).toMatchObject({ by: { name: 'Chị Lan' } })
  })

  test('is unread for each until they have seen it, wherever they were', async () => {
    const unread = async (who: Client) =>
      ((await (await who.get('cases')).json()) as { unread: Record<string, number> }).unread
    const phone = await logIn(served.url, 'lan')
    expect(await unread(phone)).toEqual({ k3x9a: 2 })
    expect((await lan.post('cases/k3x9a/seen', { entry: 1 })).status).toBe(200)
    expect([await unread(phone), await unread(hoa)]).toEqual([{ k3x9a: 1 }, { k3x9a: 2 }])
    // Nobody has seen what is not written yet.
    await lan.post('cases/k3x9a/seen', { entry: 999_999 })
    expect(await unread(phone)).toEqual({})
    served.office.change('k3x9a', {}, { kind: 'citizen', at: 6, text: 'cô ơi' })
    expect(await unread(phone)).toEqual({ k3x9a: 1 })
    await lan.post('cases/k3x9a/seen', { entry: 1 })
    expect(await unread(phone)).toEqual({ k3x9a: 1 })
    for (const entry of [0, -1, 1.5, '3'])
      expect((await lan.post('cases/k3x9a/seen', { entry })).status).toBe(422)
  })

  test('is moved once by a request that comes twice', async () => {
    const id = crypto.randomUUID()
    for (let times = 0; times < 3; times += 1)
      expect(await (await act(lan, { does: 'answer', text: 'Dạ' }, id)).json()).toMatchObject({
        type: 'done',
      })
    const { log } = (await (await lan.get('cases/k3x9a/log?after=2')).json()) as { log: object[] }
    expect(log).toMatchObject([{ kind: 'officer', text: 'Dạ', action: id, by: { id: 'lan' } }])
  })

  test('passed to a desk that is not theirs is done, and seen no more', async () => {
    expect(await (await act(lan, { does: 'pass', desk: theirs })).json()).toEqual({ type: 'done' })
    expect((await lan.get('cases/k3x9a')).status).toBe(404)
    expect((await hoa.get('cases/k3x9a')).status).toBe(200)
  })

  test('is answered with a picture of its own only', async () => {
    const png = new Uint8Array(
      Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
    )
    const kept = await lan.post('cases/k3x9a/images', png, { 'content-type': 'image/png' })
    const { source } = (await kept.json()) as { source: string }
    const answered = await act(lan, { does: 'answer', text: '', image: { source, alt: 'Mẫu tờ khai' } })
    expect(await answered.json()).toMatchObject({ type: 'done' })
    const shown = await lan.get(`cases/k3x9a/images/${source.replace('attachment:', '')}`)
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/png'])
    const other = await act(lan, { does: 'answer', text: '', image: { source: 'attachment:x', alt: 'x' } })
    expect([other.status, await other.json()]).toEqual([422, { error: 'unknown_image' }])
    const page = new Uint8Array(Buffer.from('<script>alert(1)</script>'))
    const noPicture = await lan.post('cases/k3x9a/images', page, { 'content-type': 'image/png' })
    expect([noPicture.status, await noPicture.json()]).toEqual([422, { error: 'not_an_image' }])
    const tooLarge = await lan.post('cases/k3x9a/images', new Uint8Array(2_000_000), {
      'content-type': 'image/png',
    })
    expect(tooLarge.status).toBe(413)
  })

  test('gives an answer that is good for all to admins, who decide', async () => {
    await lan.post('cases/k3x9a/proposals', { question: 'ông bà đi khai được không', answer: 'Dạ được ạ.' })
    const admin = await logIn(served.url, 'quan.tri')
    const list = async () =>
      ((await (await admin.get('proposals')).json()) as { proposals: { id: string; state: string }[] })
        .proposals
    const [open] = await list()
    expect(open).toMatchObject({ state: 'open', answer: 'Dạ được ạ.' })
    expect((await admin.post(`proposals/${open?.id}`, { accepts: true })).status).toBe(200)
    expect(await list()).toMatchObject([{ state: 'accepted' }])
  })
})

describe('the event stream', () => {
  test('tells what changes at their desks, and nothing of others', async () => {
    const stream = await lan.events()
    expect((await stream.next())?.event).toBe('hello')
    served.office.change('theirs0001', { desk: theirs, wish: 'không phải của tôi' })
    served.office.change('ours000001', { wish: 'của tôi' })
    expect(await stream.next()).toMatchObject({ event: 'case', data: { id: 'ours000001', wish: 'của tôi' } })
    served.office.change('ours000001', { desk: theirs })
    expect(await stream.next()).toEqual({ event: 'gone', data: { id: 'ours000001' } })
    await stream.close()
  })

  test('sends the newest state once to a reader who was slow', async () => {
    const stream = await lan.events()
    await stream.next()
    for (let entry = 1; entry <= 50; entry += 1) served.office.change('ours000001', { escalations: entry })
    const seen: unknown[] = []
    for (let last = 0; last < 50; ) {
      const data = (await stream.next())?.data
      last = Number(data?.escalations)
      seen.push(last)
    }
    expect(seen.length).toBeLessThan(10)
    await stream.close()
  })

  test.each<readonly [string, (admin: Client) => Promise<unknown>]>([
    ['they log out', () => lan.post('logout')],
    ['they log out everywhere', () => lan.post('logout-everywhere')],
    ['they are disabled', (admin) => admin.post('accounts/lan', { does: 'disable' })],
    ['their desks change', (admin) => admin.post('accounts/lan', { does: 'desks', desks: [theirs] })],
    ['their password is reset', (admin) => admin.post('accounts/lan', { does: 'reset' })],
  ])('ends when %s, and tells nothing after', async (_, happens) => {
    const admin = await logIn(served.url, 'quan.tri')
    const stream = await lan.events()
    await stream.next()
    await happens(admin)
    served.office.change('ours000001', { wish: 'sau đó' })
    const rest: unknown[] = []
    for (let next = await stream.next(); next !== undefined; next = await stream.next()) rest.push(next.event)
    expect(rest).toEqual(['ended'])
  })

  test('tells nothing once the session was ended elsewhere', async () => {
    const stream = await lan.events()
    await stream.next()
    // Another process did it: nobody here closed the stream.
    await served.office.accounts.logOutEverywhere({ id: 'quan.tri', role: 'admin', desks: [] }, 'lan')
    served.office.change('ours000001', { wish: 'sau đó' })
    expect(await stream.next()).toEqual({ event: 'ended', data: {} })
    expect(await stream.next()).toBeUndefined()
  })
})
