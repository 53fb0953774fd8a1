import { describe, expect, it } from 'vitest'
import type { FailureKind, ZaloAnswer } from '../../../src/channels/zalo-bot/answer.ts'
import { createStanding } from '../../../src/channels/zalo-bot/standing.ts'
import type { ChannelError } from '../../../src/errors.ts'
import { manualClock } from '../../runtime/manual-clock.ts'

const well: ZaloAnswer<unknown> = { isOk: true, result: undefined }
const failed = (kind: FailureKind): ZaloAnswer<unknown> => ({
  isOk: false,
  failure: { kind, method: 'sendMessage', description: 'x' },
})

function watched() {
  const clock = manualClock(1_000_000)
  const alarms: unknown[] = []
  const quiet = () => {}
  const log = {
    debug: quiet,
    info: quiet,
    warn: quiet,
    error: (fields: object) => void alarms.push('alarm' in fields && fields.alarm),
  }
  const standing = createStanding({ clock, log, random: () => 1 })
  const admission = () => {
    try {
      standing.admit()
      return 'admitted'
    } catch (error) {
      const { code, retryAfterMs } = error as ChannelError
      return retryAfterMs === undefined ? code : `${code} ${retryAfterMs}`
    }
  }
  return { clock, alarms, standing, admission }
}

describe('how the platform stands to us', () => {
  it('puts messages off while the token is refused, and has one find out whether it still is', () => {
    const { clock, alarms, standing, admission } = watched()
    standing.note(failed('auth'), true)
    expect(admission()).toBe('channel/unreachable 600000')
    expect(standing.pollWaitMs).toBe(600_000)
    clock.advance(600_000)
    expect(admission()).toBe('admitted')
    expect(admission()).toBe('channel/rate_limited 2000')
    standing.note(failed('auth'), true)
    expect(admission()).toBe('channel/unreachable 600000')
    expect(alarms).toEqual(['zalo_bot_unauthorized'])
    clock.advance(600_000)
    standing.note(well, false)
    expect(admission()).toBe('admitted')
    expect(admission()).toBe('admitted')
    standing.note(failed('auth'), false)
    expect(alarms).toEqual(['zalo_bot_unauthorized', 'zalo_bot_unauthorized'])
  })

  it('sends nothing for an hour once the month is used up, and goes on asking for messages', () => {
    const { clock, alarms, standing, admission } = watched()
    standing.note(failed('quota'), true)
    expect(standing.isWell).toBe(false)
    expect(standing.pollWaitMs).toBe(0)
    expect(admission()).toBe('channel/quota_exhausted')
    clock.advance(3_599_999)
    standing.note(well, false)
    expect(admission()).toBe('channel/quota_exhausted')
    clock.advance(1)
    expect(admission()).toBe('admitted')
    expect(admission()).toBe('channel/rate_limited 2000')
    standing.note(well, true)
    expect(admission()).toBe('admitted')
    expect(standing.isWell).toBe(true)
    expect(alarms).toEqual(['zalo_bot_quota'])
  })

  it('has another message find out when the first got no clear answer', () => {
    const { clock, standing, admission } = watched()
    standing.note(failed('quota'), true)
    clock.advance(3_600_000)
    expect(admission()).toBe('admitted')
    standing.note(failed('transient'), true)
    expect(admission()).toBe('admitted')
  })

  it('slows down more and more while the gateway is flooded', () => {
    const { clock, standing, admission } = watched()
    for (const waitMs of [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]) {
      standing.note(failed('flood'), true)
      expect(admission()).toBe(`channel/rate_limited ${waitMs}`)
      expect(standing.pollWaitMs).toBe(waitMs)
      clock.advance(waitMs)
      expect(admission()).toBe('admitted')
    }
    standing.note(well, true)
    standing.note(failed('flood'), true)
    expect(admission()).toBe('channel/rate_limited 2000')
  })
})
