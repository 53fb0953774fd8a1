/** The queue, a case, and what is done to it. */
import type { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import type { CaseId } from '../../engine/turn.ts'
import { hasDesk } from '../../handoff/accounts/rights.ts'
import { sourcePrefix } from '../../handoff/attachments.ts'
import type { CaseFilter } from '../../store/store.ts'
import { addressOf } from '../guard.ts'
import {
  type ConsoleContext,
  type ConsoleEnv,
  contentType,
  nothingHere,
  readBody,
  refuse,
} from '../request.ts'
import { actionBody, actionOf } from './actions.ts'
import type { Parts } from './parts.ts'

const maxOpen = 500
const maxClosed = 100
const maxEntries = 500
const maxImageBytes = 1024 * 1024
const imageTypes = new Set(['image/jpeg', 'image/png', 'image/webp'])

const proposal = z.strictObject({
  question: z.string().min(1).max(2000),
  answer: z.string().min(1).max(2000),
})

/** `entry`: the number of the newest that was on their screen. */
const seen = z.strictObject({ entry: z.int().min(1).max(1_000_000) })

export function addCases(api: Hono<ConsoleEnv>, parts: Parts): void {
  const { office, now } = parts

  api.get('/cases', async (context) => {
    const staff = context.get('staff')
    const found = await office.cases.list(staff, { states: ['waiting', 'taken'], limit: maxOpen })
    const unread = await office.unread.count(staff, found)
    const rows = found.map((one) => parts.rows.row(one, context.get('locale')))
    return context.json({ cases: rows, unread: Object.fromEntries(unread), now: now() })
  })

  api.get('/closed', async (context) => {
    const before = numberOf(context.req.query('before'))
    const narrowed = before === undefined ? {} : { openedBefore: before }
    const filter: CaseFilter = { states: ['closed'], limit: maxClosed, ...narrowed }
    const found = await office.cases.list(context.get('staff'), filter)
    const rows = found.map((one) => parts.rows.row(one, context.get('locale')))
    return context.json({ cases: rows, hasMore: found.length === maxClosed, now: now() })
  })

  api.get('/cases/:id', async (context) => {
    const { one, view, log } = await open(context, parts, context.req.param('id'))
    return context.json({ case: parts.rows.row(one, context.get('locale')), view, log, now: now() })
  })

  api.get('/cases/:id/log', async (context) => {
    const after = numberOf(context.req.query('after')) ?? 0
    const { view, log } = await open(context, parts, context.req.param('id'))
    return context.json({ log: log.filter(({ number }) => number > after), view })
  })

  api.post('/cases/:id/seen', async (context) => {
    const { entry } = await readBody(context, seen)
    const staff = context.get('staff')
    const one = await office.cases.case(staff, context.req.param('id'))
    // What is not written yet is seen by nobody.
    await office.unread.see(staff, one.id, Math.min(entry, one.lastEntry))
    return context.json({ done: true })
  })

  api.post('/cases/:id/actions', async (context) => {
    const staff = context.get('staff')
    const id = context.req.param('id')
    const body = await readBody(context, actionBody)
    const action = actionOf(body.action)
    if (action.does === 'answer' && action.image !== undefined) {
      const kept = await office.attachments.read(staff, id, action.image.source)
      if (kept === undefined) return refuse(context, 422, 'unknown_image')
    }
    const address = addressOf(context, parts.trustsProxy)
    const result = await office.cases.act(staff, 'console', id, action, body.id, address)
    if (result.type !== 'done') return context.json(result)
    // Passed on to a desk that is not theirs, it is done and no longer theirs to see.
    if (!hasDesk(staff, result.case.desk)) return context.json({ type: 'done' })
    return context.json({ type: 'done', case: parts.rows.row(result.case, context.get('locale')) })
  })

  api.post('/cases/:id/proposals', async (context) => {
    const proposed = await readBody(context, proposal)
    const address = addressOf(context, parts.trustsProxy)
    await office.proposals.propose(context.get('staff'), context.req.param('id'), proposed, address)
    return context.json({ done: true })
  })

  addImages(api, parts)
}

function addImages(api: Hono<ConsoleEnv>, { office }: Parts): void {
  const limit = bodyLimit({ maxSize: maxImageBytes, onError: (context) => refuse(context, 413, 'too_large') })
  api.post('/cases/:id/images', limit, async (context) => {
    if (!imageTypes.has(contentType(context))) return refuse(context, 415, 'not_an_image')
    const bytes = new Uint8Array(await context.req.arrayBuffer())
    return context.json(await office.attachments.keep(context.get('staff'), context.req.param('id'), bytes))
  })
  api.get('/cases/:id/images/:image', async (context) => {
    const source = `${sourcePrefix}${context.req.param('image')}`
    const found = await office.attachments.read(context.get('staff'), context.req.param('id'), source)
    if (found === undefined) return nothingHere(context)
    return context.body(found.bytes, 200, { 'content-type': found.type, 'content-disposition': 'inline' })
  })
}

/** A case with its card, and the newest of its log. */
async function open(context: ConsoleContext, { office, trustsProxy }: Parts, id: CaseId) {
  const staff = context.get('staff')
  const address = addressOf(context, trustsProxy)
  const { case: one, log } = await office.cases.read(staff, 'console', id, maxEntries, address)
  return { one, log, view: office.view(one, context.get('locale'), log) }
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
