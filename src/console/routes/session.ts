/** Logging in and out, and choosing a password. */
import type { Hono } from 'hono'
import { z } from 'zod'
import type { Present } from '../../handoff/accounts/sessions.ts'
import { addressOf } from '../guard.ts'
import { desksFor, hasTelegramGroup } from '../office.ts'
import { type ConsoleContext, type ConsoleEnv, readBody, refuse } from '../request.ts'
import type { Parts } from './parts.ts'

const login = z.strictObject({ login: z.string().max(200), password: z.string().max(1000) })
const change = z.strictObject({ current: z.string().max(1000), next: z.string().max(1000) })

export function addLogin(api: Hono<ConsoleEnv>, parts: Parts): void {
  const { office, cookie, trustsProxy, now } = parts
  api.post('/login', async (context) => {
    const given = await readBody(context, login)
    const former = cookie.read(context)
    const opened = await office.sessions.logIn({ ...given, address: addressOf(context, trustsProxy) })
    // A session that somebody may have put into this browser does not live on beside the new one.
    if (former !== undefined) await office.sessions.logOut(former)
    cookie.keep(context, opened.token, opened.expiresAt - now())
    return tellWho(context, parts, opened.token)
  })
}

export function addSession(api: Hono<ConsoleEnv>, parts: Parts): void {
  const { office, cookie, events, trustsProxy, now } = parts
  const addressOfThis = (context: ConsoleContext) => addressOf(context, trustsProxy)

  api.get('/me', (context) => context.json(meOf(parts, context.get('present'))))

  api.post('/logout', async (context) => {
    const token = context.get('token')
    await office.sessions.logOut(token, addressOfThis(context))
    events.end(({ session }) => session === token)
    return gone(context, parts)
  })

  api.post('/logout-everywhere', async (context) => {
    const present = context.get('present')
    await office.sessions.logOutEverywhere(context.get('token'), addressOfThis(context))
    if (present.type === 'staff') events.end(({ staff }) => staff.id === present.staff.id)
    return gone(context, parts)
  })

  api.post('/password', async (context) => {
    const given = await readBody(context, change)
    const token = context.get('token')
    const opened = await office.sessions.changePassword({ ...given, token, address: addressOfThis(context) })
    const present = context.get('present')
    if (present.type === 'staff') events.end(({ staff }) => staff.id === present.staff.id)
    cookie.keep(context, opened.token, opened.expiresAt - now())
    return tellWho(context, parts, opened.token)
  })
}

async function tellWho(context: ConsoleContext, parts: Parts, token: string): Promise<Response> {
  const present = await parts.office.sessions.who(token)
  return present === undefined ? refuse(context, 401, 'not_logged_in') : context.json(meOf(parts, present))
}

function gone(context: ConsoleContext, { cookie }: Parts): Response {
  cookie.clear(context)
  return context.json({ done: true })
}

function meOf({ office, now }: Parts, present: Present): object {
  const { csrf } = present
  if (present.type === 'must_change_password')
    return {
      csrf,
      mustChange: true,
      staff: { login: present.login, name: present.name },
      desks: [],
      hasTelegramGroup: false,
      now: now(),
    }
  const { id, login, name, role } = present.staff
  return {
    csrf,
    mustChange: false,
    staff: { id, login, name, role },
    desks: desksFor(office, present.staff),
    hasTelegramGroup: hasTelegramGroup(office, present.staff),
    now: now(),
  }
}
