/** Which process asks a platform for messages: one at a time, however many there are. */
import type { Store } from '../store/store.ts'
import type { Clock } from './clock.ts'
import type { Log } from './observe.ts'
import { createTurn, type Turn, turnLeaseMs } from './turn-taking.ts'

export type PollTurn = Turn

/** A process that crashed is followed after this; messages sent meanwhile are lost on platforms that keep none. */
export const pollLeaseMs = turnLeaseMs

/** Takes and prolongs the lease `poll:<name>`. */
export function createPollTurn(
  name: string,
  { store, clock, log }: { readonly store: Store; readonly clock: Clock; readonly log: Log },
): PollTurn {
  return createTurn(`poll:${name}`, {
    store,
    clock,
    onFailure: (error) =>
      log.debug({ err: error, channel: name }, 'The turn to ask for messages could not be prolonged.'),
    onChange: (isOurs) =>
      log.info({ channel: name }, isOurs ? 'Now asking for messages.' : 'Another process asks for messages.'),
  })
}
