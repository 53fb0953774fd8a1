import { fakeZaloBot } from '../../../fakes/zalo-bot/index.ts'
import type { ChannelDriver } from '../arrange.ts'
import { openChannel } from './open.ts'

export const zaloBotDriver: ChannelDriver = {
  name: 'zalo-bot',
  modes: ['polling', 'webhook'],
  fake: fakeZaloBot,
  channel: openChannel,
  sends: 'sendMessage',
  limits: [
    {
      says: 'a fault of the platform, called 403',
      fault: {
        type: 'json',
        status: 200,
        body: { ok: false, error_code: 403, description: 'Internal server error' },
      },
    },
  ],
  refusals: [
    {
      says: 'a bad request',
      fault: {
        type: 'json',
        status: 200,
        body: { ok: false, error_code: 400, description: 'Bad request: The chat_id must not be empty' },
      },
    },
  ],
  repeatsPushes: false,
}
