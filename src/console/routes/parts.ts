/** What the routes are made of. */
import type { EpochMs } from '../../engine/turn.ts'
import type { SessionCookie } from '../cookie.ts'
import type { Events } from '../events.ts'
import type { Office } from '../office.ts'
import type { Rows } from '../rows.ts'

export interface Parts {
  readonly office: Office
  readonly cookie: SessionCookie
  readonly events: Events
  readonly rows: Rows
  readonly now: () => EpochMs
  readonly trustsProxy: boolean
}
