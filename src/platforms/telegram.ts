/** How Telegram is set up. */
import { hookAddress, type Platform } from './platform.ts'

export const telegram: Platform = {
  name: 'telegram',
  title: 'Telegram',
  switchedOnBy: 'TELEGRAM_BOT_TOKEN',
  configured(config) {
    const settings = config.telegram
    if (settings === undefined) return undefined
    const load = () => import('../channels/telegram/index.ts')
    const hook = hookAddress(config, telegram)
    return {
      platform: telegram,
      apiRoot: settings.apiRoot,
      open: async (options) => (await load()).telegramChannel({ ...settings, ...options }),
      diagnose: async (options) => (await load()).diagnoseTelegram({ ...settings, ...options, hook }),
      webhook: async (options) => (await load()).webhookOfTelegram({ ...settings, ...options }),
    }
  },
}
