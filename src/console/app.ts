/** The pages for staff: one page, its files, and what it asks. */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie } from 'hono/cookie'
import { sendFile } from '../http/page-file.ts'
import { strictHeaders } from '../http/strict-headers.ts'
import type { RateLimit } from '../http/token-buckets.ts'
import { addressOf, limited, loggedIn, ownPassword, sameSite } from './guard.ts'
import { assets, type ConsoleTexts, renderPage } from './page.ts'
import {
  type ConsoleContext,
  type ConsoleEnv,
  type ConsoleLog,
  explain,
  nothingHere,
  refuse,
} from './request.ts'
import { addCases } from './routes/cases.ts'
import { addEvents } from './routes/events.ts'
import { addOffice } from './routes/office.ts'
import type { Parts } from './routes/parts.ts'
import { addLogin, addSession } from './routes/session.ts'
import { addTelegram } from './routes/telegram.ts'

export interface ConsoleLimits {
  readonly maxBodyBytes: number
  /** Of everybody behind one address: a whole office. */
  readonly address: RateLimit
  /** Tries to log in, behind one address. */
  readonly logins: RateLimit
  readonly session: RateLimit
}

export interface AppOptions extends Parts {
  /** The page's texts in a language, or in the default one when it is absent or unknown. */
  readonly texts: (locale: string | undefined) => ConsoleTexts
  readonly publicUrl: string | undefined
  readonly limits: ConsoleLimits
  readonly log: ConsoleLog
}

const sessionOf = (context: ConsoleContext) => context.get('token')
const languageCookie = 'motcua_language'

/** Builds the routes; all lie below `/console`. */
export function createApp(options: AppOptions): Hono<ConsoleEnv> {
  const { office, cookie, limits, now, trustsProxy, texts } = options
  const app = new Hono<ConsoleEnv>()
  app.use(strictHeaders('none'))

  const api = new Hono<ConsoleEnv>()
  api.use(async (context, next) => {
    context.header('cache-control', 'no-store')
    context.set('locale', texts(getCookie(context, languageCookie)).locale)
    await next()
  })
  const from = (context: ConsoleContext) => addressOf(context, trustsProxy)
  api.use(limited(limits.address, now, from), sameSite(options.publicUrl))
  const images = /\/cases\/[^/]+\/images$/
  const small = bodyLimit({
    maxSize: limits.maxBodyBytes,
    onError: (context) => refuse(context, 413, 'too_large'),
  })
  api.use((context, next) => (images.test(context.req.path) ? next() : small(context, next)))
  api.use('/login', limited(limits.logins, now, from))
  addLogin(api, options)
  api.use(loggedIn(office.sessions, cookie), limited(limits.session, now, sessionOf))
  addSession(api, options)
  api.use(ownPassword)
  addCases(api, options)
  addOffice(api, options)
  addTelegram(api, options)
  addEvents(api, options)
  api.all('*', nothingHere)
  // Set here as well as on the whole: what a route throws is answered before it would come so far.
  api.onError((error, context) => explain(context, error, options.log))

  app.route('/console/api', api)
  app.get('/console/assets/:name', (context) => {
    const file = assets.get(context.req.param('name'))
    if (file === undefined) return nothingHere(context)
    // Wakes up for notifications of every page of ours.
    context.header('service-worker-allowed', '/console')
    return sendFile(context, file)
  })
  const page = (context: ConsoleContext) =>
    sendFile(context, renderPage(texts(getCookie(context, languageCookie))))
  app.get('/console', page)
  app.get('/console/*', page)
  app.notFound(nothingHere)
  app.onError((error, context) => explain(context, error, options.log))
  return app
}
