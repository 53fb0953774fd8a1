import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../src/console/app.ts'
import { sessionCookie } from '../../src/console/cookie.ts'
import { createEvents } from '../../src/console/events.ts'
import { createRows } from '../../src/console/rows.ts'
import { type Client, client, logIn } from './support/client.ts'
import { fakeOffice } from './support/fake-office.ts'
import { type ServedConsole, serveConsole } from './support/serve.ts'

const [ours, theirs] = ['hai-phong/hong-bang', 'hai-phong/ngo-quyen']
const actionId = 'a'.repeat(32)

type Who = 'officer' | 'lead' | 'admin'
const staff: readonly Who[] = ['officer', 'lead', 'admin']
const above: readonly Who[] = ['lead', 'admin']

/** Every route, with something it takes, and who may ask for it. `:case` and `:login` are filled in. */
const routes: readonly (readonly [
  method: 'GET' | 'POST',
  route: string,
  may: readonly Who[],
  body?: unknown,
])[] = [
  ['GET', '/me', staff],
  ['POST', '/logout', staff],
  ['POST', '/logout-everywhere', staff],
  ['POST', '/password', staff, { current: 'x', next: 'y' }],
  ['GET', '/cases', staff],
  ['GET', '/closed', staff],
  ['GET', '/cases/:id', staff],
  ['GET', '/cases/:id/log', staff],
  ['POST', '/cases/:id/seen', staff, { entry: 1 }],
  ['POST', '/cases/:id/actions', staff, { id: actionId, action: { does: 'note', text: 'xem lại' } }],
  ['POST', '/cases/:id/proposals', staff, { question: 'hỏi', answer: 'trả lời' }],
  ['POST', '/cases/:id/images', staff, new Uint8Array([1])],
  ['GET', '/cases/:id/images/:image', staff],
  ['GET', '/proposals', ['admin']],
  ['POST', '/proposals/:id', ['admin'], { accepts: true }],
  ['GET', '/audit', ['admin']],
  ['GET', '/reports', above],
  ['GET', '/reports.csv', above],
  ['GET', '/accounts', above],
  ['POST', '/accounts', above, { login: 'moi', name: 'Mới', role: 'officer', desks: [ours] }],
  ['POST', '/accounts/:login', above, { does: 'log_out' }],
  ['GET', '/events', staff],
  ['POST', '/telegram-link', staff],
]

let served: ServedConsole
const clients = new Map<Who | 'other', Client>()
const as = (who: Who | 'other'): Client => clients.get(who) ?? client('', '', '')

beforeAll(async () => {
  served = await serveConsole()
  const { office, url } = served
  await office.addStaff('can.bo', 'officer', [ours])
  await office.addStaff('truong', 'lead', [ours])
  await office.addStaff('quan.tri', 'admin', [])
  await office.addStaff('ban.khac', 'lead', [theirs])
  office.change('ourcase001', { desk: ours }, { kind: 'opened', at: 1, reason: 'distress' })
  const logins = { officer: 'can.bo', lead: 'truong', admin: 'quan.tri', other: 'ban.khac' } as const
  for (const [who, login] of Object.entries(logins) as [Who | 'other', string][])
    clients.set(who, await logIn(url, login))
})
afterAll(() => served.close())

function ask(who: Client, method: 'GET' | 'POST', route: string, body?: unknown): Promise<Response> {
  const path = route.slice(1)
  const type = path.endsWith('/images') ? { 'content-type': 'image/png' } : {}
  return method === 'GET' ? who.get(path) : who.post(path, body, type)
}

const fill = (route: string, id: string) =>
  route.replace(':id', id).replace(':login', id).replace(':image', 'x'.repeat(43))

test('the table below has every route', () => {
  const now = () => 0
  const office = fakeOffice(now)
  const events = createEvents({
    ...{ cases: office.cases, now, heartbeatMs: 1, stallMs: 1, maxPerStaff: 1, maxStreams: 1 },
    onError: () => {},
  })
  const limit = { burst: 1, perSecond: 1 }
  const app = createApp({
    ...{ office, events, now, rows: createRows(office, now), cookie: sessionCookie(false) },
    ...{ trustsProxy: false, publicUrl: undefined, log: { warn() {}, error() {} } },
    texts: () => ({ locale: 'vi', phrases: {}, languages: [] }),
    limits: { maxBodyBytes: 1, address: limit, logins: limit, session: limit },
  })
  const found = app.routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/console/api/'))
    .map(({ method, path }) => `${method} ${path.slice('/console/api'.length)}`)
  const known = routes.map(([method, route]) => `${method} ${route}`)
  expect(new Set(found)).toEqual(new Set([...known, 'POST /login']))
})

for (const [method, route, may, body] of routes)
  describe(`${method} ${route}`, () => {
    test('is closed to who is not logged in', async () => {
      for (const cookie of ['', 'motcua=', `motcua=${'A'.repeat(43)}`]) {
        const answer = await ask(client(served.url, cookie, ''), method, fill(route, 'ourcase001'), body)
        expect([answer.status, await answer.json()]).toEqual([401, { error: 'not_logged_in' }])
      }
    })

    test('is not there for who may not', async () => {
      for (const who of staff.filter((one) => !may.includes(one))) {
        const answer = await ask(as(who), method, fill(route, 'ourcase001'), body)
        const nowhere = await ask(as(who), method, '/no-such-place', body)
        expect([answer.status, await answer.json()]).toEqual([404, { error: 'not_found' }])
        expect([nowhere.status, await nowhere.json()]).toEqual([404, { error: 'not_found' }])
      }
    })

    test('answers for what is of another desk as for what does not exist', async () => {
      if (!route.includes(':id') && !route.includes(':login')) return
      const id = route.startsWith('/cases') ? 'ourcase001' : 'can.bo'
      const before = await served.office.audit.newest(1000)
      const foreign = await ask(as('other'), method, fill(route, id), body)
      const unknown = await ask(as('other'), method, fill(route, 'nosuchcase'), body)
      expect(foreign.status).toBe(404)
      expect(unknown.status).toBe(404)
      expect(await foreign.text()).toBe(await unknown.text())
      expect([...foreign.headers.keys()]).toEqual([...unknown.headers.keys()])
      expect(served.office.acted).toEqual([])
      expect(await served.office.audit.newest(1000)).toEqual(before)
    })

    test('takes no writing request that does not come from our page', async () => {
      if (method === 'GET') return
      const path = fill(route, 'ourcase001').slice(1)
      const admin = as('admin')
      const type = route.endsWith('/images') ? 'image/png' : 'application/json'
      const forged: Record<string, Record<string, string>> = {
        'without the token': { 'x-csrf-token': '' },
        'with a guessed token': { 'x-csrf-token': 'A'.repeat(43) },
        "with a colleague's token": { 'x-csrf-token': as('lead').csrf },
        'from another site': { 'sec-fetch-site': 'cross-site' },
        'from a sibling site': { 'sec-fetch-site': 'same-site' },
        'from a bookmark': { 'sec-fetch-site': 'none' },
        'from a foreign origin': { origin: 'https://motcua.example.net' },
        'from nowhere': { origin: 'null' },
      }
      for (const [how, headers] of Object.entries(forged)) {
        const answer = await admin.post(path, body, { 'content-type': type, ...headers })
        expect([how, answer.status, await answer.json()]).toEqual([how, 403, { error: 'cross_site' }])
      }
      expect(served.office.acted).toEqual([])
    })

    test('takes JSON only, and of a sane size', async () => {
      if (method === 'GET' || body === undefined || route.endsWith('/images')) return
      const path = fill(route, 'ourcase001').slice(1)
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
        expect((await as('admin').post(path, body, { 'content-type': type })).status).toBe(415)
      expect((await as('admin').post(path, '{"a":')).status).toBe(400)
      expect((await as('admin').post(path, { ...(body as object), extra: 1 })).status).toBe(422)
      expect((await as('admin').post(path, { text: 'x'.repeat(40_000) })).status).toBe(413)
    })

    test('is never kept by anybody on the way', async () => {
      const answer = await ask(client(served.url, '', ''), method, fill(route, 'ourcase001'), body)
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    })
  })
