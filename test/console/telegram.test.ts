import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Client, client, logIn, tryLogIn } from './support/client.ts'
import { type ServedConsole, serveConsole } from './support/serve.ts'

const [withGroup, without] = ['hai-phong/hong-bang', 'hai-phong/ngo-quyen']
let now = Date.parse('2026-11-23T09:00+07:00')
let served: ServedConsole
let lan: Client

beforeEach(async () => {
  served = await serveConsole({ now: () => now })
  await served.office.addStaff('lan', 'officer', [withGroup], 'Chị Lan')
  await served.office.addStaff('hoa', 'officer', [without], 'Chị Hoa')
  lan = await logIn(served.url, 'lan')
})
afterEach(() => served.close())

interface Told {
  readonly code: string
  readonly expiresAt: number
  readonly isLinked: boolean
}
const codeFor = async (who: Client, body: object = {}) =>
  (await (await who.post('telegram-link', body)).json()) as Told

test('a code makes a Telegram account theirs, once', async () => {
  const { code, expiresAt, isLinked } = await codeFor(lan)
  expect([expiresAt - now, isLinked]).toEqual([15 * 60_000, false])
  expect(await served.office.links.redeem(code, 4711)).toMatchObject({ login: 'lan', telegramId: 4711 })
  await expect(served.office.links.redeem(code, 4712)).rejects.toMatchObject({ reason: 'bad_code' })
  expect(await codeFor(lan)).toMatchObject({ isLinked: true })
})

test("a code is for nobody else's account, whoever is named", async () => {
  const { code } = await codeFor(lan, { login: 'hoa', id: 'hoa' })
  expect(await served.office.links.redeem(code, 4711)).toMatchObject({ login: 'lan' })
})

test('a code is worth nothing when it is old', async () => {
  const { code, expiresAt } = await codeFor(lan)
  now = expiresAt
  await expect(served.office.links.redeem(code, 4711)).rejects.toMatchObject({ reason: 'bad_code' })
})

test('nobody gets one before their password is their own', async () => {
  const { accounts } = served.office
  const admin = { id: 'x', role: 'admin', desks: [] } as const
  const { oneTimePassword } = await accounts.reset(admin, 'lan')
  const answer = await tryLogIn(served.url, 'lan', oneTimePassword)
  const { csrf } = (await answer.json()) as { csrf: string }
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  const refused = await client(served.url, cookie, csrf).post('telegram-link')
  expect([refused.status, await refused.json()]).toEqual([403, { error: 'must_change' }])
})

test('it is offered to whose cases are shown in a group', async () => {
  const hoa = await logIn(served.url, 'hoa')
  const offered = await Promise.all([lan, hoa].map(async (who) => (await who.get('me')).json()))
  expect(offered).toMatchObject([{ hasTelegramGroup: true }, { hasTelegramGroup: false }])
})
