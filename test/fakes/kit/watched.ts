/** What the tests of every fake see and do beyond the contract: its traffic, and the moments something has happened. */
import type { Calls } from './calls.ts'
import type { Call, FakePlatform } from './fake.ts'
import type { Push, PushAttempt } from './push.ts'
import type { FakeServer } from './server.ts'

export interface WatchedPlatform extends FakePlatform {
  /** Every attempt to push an update to the webhook. */
  readonly pushes: readonly PushAttempt[]
  /** Resolves with the first call, past ones included, that fits. */
  called(fits: (call: Call) => boolean): Promise<Call>
  /** Resolves when so many calls hang or poll at once. */
  waits(count: number): Promise<void>
  /** Resolves when so many pushes have ended since the start. */
  pushed(count: number): Promise<void>
  /** Connections are refused, until it comes up again. */
  goesDown(): Promise<void>
  comesUp(): Promise<void>
}

/** The part of a fake that follows from its server, its transcript and its pushes; all but `waiting`, which changes. */
export function watched(server: FakeServer, calls: Calls, push: Push) {
  return {
    url: server.url,
    calls: calls.list,
    habits: push.habits,
    pushes: push.attempts,
    called: calls.made,
    waits: server.waits,
    pushed: push.attempted,
    goesDown: server.goesDown,
    comesUp: server.comesUp,
    close: async () => {
      push.close()
      await server.close()
    },
  } satisfies Partial<WatchedPlatform>
}
