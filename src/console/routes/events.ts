/** The stream of what changes. */
import type { Hono } from 'hono'
import { type ConsoleEnv, tryLater } from '../request.ts'
import type { Parts } from './parts.ts'

export function addEvents(api: Hono<ConsoleEnv>, { office, events, rows }: Parts): void {
  api.get('/events', (context) => {
    const staff = context.get('staff')
    const token = context.get('token')
    const locale = context.get('locale')
    const stream = events.open({
      staff,
      session: token,
      stillIn: async () => {
        const present = await office.sessions.who(token, { isActive: false })
        return present?.type === 'staff' ? present.staff : undefined
      },
      render: (changed) => rows.row(changed, locale),
      dropConnection: () => context.env?.outgoing?.destroy(),
    })
    if (stream === undefined) return tryLater(context, 503, 'too_many_streams', 5000)
    return context.body(stream, 200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'transfer-encoding': 'chunked',
      // Asks nginx not to collect events before it passes them on.
      'x-accel-buffering': 'no',
    })
  })
}
