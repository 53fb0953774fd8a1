/** How the Zalo Bot is set up. */
import { hookAddress, type Platform } from './platform.ts'

export const zaloBot: Platform = {
  name: 'zalo-bot',
  title: 'Zalo Bot',
  repeats: false,
  switchedOnBy: 'ZALO_BOT_TOKEN',
  configured(config) {
    const settings = config.zaloBot
    if (settings === undefined) return undefined
    const load = () => import('../channels/zalo-bot/index.ts')
    const hook = hookAddress(config, zaloBot)
    return {
      platform: zaloBot,
      roots: [settings.apiRoot],
      open: async (options) => (await load()).zaloBotChannel({ ...settings, ...options }),
      diagnose: async (options) => (await load()).diagnoseZaloBot({ ...settings, ...options, hook }),
      webhook: async (options) => (await load()).webhookOfZaloBot({ ...settings, ...options }),
    }
  },
}
