/** Troubles that an operator must end, said once each until they are over. */
import type { ChannelError } from '../../errors.ts'
import type { ChannelLog } from '../channel.ts'
import { isUnauthorized, TelegramError } from './refusal.ts'

export interface Alarms {
  /** Every call's end is told here. */
  heard(ended: 'done' | ChannelError): void
  /** A poll was refused because another process polls, or a webhook is set. */
  conflict(): void
  /** A poll worked. */
  polled(): void
}

/** So many polls in a row have to work before a conflict counts as over. */
const calmPolls = 10

export function createAlarms(log: ChannelLog): Alarms {
  let isRefused = false
  let conflicts = 0
  let calm = 0
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
    conflict() {
      conflicts += 1
      calm = 0
      // The first may be a poller that is just ending.
      if (conflicts !== 2) return
      const fields = { alarm: 'telegram_conflict', channel: 'telegram' }
      log.error(
        fields,
        'Telegram cannot be polled: a webhook is set, or another process polls with the same token. ' +
          'Look with `npm run doctor`.',
      )
    },
    polled() {
      // Two pollers cut each other off and get something through now and then.
      calm += 1
      if (calm >= calmPolls) conflicts = 0
    },
  }
}
