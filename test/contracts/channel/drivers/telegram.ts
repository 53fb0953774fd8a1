import { fakeTelegram } from '../../../fakes/telegram/index.ts'
import type { ChannelDriver } from '../arrange.ts'
import { openChannel } from './open.ts'

export const telegramDriver: ChannelDriver = {
  name: 'telegram',
  modes: ['polling', 'webhook'],
  fake: fakeTelegram,
  channel: openChannel,
  sends: 'sendMessage',
  limits: [
    {
      says: 'a limit with the seconds to wait',
      fault: {
        type: 'json',
        status: 429,
        body: {
          ok: false,
          error_code: 429,
          description: 'Too Many Requests: retry after 7',
          parameters: { retry_after: 7 },
        },
      },
    },
    {
      says: 'a fault of the platform',
      fault: {
        type: 'json',
        status: 500,
        body: { ok: false, error_code: 500, description: 'Internal Server Error' },
      },
    },
  ],
  refusals: [
    {
      says: 'the citizen has blocked us',
      fault: {
        type: 'json',
        status: 403,
        body: { ok: false, error_code: 403, description: 'Forbidden: bot was blocked by the user' },
      },
    },
    {
      says: 'there is no such chat',
      fault: {
        type: 'json',
        status: 400,
        body: { ok: false, error_code: 400, description: 'Bad Request: chat not found' },
      },
    },
  ],
  repeatsPushes: true,
}
