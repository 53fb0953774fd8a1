/** How fast we may send: below what the platform tolerates, since the exact numbers are nowhere promised. */

import type { RateLimit } from '../../http/token-buckets.ts'
import type { PaceKey } from '../pace.ts'
import { type Address, isPrivate } from './address.ts'

/**
 * One message a second in a private chat, two at once; 20 a minute in a group, whatever its topics; 30 a second
 * overall.
 */
export const limits: Readonly<Record<'chat' | 'group' | 'overall', RateLimit>> = {
  chat: { burst: 2, perSecond: 1 },
  group: { burst: 5, perSecond: 15 / 60 },
  overall: { burst: 8, perSecond: 20 },
}

/** The limits that one more message to this address counts under. */
export function paceKeys(at: Address): readonly PaceKey[] {
  const own = { limit: isPrivate(at) ? 'chat' : 'group', key: String(at.chatId) }
  return [own, { limit: 'overall', key: '' }]
}

/** The limits that a change of a message counts under: a group's, as reported; no private chat's was ever seen. */
export function paceKeysOfEdit(at: Address): readonly PaceKey[] {
  return paceKeys(at).filter(({ limit }) => limit !== 'chat')
}
