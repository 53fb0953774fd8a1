import { fakeZaloOa } from '../../../fakes/zalo-oa/index.ts'
import type { ChannelDriver } from '../arrange.ts'
import { openChannel } from './open.ts'

export const zaloOaDriver: ChannelDriver = {
  name: 'zalo-oa',
  modes: ['webhook'],
  fake: fakeZaloOa,
  channel: openChannel,
  sends: 'message/cs',
  limits: [
    {
      says: 'a limit',
      fault: { type: 'json', status: 200, body: { error: -32, message: 'Exceed request limit' } },
    },
  ],
  refusals: [
    {
      says: 'the citizen follows us no more',
      fault: { type: 'json', status: 200, body: { error: -213, message: 'User has not followed OA' } },
    },
  ],
  repeatsPushes: false,
}
