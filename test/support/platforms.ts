/** The platforms as the service sets them up, each at its fake. */
import { mkdirSync, writeFileSync } from 'node:fs'
import type { Channel } from '../../src/channels/channel.ts'
import { type StoredTokens, tokensPath } from '../../src/channels/zalo-oa/tokens.ts'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { readConfig } from '../../src/config.ts'
import { configuredPlatforms } from '../../src/platforms/index.ts'
import type { OpenOptions } from '../../src/platforms/platform.ts'
import type { FakePlatform } from '../fakes/kit/fake.ts'
import type { FakeZaloOa } from '../fakes/zalo-oa/index.ts'

/** Where platforms would reach the service, in tests that never leave this computer. */
export const publicUrl = 'https://motcua.example.vn'

/** The channel that the service would open with the environment of this fake. */
export async function openPlatform(
  fake: FakePlatform,
  options: OpenOptions,
  dataDir: string = temporaryFolder(),
): Promise<Channel> {
  const environment = { ...fake.environment, DATA_DIR: dataDir }
  const config = readConfig(options.isHooked ? { ...environment, PUBLIC_URL: publicUrl } : environment)
  authorise(fake, dataDir, options.clock.now())
  const [platform, ...others] = configuredPlatforms(config)
  if (platform === undefined || others.length > 0) throw new Error('the environment is not of one platform')
  return platform.open(options)
}

/** Does what the administrator of an Official Account does before the first start; nothing on other platforms. */
export function authorise(fake: FakePlatform, dataDir: string, now: number): void {
  if (fake.name !== 'zalo-oa') return
  const { access_token, refresh_token, expires_in } = (fake as FakeZaloOa).issueTokens()
  const tokens: StoredTokens = {
    accessToken: access_token,
    refreshToken: refresh_token,
    obtainedAt: now,
    accessDiesAt: now + Number(expires_in) * 1000,
    refreshDiesAt: now + 90 * 86_400_000,
  }
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(tokensPath(dataDir), JSON.stringify(tokens), { mode: 0o600 })
}
