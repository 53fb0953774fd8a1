import { createHash } from 'node:crypto'
import type { CaseId } from '../engine/turn.ts'
import type { IncomingInput } from '../store/store.ts'

/** Base 32 without what is read as something else: i, l, o and u (Crockford's). */
const letters = '0123456789abcdefghjkmnpqrstvwxyz'
const length = 10

/** The id of a case that an input opens: ten letters and digits, the same whenever the input is processed again. */
export function caseIdOf({
  conversation,
  updateId,
}: Pick<IncomingInput, 'conversation' | 'updateId'>): CaseId {
  const digest = createHash('sha256').update(`${conversation}\n${updateId}`).digest()
  let id = ''
  for (let at = 0; at < length; at++) id += letters[(digest[at] ?? 0) & 31]
  return id
}
