/** A code by which whoever is logged in says which Telegram account is theirs. */
import type { Hono } from 'hono'
import type { ConsoleEnv } from '../request.ts'
import type { Parts } from './parts.ts'

export function addTelegram(api: Hono<ConsoleEnv>, { office }: Parts): void {
  api.post('/telegram-link', async (context) => {
    // Nobody is named in the request: a code is for nobody else's account.
    const { login, telegramId } = context.get('staff')
    const { code, expiresAt } = await office.links.make(login)
    return context.json({ code, expiresAt, isLinked: telegramId !== undefined })
  })
}
