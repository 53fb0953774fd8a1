/** The commands Telegram lists beside the text field, by language. */
import type { BotCommand, LanguageCode } from '@grammyjs/types'
import type { ChannelLog } from '../channel.ts'
import { forGrammy, type TelegramApi } from './client.ts'

/** The commands of one language. */
export interface CommandList {
  /** Two letters; absent: for everybody whose language has no list of its own. */
  readonly language?: string
  /** One command a line, `name - what it does`, as the phrase `telegram.commands` has it. */
  readonly text: string
}

const line = /^([a-z0-9_]{1,32}) - (\S.{0,255})$/

/** Reads such a text; lines of another shape are left out. Pure. */
export function readCommands(text: string): readonly BotCommand[] {
  return text.split('\n').flatMap((one) => {
    const [, command, description] = line.exec(one.trim()) ?? []
    return command === undefined || description === undefined ? [] : [{ command, description }]
  })
}

/** Registers the lists for private chats where they differ from what is registered. Never throws. */
export async function registerCommands(
  lists: readonly CommandList[],
  { api, log, signal }: { readonly api: TelegramApi; readonly log: ChannelLog; readonly signal: AbortSignal },
): Promise<void> {
  try {
    for (const { language, text } of lists) {
      const where = {
        scope: { type: 'all_private_chats' },
        ...(language === undefined ? {} : { language_code: language as LanguageCode }),
      } as const
      const wanted = readCommands(text)
      const present = await api.raw.getMyCommands(where, forGrammy(signal))
      if (isSame(wanted, present)) continue
      await api.raw.setMyCommands({ ...where, commands: [...wanted] }, forGrammy(signal))
      log.info(
        { channel: 'telegram', commands: wanted.length },
        'The commands of the bot have been registered.',
      )
    }
  } catch (error) {
    if (signal.aborted) return
    log.warn({ channel: 'telegram', err: error }, 'The commands of the bot could not be registered.')
  }
}

function isSame(wanted: readonly BotCommand[], present: readonly BotCommand[]): boolean {
  const written = (list: readonly BotCommand[]) =>
    JSON.stringify(list.map(({ command, description }) => [command, description]))
  return written(wanted) === written(present)
}
