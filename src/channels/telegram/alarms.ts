/** Troubles that an operator must end, said once each until they are over. */
import type { ChannelError } from '../../errors.ts'
import type { ChannelLog } from '../channel.ts'
import { isUnauthorized, TelegramError } from './refusal.ts'

export interface Alarms {
  /** Every call's end is told here. */
  heard(ended: 'done' | ChannelError): void
  /** Another process polls, or a webhook is set; `isOver` once polling works. */
  conflict(isOver: boolean): void
}

export function createAlarms(log: ChannelLog): Alarms {
  let isRefused = false
  let isInConflict = false
  return {
    heard(ended) {
      const refuses = ended instanceof TelegramError && isUnauthorized(ended.refusal)
      if (refuses && !isRefused) {
        const fields = { alarm: 'telegram_unauthorized', channel: 'telegram' }
        log.error(
          fields,
          'Telegram refuses the bot token. Set TELEGRAM_BOT_TOKEN to a valid one and restart.',
        )
      }
      if (refuses) isRefused = true
      else if (ended === 'done') isRefused = false
    },
    conflict(isOver) {
      if (!isOver && !isInConflict) {
        const fields = { alarm: 'telegram_conflict', channel: 'telegram' }
        log.error(
          fields,
          'Telegram cannot be polled: a webhook is set, or another process polls with the same token. ' +
            'Look with `npm run doctor`.',
        )
      }
      isInConflict = !isOver
    },
  }
}
