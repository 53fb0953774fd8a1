/** A case as a line of the queue. What a conversation is called stays here: on the web it is the key to it. */
import type { EpochMs } from '../engine/turn.ts'
import type { Case } from '../store/store.ts'
import { maskPersonal } from '../text/mask.ts'
import { type CaseCard, deskName, type Office } from './office.ts'

const noticeChars = 90
const maxKept = 2000
const keptMs = 300_000

export interface Rows {
  /** The line of a case, in the language of whoever reads it. */
  row(one: Case, locale: string): object
}

/** Lines are kept until their case changes, and no longer than this: facts are edited, and what a law leaves of time runs out. */
export function createRows(office: Pick<Office, 'view' | 'desks'>, now: () => EpochMs): Rows {
  const kept = new Map<string, object>()
  return {
    row(one, locale) {
      const key = [one.id, one.lastEntry, one.changedAt, Math.floor(now() / keptMs), locale].join(' ')
      const known = kept.get(key)
      if (known !== undefined) return known
      const made = rowOf(one, office.view(one, locale), deskName(office, one.desk))
      kept.set(key, made)
      const oldest = kept.keys().next()
      if (kept.size > maxKept && !oldest.done) kept.delete(oldest.value)
      return made
    },
  }
}

function rowOf(one: Case, view: CaseCard, name: string): object {
  const { conversation, slots, open, step, procedure, desk, ...fields } = one
  return {
    ...fields,
    channel: conversation.slice(0, Math.max(0, conversation.indexOf(':'))),
    desk: { id: desk, name },
    ...(view.procedure === undefined
      ? {}
      : { procedure: { id: view.procedure.id, name: view.procedure.short } }),
    ...(view.clocks[0] === undefined ? {} : { clock: view.clocks[0] }),
    ...(view.commune === undefined ? {} : { communeName: view.commune }),
    notice: noticeOf(one.wish ?? view.procedure?.short ?? ''),
  }
}

/** A line fit for a screen that others may see. */
function noticeOf(text: string): string {
  const masked = maskPersonal(text)
  const characters = [...masked]
  return characters.length <= noticeChars ? masked : `${characters.slice(0, noticeChars - 1).join('')}…`
}
