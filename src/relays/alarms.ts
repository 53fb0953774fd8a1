/** Troubles in groups that an operator must end, each said once until it is over. */
import type { DeskId } from '../engine/turn.ts'

export interface RelayLog {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export type GroupTrouble = 'gone' | 'no_topics' | 'no_pin' | 'no_delete' | 'refused'

const messages: Readonly<Record<GroupTrouble, string>> = {
  gone:
    'The Telegram group of a desk cannot be written to: the bot was removed, may not write, or desks.yaml names a wrong ' +
    'chat. Its cases are in the console; the group gets them once the bot is back.',
  no_topics:
    'No topics can be made in the Telegram group of a desk: switch topics on, and make the bot an administrator who may ' +
    'manage topics. Until then its cases are plain messages in the group.',
  no_pin:
    'The bot may not pin messages in the Telegram group of a desk. Let it, as an administrator; the cards are there anyway.',
  no_delete:
    'What a citizen had erased, or what was kept long enough, could not be deleted in the Telegram group of a desk: let the ' +
    'bot delete messages, as an administrator, and delete the topic by hand.',
  refused:
    'Telegram refuses what a case is to say in the group of a desk; it is tried again, and the console has it.',
}

/** Written out, so that whoever reads one in a log finds it here. */
const alarms: Readonly<Record<GroupTrouble, string>> = {
  gone: 'telegram_group_gone',
  no_topics: 'telegram_group_no_topics',
  no_pin: 'telegram_group_no_pin',
  no_delete: 'telegram_group_no_delete',
  refused: 'telegram_group_refused',
}

export interface RelayAlarms {
  tell(trouble: GroupTrouble, desk: DeskId, error?: unknown): void
  over(trouble: GroupTrouble, desk: DeskId): void
}

export function createRelayAlarms(log: RelayLog): RelayAlarms {
  const told = new Set<string>()
  return {
    tell(trouble, desk, error) {
      const key = `${trouble} ${desk}`
      if (told.has(key)) return
      told.add(key)
      const fields = { alarm: alarms[trouble], channel: 'telegram', desk }
      log.error(error === undefined ? fields : { ...fields, err: error }, messages[trouble])
    },
    over(trouble, desk) {
      if (!told.delete(`${trouble} ${desk}`)) return
      if (trouble === 'gone')
        log.info({ channel: 'telegram', desk }, 'The Telegram group of a desk can be written to again.')
    },
  }
}
