/** What leads and admins look after: reports, accounts, proposals, the audit log. */
import type { Hono } from 'hono'
import { z } from 'zod'
import type { Accounts } from '../../handoff/accounts/accounts.ts'
import type { Actor } from '../../handoff/accounts/rights.ts'
import type { DeskWeek } from '../../handoff/reports.ts'
import { addressOf, only } from '../guard.ts'
import { type ConsoleContext, type ConsoleEnv, readBody } from '../request.ts'
import type { Parts } from './parts.ts'

const desks = z.array(z.string().max(100)).max(500)
const role = z.enum(['officer', 'lead', 'admin'])
const account = z.strictObject({
  login: z.string().max(40),
  name: z.string().max(80),
  role,
  desks,
})
const change = z.union([
  z.strictObject({ does: z.literal('reset') }),
  z.strictObject({ does: z.literal('disable') }),
  z.strictObject({ does: z.literal('enable') }),
  z.strictObject({ does: z.literal('log_out') }),
  z.strictObject({ does: z.literal('desks'), desks }),
  z.strictObject({ does: z.literal('role'), role }),
])
const decision = z.strictObject({ accepts: z.boolean() })

const dayMs = 86_400_000
const maxReportDays = 400

export function addOffice(api: Hono<ConsoleEnv>, parts: Parts): void {
  addReports(api, parts)
  addAccounts(api, parts)
  const { office, trustsProxy } = parts
  const { proposals } = office

  api.get('/proposals', only('admin'), async (context) =>
    context.json({ proposals: await proposals.list(context.get('staff')) }),
  )
  api.post('/proposals/:id', only('admin'), async (context) => {
    const { accepts } = await readBody(context, decision)
    const by = { ...context.get('staff'), address: addressOf(context, trustsProxy) }
    await proposals.decide(by, context.req.param('id'), { accepts })
    return context.json({ done: true })
  })

  api.get('/audit', only('admin'), async (context) => {
    const entries = await office.audit.newest(200)
    return context.json({ entries: entries.map(({ number, at, body }) => ({ number, at, ...body })) })
  })
}

function addReports(api: Hono<ConsoleEnv>, { office, now }: Parts): void {
  const read = (context: ConsoleContext): Promise<readonly DeskWeek[]> => {
    const days = Math.min(maxReportDays, Math.max(1, Number(context.req.query('days')) || 28))
    return office.reports(context.get('staff'), now() - days * dayMs, now())
  }
  api.get('/reports', only('lead', 'admin'), async (context) => context.json({ weeks: await read(context) }))
  api.get('/reports.csv', only('lead', 'admin'), async (context) =>
    context.body(office.reportCsv(await read(context), context.get('locale')), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="bao-cao.csv"',
    }),
  )
}

function addAccounts(api: Hono<ConsoleEnv>, { office, events, trustsProxy }: Parts): void {
  const { accounts } = office
  const lead = only('lead', 'admin')
  api.get('/accounts', lead, async (context) =>
    context.json({ accounts: await accounts.list(actorOf(context)) }),
  )
  api.post('/accounts', lead, async (context) => {
    const added = await accounts.add(actorOf(context), await readBody(context, account))
    return context.json({ login: added.staff.login, password: added.oneTimePassword })
  })
  api.post('/accounts/:login', lead, async (context) => {
    const login = context.req.param('login')
    const asked = await readBody(context, change)
    const answer = await carryOut(accounts, actorOf(context), login, asked)
    // Whatever changed, what is open of theirs is looked at anew.
    events.end(({ staff }) => staff.id === login)
    return context.json(answer)
  })

  function actorOf(context: ConsoleContext): Actor {
    return { ...context.get('staff'), address: addressOf(context, trustsProxy) }
  }
}

async function carryOut(
  accounts: Accounts,
  by: Actor,
  login: string,
  asked: z.infer<typeof change>,
): Promise<object> {
  switch (asked.does) {
    case 'reset':
      return { login, password: (await accounts.reset(by, login)).oneTimePassword }
    case 'disable':
      await accounts.disable(by, login)
      return { done: true }
    case 'enable':
      await accounts.enable(by, login)
      return { done: true }
    case 'log_out':
      await accounts.logOutEverywhere(by, login)
      return { done: true }
    case 'desks':
      await accounts.setDesks(by, login, asked.desks)
      return { done: true }
    case 'role':
      await accounts.setRole(by, login, asked.role)
      return { done: true }
  }
}
