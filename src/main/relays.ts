/** The groups of the desks, joined to the service. */
import type { OfficeGroups } from '../channels/telegram/office-event.ts'
import type { Config } from '../config.ts'
import type { Content } from '../content/content.ts'
import type { Office } from '../handoff/office.ts'
import type { Log } from '../log.ts'
import type { Clock } from '../runtime/clock.ts'
import { createTurn } from '../runtime/turn-taking.ts'
import type { Shelf } from '../store/shelf.ts'
import type { Store } from '../store/store.ts'
import { phrasesIn } from './content.ts'

export interface RelayParts {
  readonly office: Office
  readonly shelf: Shelf
  readonly store: Store
  readonly content: () => Content
  readonly clock: Clock
  readonly log: Log
}

export interface Relays {
  /** Given to the Telegram channel; absent where that is off. */
  readonly groups?: OfficeGroups
  start(): Promise<void>
  stop(): Promise<void>
}

/** What shows cases in groups: one process at a time, whichever it is. Loaded only where Telegram is on. */
export async function openRelays(config: Config, parts: RelayParts): Promise<Relays> {
  const { telegram } = config
  if (telegram === undefined) return { start: async () => {}, stop: async () => {} }
  const { telegramRelay } = await import('../relays/telegram.ts')
  const { office, shelf, store, content, clock, log } = parts
  const turn = createTurn('relay:telegram', {
    ...{ store, clock },
    onFailure: (error) =>
      log.debug({ err: error }, 'The turn to show cases in groups could not be prolonged.'),
    onChange: (isOurs) => {
      log.info(
        { channel: 'telegram' },
        isOurs ? 'Now showing cases in groups.' : 'Another process shows cases in groups.',
      )
      // What the process before left undone is waited for.
      if (isOurs) relay.look()
    },
  })
  const relay = telegramRelay({
    ...{ office, shelf, store, content, clock, log },
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    phrases: (locale) => phrasesIn(content(), locale),
    isOurs: () => turn.isOurs,
  })
  return {
    groups: relay.groups,
    start: async () => {
      await turn.start()
      relay.start()
    },
    stop: async () => {
      await relay.stop()
      await turn.stop()
    },
  }
}
