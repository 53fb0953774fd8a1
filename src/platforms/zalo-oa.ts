/** How the Zalo Official Account is set up. */
import { join } from 'node:path'
import type { Platform } from './platform.ts'
import { hookAddress } from './platform.ts'

/** Beside the conversations: whoever has this file writes in the commune's name. */
const tokensFile = 'zalo-oa-tokens.json'

export const zaloOa: Platform = {
  name: 'zalo-oa',
  title: 'Zalo Official Account',
  switchedOnBy: 'ZALO_OA_APP_ID, ZALO_OA_APP_SECRET and ZALO_OA_SECRET_KEY',
  configured(config) {
    const settings = config.zaloOa
    if (settings === undefined) return undefined
    const load = async () => {
      const [channel, { fileTokens }] = await Promise.all([
        import('../channels/zalo-oa/index.ts'),
        import('../channels/zalo-oa/tokens.ts'),
      ])
      return { ...channel, tokens: fileTokens(join(config.dataDir, tokensFile)) }
    }
    return {
      platform: zaloOa,
      open: async (options) => {
        const { zaloOaChannel, tokens } = await load()
        return zaloOaChannel({ ...settings, ...options, tokens })
      },
      diagnose: async (options) => {
        const { diagnoseZaloOa, tokens } = await load()
        return diagnoseZaloOa({ ...settings, ...options, tokens, hook: hookAddress(config, zaloOa) })
      },
    }
  },
}
