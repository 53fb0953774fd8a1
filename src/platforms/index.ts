/** All platforms. A new one is a folder in `channels`, its variables, a file here and a line below. */
import type { Config } from '../config.ts'
import type { ConfiguredPlatform, Platform } from './platform.ts'
import { telegram } from './telegram.ts'
import { zaloBot } from './zalo-bot.ts'
import { zaloOa } from './zalo-oa.ts'

export {
  type ConfiguredPlatform,
  hookAddress,
  type OpenOptions,
  type Platform,
  type SharedValues,
} from './platform.ts'

export const platforms: readonly Platform[] = [telegram, zaloBot, zaloOa]

/** Those that are switched on. */
export function configuredPlatforms(config: Config): readonly ConfiguredPlatform[] {
  return platforms.flatMap((platform) => platform.configured(config) ?? [])
}
