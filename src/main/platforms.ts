/** The platforms that are switched on, joined to the service. */
import type { Channel } from '../channels/channel.ts'
import type { Config } from '../config.ts'
import type { Content } from '../content/content.ts'
import type { Log } from '../log.ts'
import { configuredPlatforms, type OpenOptions } from '../platforms/index.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Gate } from '../runtime/gate.ts'
import { createPollTurn, type PollTurn } from '../runtime/poll-turn.ts'
import type { OpenedStore } from '../store/open.ts'
import type { Store } from '../store/store.ts'
import { phrasesIn, translationsOf } from './content.ts'
import type { ServiceOffice } from './office.ts'
import type { Relays } from './relays.ts'
import type { WayIn } from './way-in.ts'

export interface PlatformParts {
  readonly wayIn: WayIn
  readonly gate: Gate
  /** Filled with the turn of each platform that is asked for messages. */
  readonly polls: Map<string, PollTurn>
  readonly clock: Clock
  readonly log: Log
  readonly store: Store
  readonly content: () => Content
  readonly opened: OpenedStore
  readonly office: ServiceOffice
  readonly relays: Relays
}

/** The channels of the platforms that are switched on; each asks for messages while it is its turn. */
export function openPlatforms(config: Config, parts: PlatformParts): Promise<readonly Channel[]> {
  const { wayIn, gate, polls, store, content, opened, office, relays, clock, log } = parts
  const hears = config.role !== 'worker'
  const options: Omit<OpenOptions, 'accept' | 'mayPoll'> = {
    clock,
    log,
    // Who does not hear is called by nobody and asks nobody.
    isHooked: config.publicUrl !== undefined || !hears,
    imageAddress: office.imageAddress,
    imageFile: office.imageFile,
    ...(relays.groups === undefined ? {} : { groups: relays.groups }),
    phrases: async (conversation) => phrasesIn(content(), (await store.session(conversation))?.locale),
    translations: (key) => translationsOf(content(), key),
    heardAt: async (conversation) => (await store.session(conversation))?.heardAt,
    ...(opened.shared === undefined ? {} : { shared: opened.shared }),
  }
  return Promise.all(
    configuredPlatforms(config).map(({ platform: { name, repeats }, open }) => {
      const accept = repeats ? wayIn.repeated : wayIn.unrepeated
      if (options.isHooked) return open({ ...options, accept })
      const turn = createPollTurn(name, { store, clock, log })
      polls.set(name, turn)
      // What is not asked for waits where the platform keeps it, and is lost where it does not.
      return open({ ...options, accept, mayPoll: () => turn.isOurs && (gate.isOpen || !repeats) })
    }),
  )
}

/** Where platforms call, by the name of the channel. */
export function hooksOf(
  channels: readonly Channel[],
): ReadonlyMap<string, (request: Request) => Promise<Response>> {
  return new Map(
    channels.flatMap(({ name, hook }) => (hook === undefined ? [] : [[name, (request) => hook(request)]])),
  )
}
