/** A case as it stands in Redis: `lua/cases.lua` writes and changes it. */
import type { CaseFields, CaseId } from '../../engine/turn.ts'
import { StoreError } from '../../errors.ts'
import type { Case } from '../store.ts'

/** @throws StoreError `store/corrupt` */
export function decodeCase(id: CaseId, body: string): Case {
  try {
    const { conversation = '', lastEntry, changedAt, ...fields } = JSON.parse(body) as Record<string, string>
    const read = Object.entries(fields).map(([name, value]) => [name, JSON.parse(value)])
    const its = {
      ...(Object.fromEntries(read) as CaseFields),
      id,
      conversation,
      ...counts(lastEntry, changedAt),
    }
    if (typeof its.state === 'string' && typeof its.desk === 'string' && Number.isFinite(its.openedAt))
      return its
  } catch {
    // As below; the parser's message would quote what citizens said.
  }
  throw new StoreError('store/corrupt', `The case ${id} in Redis cannot be read.`)
}

function counts(lastEntry: string | undefined, changedAt: string | undefined) {
  const its = { lastEntry: Number(lastEntry), changedAt: Number(changedAt) }
  if (!Number.isFinite(its.lastEntry + its.changedAt)) throw new RangeError('no number')
  return its
}

/** As `lua/cases.lua` would have written it. */
export function encodeCase({ id: _, conversation, lastEntry, changedAt, ...fields }: Case): string {
  const written = Object.entries(fields).map(([name, value]) => [name, JSON.stringify(value)])
  return JSON.stringify({
    ...Object.fromEntries(written),
    ...(conversation === '' ? {} : { conversation }),
    lastEntry: `${lastEntry}`,
    changedAt: `${changedAt}`,
  })
}

/** Where it stands among the cases of its desk, as `lua/cases.lua` writes it. */
export function deskMember({ id, desk, openedAt }: Pick<Case, 'id' | 'desk' | 'openedAt'>): string {
  return `${deskStart(desk, openedAt)}\0${id}`
}

/** Cases of a desk opened before this moment sort before it. */
export function deskStart(desk: string, openedAt: number): string {
  return `${JSON.stringify(desk)}\0${String(Math.floor(openedAt)).padStart(16, '0')}`
}

export function idOfMember(member: string): { readonly id: CaseId; readonly openedAt: number } {
  const [, openedAt = '', id = ''] = member.split('\0')
  return { id, openedAt: Number(openedAt) }
}
