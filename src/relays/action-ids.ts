/** Actions of a group carry its chat in their ids, so that what was written there is not said there again. */
import type { NumberedEntry } from '../store/store.ts'
import type { Place } from './shown.ts'

/** What the ids of actions begin with that were written in a group. */
export function actionPrefix(chat: number): string {
  return `tg${Math.abs(chat)}-`
}

/** What an officer wrote in this very place stands there already. */
export function isWrittenIn(place: Place, { kind, action, number }: NumberedEntry): boolean {
  if (kind !== 'officer' && kind !== 'note') return false
  return number > place.since && action?.startsWith(actionPrefix(place.chat)) === true
}
