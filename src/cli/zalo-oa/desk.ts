/** What the subcommands of `npm run zalo-oa` work with. */
import type { ChannelClock } from '../../channels/channel.ts'
import type { OaApp } from '../../channels/zalo-oa/oauth.ts'
import type { Tokens } from '../../channels/zalo-oa/tokens.ts'

export interface OaDesk {
  readonly app: OaApp
  readonly tokens: Tokens
  readonly clock: ChannelClock
  /** Where what was asked of the officer is kept until they come back. */
  readonly askedPath: string
  readonly publicUrl: string | undefined
  /** What was asked for: goes to stdout, with a line break after it. */
  print(text: string): void
  /** What is wrong: goes to stderr. */
  complain(text: string): void
  /** Waits for a line; `undefined` when nobody sits there, or the input ends. */
  ask(question: string): Promise<string | undefined>
}
