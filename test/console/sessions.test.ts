import { afterEach, describe, expect, test } from 'vitest'
import { client, cookieOf, logIn, own, tryLogIn } from './support/client.ts'
import { password } from './support/fake-office.ts'
import { type ServedConsole, serveConsole } from './support/serve.ts'

const desk = 'hai-phong/hong-bang'
let served: ServedConsole
let now = Date.parse('2026-11-23T08:00+07:00')
afterEach(() => served.close())

async function open(options: Parameters<typeof serveConsole>[0] = {}): Promise<string> {
  served = await serveConsole({ now: () => now, ...options })
  await served.office.addStaff('can.bo', 'officer', [desk], 'Chị Lan')
  return served.url
}

describe('logging in', () => {
  test('gives a cookie that no script reads and no other site has sent', async () => {
    const set = (await tryLogIn(await open(), 'can.bo')).headers.get('set-cookie') ?? ''
    expect(set).toMatch(/^motcua=[\w-]{43};/)
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/console']) expect(set).toContain(part)
    expect(set).not.toContain('Secure')
  })

  test('gives it by https only where staff come by https', async () => {
    const url = await open({ publicUrl: 'https://motcua.example.vn' })
    const set = (await tryLogIn(url, 'can.bo')).headers.get('set-cookie') ?? ''
    expect(set).toMatch(/^__Secure-motcua=/)
    expect(set).toContain('Secure')
  })

  test('does not tell which was wrong, and how long to wait after too many tries', async () => {
    const url = await open()
    const wrong = await tryLogIn(url, 'can.bo', 'khong phai the')
    const nobody = await tryLogIn(url, 'khong.ai', 'khong phai the')
    expect([wrong.status, await wrong.text()]).toEqual([nobody.status, await nobody.text()])
    expect(wrong.headers.get('set-cookie')).toBeNull()
    for (let tries = 0; tries < 9; tries += 1) await tryLogIn(url, 'can.bo', 'khong phai the')
    const locked = await tryLogIn(url, 'can.bo')
    expect([locked.status, await locked.json()]).toEqual([429, { error: 'locked_out', seconds: 900 }])
    expect(locked.headers.get('retry-after')).toBe('900')
  })

  test('is refused to forms of other sites', async () => {
    const url = await open()
    const body = JSON.stringify({ login: 'can.bo', password })
    const post = (headers: Record<string, string>) =>
      fetch(`${url}/console/api/login`, { method: 'POST', headers: { ...own, ...headers }, body })
    expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await post({ origin: 'https://elsewhere.example' })).status).toBe(403)
    expect((await post({ 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post({ origin: url })).status).toBe(200)
  })

  test('takes the public address for its own, behind a proxy that changes the host', async () => {
    const url = await open({ publicUrl: 'https://motcua.example.vn' })
    const body = JSON.stringify({ login: 'can.bo', password })
    const post = (origin: string) =>
      fetch(`${url}/console/api/login`, { method: 'POST', headers: { ...own, origin }, body })
    expect((await post('https://motcua.example.vn')).status).toBe(200)
    expect((await post('https://motcua.example.vn.example')).status).toBe(403)
  })

  test('ends the session that was in this browser before', async () => {
    const url = await open()
    const first = await logIn(url, 'can.bo')
    const body = JSON.stringify({ login: 'can.bo', password })
    const headers = { ...own, cookie: first.cookie }
    const second = await fetch(`${url}/console/api/login`, { method: 'POST', headers, body })
    expect(cookieOf(second)).not.toBe(first.cookie)
    expect((await first.get('cases')).status).toBe(401)
  })

  test('is slowed down by address', async () => {
    const url = await open({ limits: { logins: { burst: 2, perSecond: 0.1 } } })
    await tryLogIn(url, 'a')
    await tryLogIn(url, 'b')
    const third = await tryLogIn(url, 'can.bo')
    expect([third.status, await third.json()]).toEqual([429, { error: 'too_many_requests', seconds: 10 }])
  })
})

describe('a password that was given', () => {
  test('opens nothing but the choice of an own one, which gives a new session', async () => {
    const url = await open()
    const added = await served.office.accounts.add(
      { id: 'command line', role: 'admin', desks: [] },
      { login: 'moi', name: 'Anh Nam', role: 'officer', desks: [desk] },
    )
    const fresh = await logIn(url, 'moi', added.oneTimePassword)
    expect(await (await fresh.get('me')).json()).toMatchObject({ mustChange: true, desks: [] })
    for (const path of ['cases', 'closed', 'events', 'accounts'])
      expect(await (await fresh.get(path)).json()).toEqual({ error: 'must_change' })
    const weak = await fresh.post('password', { current: added.oneTimePassword, next: '1234567890' })
    expect([weak.status, await weak.json()]).toEqual([422, { error: 'weak_password' }])
    const next = 'bon con meo den'
    const changed = await fresh.post('password', { current: added.oneTimePassword, next })
    expect(await changed.json()).toMatchObject({ mustChange: false, staff: { name: 'Anh Nam' } })
    expect((await fresh.get('me')).status).toBe(401)
    const { csrf } = (await (await tryLogIn(url, 'moi', next)).json()) as { csrf: string }
    expect(csrf).not.toBe(fresh.csrf)
    expect((await client(url, cookieOf(changed), '').get('cases')).status).toBe(200)
  })
})

describe('a session', () => {
  test('ends when one logs out, and its cookie and token are worth nothing then', async () => {
    const url = await open()
    const me = await logIn(url, 'can.bo')
    const other = await logIn(url, 'can.bo')
    expect((await me.post('logout')).headers.get('set-cookie')).toContain('Max-Age=0')
    expect((await me.get('cases')).status).toBe(401)
    expect((await me.post('logout')).status).toBe(401)
    expect((await other.get('cases')).status).toBe(200)
    await other.post('logout-everywhere')
    expect((await other.get('cases')).status).toBe(401)
  })

  test('of somebody who only leaves the page open ends by itself', async () => {
    const url = await open()
    const me = await logIn(url, 'can.bo')
    for (let hours = 0; hours < 3; hours += 1) {
      now += 3_600_000 - 60_000
      const answer = await me.get('cases', { 'x-by-itself': '1' })
      expect(answer.status).toBe(hours < 2 ? 200 : 401)
    }
  })

  test('of an account that is disabled ends at once', async () => {
    const url = await open()
    await served.office.addStaff('quan.tri', 'admin', [])
    const [me, admin] = [await logIn(url, 'can.bo'), await logIn(url, 'quan.tri')]
    expect((await admin.post('accounts/can.bo', { does: 'disable' })).status).toBe(200)
    expect((await me.get('cases')).status).toBe(401)
  })
})
