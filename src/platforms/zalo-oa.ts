/** How the Zalo Official Account is set up. */
import type { Platform, SharedValues } from './platform.ts'

export const zaloOa: Platform = {
  name: 'zalo-oa',
  title: 'Zalo Official Account',
  repeats: false,
  switchedOnBy: 'ZALO_OA_APP_ID, ZALO_OA_APP_SECRET and ZALO_OA_SECRET_KEY',
  configured(config) {
    const settings = config.zaloOa
    if (settings === undefined) return undefined
    const load = async ({ shared }: { readonly shared?: SharedValues }) => {
      const channel = await import('../channels/zalo-oa/index.ts')
      const { fileTokens, redisTokens, tokensPath } = channel
      const tokens = shared === undefined ? fileTokens(tokensPath(config.dataDir)) : redisTokens(shared)
      return { ...channel, tokens }
    }
    const { publicUrl } = config
    const reached = publicUrl === undefined ? {} : { publicUrl }
    return {
      platform: zaloOa,
      roots: [settings.apiRoot, settings.oauthRoot],
      open: async (options) => {
        const { zaloOaChannel, tokens } = await load(options)
        return zaloOaChannel({ ...settings, ...options, tokens })
      },
      diagnose: async (options) => {
        const { diagnoseZaloOa, tokens } = await load(options)
        return diagnoseZaloOa({ ...settings, ...options, ...reached, tokens })
      },
    }
  },
}
