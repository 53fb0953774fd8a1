/** How Telegram is set up. */
import type { CommandList } from '../channels/telegram/index.ts'
import { hookAddress, type Platform, type Translation } from './platform.ts'

export const telegram: Platform = {
  name: 'telegram',
  title: 'Telegram',
  repeats: true,
  switchedOnBy: 'TELEGRAM_BOT_TOKEN',
  configured(config) {
    const settings = config.telegram
    if (settings === undefined) return undefined
    const load = () => import('../channels/telegram/index.ts')
    const hook = hookAddress(config, telegram)
    return {
      platform: telegram,
      roots: [settings.apiRoot],
      open: async (options) => {
        const commands = commandsOf(options.translations('telegram.commands'))
        return (await load()).telegramChannel({ ...settings, ...options, commands })
      },
      diagnose: async (options) => (await load()).diagnoseTelegram({ ...settings, ...options, hook }),
      webhook: async (options) => (await load()).webhookOfTelegram({ ...settings, ...options }),
    }
  },
}

/** The lists of commands: the default language's for everybody, and each language's own. */
function commandsOf(translations: readonly Translation[]): readonly CommandList[] {
  const own = translations.map(({ locale, text }) => ({ language: languageOf(locale), text }))
  return [...translations.slice(0, 1).map(({ text }) => ({ text })), ...own]
}

/** Telegram knows languages by their two letters. */
function languageOf(locale: string): NonNullable<CommandList['language']> {
  return locale.slice(0, 2).toLowerCase() as NonNullable<CommandList['language']>
}
