/** What the service and its commands know of a platform: how it is set up, and how its channel is opened. */
import type { Accept, Channel, ChannelClock, ChannelLog } from '../channels/channel.ts'
import type { Finding, WebhookControl } from '../channels/diagnosis.ts'
import type { OfficeGroups } from '../channels/telegram/office-event.ts'
import type { Config } from '../config.ts'
import type { EpochMs } from '../engine/turn.ts'
import type { ConversationId } from '../store/store.ts'

export interface Translation {
  /** A language tag, e.g. `vi`. */
  readonly locale: string
  readonly text: string
}

/** Commands of a Redis that all processes share. */
export interface SharedValues {
  command(name: string, ...args: readonly (string | number)[]): Promise<unknown>
}

export interface OpenOptions {
  readonly accept: Accept
  readonly clock: ChannelClock
  readonly log: ChannelLog
  /** Whether the platform calls us; otherwise it is asked for messages. */
  readonly isHooked: boolean
  /** Whether to ask for messages now; always, by default. */
  readonly mayPoll?: () => boolean
  /** Where tokens are kept that all processes share; absent: in `DATA_DIR`. */
  readonly shared?: SharedValues
  /** Where a picture of a reply can be fetched from, or `undefined` when it cannot. */
  readonly imageAddress: (source: string) => string | undefined
  /** The file of a picture, to be uploaded; `undefined` when it is not one of ours. */
  readonly imageFile: (source: string) => string | undefined | Promise<string | undefined>
  /** The words of a conversation's language, by key; a key nobody wrote words for gives no words. */
  readonly phrases: (conversation: ConversationId) => Promise<(key: string) => string>
  /** One phrase in every language that has it, the default language first. */
  readonly translations: (key: string) => readonly Translation[]
  /** Takes what happens in groups of officers, on platforms where they have some. */
  readonly groups?: OfficeGroups
  /** When the citizen of a conversation was last heard. */
  readonly heardAt: (conversation: ConversationId) => Promise<EpochMs | undefined>
}

export interface CheckOptions {
  readonly clock: ChannelClock
  readonly shared?: SharedValues
}

/** A platform that is switched on. Its code is loaded when one of these is called: what is off takes no memory. */
export interface ConfiguredPlatform {
  readonly platform: Platform
  /** The servers we call. */
  readonly roots: readonly string[]
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
  /** Whether it sends again what we did not take. What comes from others is kept on the disk when the store is away. */
  readonly repeats: boolean
  /** The variables that switch it on. */
  readonly switchedOnBy: string
  /** The platform's side of it, ready to be used, or `undefined` when it is off. */
  configured(config: Config): ConfiguredPlatform | undefined
}

/** Where a platform calls us: `/hooks/<name>` of the public address, or `undefined` while there is none. */
export function hookAddress({ publicUrl }: Config, { name }: Pick<Platform, 'name'>): string | undefined {
  return publicUrl === undefined ? undefined : `${publicUrl}/hooks/${name}`
}
