/** What the service and its commands know of a platform: how it is set up, and how its channel is opened. */
import type { Accept, Channel, ChannelClock, ChannelLog } from '../channels/channel.ts'
import type { Finding, WebhookControl } from '../channels/diagnosis.ts'
import type { Config } from '../config.ts'
import type { EpochMs } from '../engine/turn.ts'
import type { ConversationId } from '../store/store.ts'

export interface OpenOptions {
  readonly accept: Accept
  readonly clock: ChannelClock
  readonly log: ChannelLog
  /** Whether the platform calls us; otherwise it is asked for messages. */
  readonly isHooked: boolean
  /** Where a picture of a reply can be fetched from, or `undefined` when it cannot. */
  readonly imageAddress: (source: string) => string | undefined
  /** The picture itself, or `undefined` when it is not a file of ours. */
  readonly openImage: (source: string) => Promise<Blob | undefined>
  /** When the citizen of a conversation was last heard. */
  readonly heardAt: (conversation: ConversationId) => Promise<EpochMs | undefined>
}

export interface CheckOptions {
  readonly clock: ChannelClock
}

/** A platform that is switched on. Its code is loaded when one of these is called: what is off takes no memory. */
export interface ConfiguredPlatform {
  readonly platform: Platform
  /** Where its interface answers. */
  readonly apiRoot: string
  open(options: OpenOptions): Promise<Channel>
  /** Looks at its account and webhook; changes nothing. */
  diagnose(options: CheckOptions): Promise<readonly Finding[]>
  /** Absent where an operator sets the webhook on the platform's own pages. */
  readonly webhook?: (options: CheckOptions) => Promise<WebhookControl>
}

export interface Platform {
  /** Of its channel, its folder, its page in `docs/channels` and its webhook. */
  readonly name: 'telegram' | 'zalo-bot' | 'zalo-oa'
  readonly title: string
  /** The variables that switch it on. */
  readonly switchedOnBy: string
  /** The platform's side of it, ready to be used, or `undefined` when it is off. */
  configured(config: Config): ConfiguredPlatform | undefined
}

/** Where a platform calls us: `/hooks/<name>` of the public address, or `undefined` while there is none. */
export function hookAddress({ publicUrl }: Config, { name }: Pick<Platform, 'name'>): string | undefined {
  return publicUrl === undefined ? undefined : `${publicUrl}/hooks/${name}`
}
