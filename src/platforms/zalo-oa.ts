/** How the Zalo Official Account is set up. */
import type { Platform } from './platform.ts'

export const zaloOa: Platform = {
  name: 'zalo-oa',
  title: 'Zalo Official Account',
  switchedOnBy: 'ZALO_OA_APP_ID, ZALO_OA_APP_SECRET and ZALO_OA_SECRET_KEY',
  configured(config) {
    const settings = config.zaloOa
    if (settings === undefined) return undefined
    const load = async () => {
      const channel = await import('../channels/zalo-oa/index.ts')
      return { ...channel, tokens: channel.fileTokens(channel.tokensPath(config.dataDir)) }
    }
    const { publicUrl } = config
    const reached = publicUrl === undefined ? {} : { publicUrl }
    return {
      platform: zaloOa,
      roots: [settings.apiRoot, settings.oauthRoot],
      open: async (options) => {
        const { zaloOaChannel, tokens } = await load()
        return zaloOaChannel({ ...settings, ...options, tokens })
      },
      diagnose: async (options) => {
        const { diagnoseZaloOa, tokens } = await load()
        return diagnoseZaloOa({ ...settings, ...options, ...reached, tokens })
      },
    }
  },
}
