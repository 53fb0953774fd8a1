import type { Session } from '../../src/engine/turn.ts'
import type { Claim, Commit } from '../../src/store/store.ts'
import { aSession, reply, turn } from '../contracts/store/arrange.ts'

/** What {@link echo} remembers: the ids of the updates, in the order they were processed. */
export const heard = (session: Session | undefined) =>
  (session?.frame?.slots.heard ?? []) as readonly string[]

/** A turn that remembers what it heard, says it back and is counted. */
export function echo(claim: Claim): Commit {
  const id = claim.inputs[0]?.updateId ?? ''
  const frame = { procedure: 'p', at: null, slots: { heard: [...heard(claim.session), id] } }
  return turn(claim, { session: { ...aSession, frame }, replies: [reply(id)], counters: ['turns'] })
}
