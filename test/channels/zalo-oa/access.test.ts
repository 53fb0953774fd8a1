import { describe, expect, it } from 'vitest'
import { type Access, createAccess } from '../../../src/channels/zalo-oa/access.ts'
import type { StoredTokens, Tokens } from '../../../src/channels/zalo-oa/tokens.ts'
import { ChannelError } from '../../../src/errors.ts'
import { manualClock } from '../../runtime/manual-clock.ts'
import { dayMs, heardLog, memoryTokens, pair, settled, start } from './arrange.ts'

const hourMs = 3_600_000
const refused = new ChannelError('channel/rejected', 'access_token: refused (error -14014).')
const away = new ChannelError('channel/unreachable', 'access_token: HTTP 502.')

/** A platform that gives new pairs, each refresh token once, and an access to it. */
function arrange(first: StoredTokens | undefined = pair(1), tokens = memoryTokens(first)) {
  const clock = manualClock(start)
  const log = heardLog()
  const used: string[] = []
  const platform: { failure: Error | undefined } = { failure: undefined }
  const refresh = async (refreshToken: string): Promise<StoredTokens> => {
    await settled()
    if (platform.failure !== undefined) throw platform.failure
    if (used.includes(refreshToken)) throw refused
    used.push(refreshToken)
    return pair(Number(refreshToken.slice('refresh-'.length)) + 1, clock.now())
  }
  const open = (shared: Tokens = tokens): Access => createAccess({ tokens: shared, refresh, clock, log })
  return { clock, log, used, platform, tokens, open, access: open() }
}

describe('an access token', () => {
  it('is used as it is stored while it is good', async () => {
    const { access, used, clock } = arrange()
    clock.advance(23 * hourMs)
    expect(await access.token()).toBe('access-1')
    expect(used).toEqual([])
  })

  it('is renewed an hour before its end, once for all who need it at that time', async () => {
    const { access, used, clock } = arrange()
    clock.advance(24 * hourMs)
    const got = await Promise.all(Array.from({ length: 20 }, () => access.token()))
    expect(new Set(got)).toEqual(new Set(['access-2']))
    expect(used).toEqual(['refresh-1'])
  })

  it('is renewed by the clock, though nobody writes', async () => {
    const { access, clock, tokens } = arrange()
    access.start()
    await settled()
    for (let hour = 0; hour < 24; hour += 1) {
      clock.advance(hourMs)
      await settled()
    }
    await settled()
    expect(tokens.stored?.accessToken).toBe('access-2')
    await access.close()
    expect(clock.set).toEqual([])
  })

  it('that was refused is renewed once, however many were refused with it', async () => {
    const { access, used } = arrange()
    const token = await access.token()
    const got = await Promise.all(Array.from({ length: 20 }, () => access.replace(token)))
    expect(new Set(got)).toEqual(new Set(['access-2']))
    expect(used).toEqual(['refresh-1'])
  })

  it('that another process renewed is taken from the store, and no refresh token is spent', async () => {
    const { open, used, tokens } = arrange()
    const [ours, theirs] = [open(), open()]
    const old = await ours.token()
    await theirs.token()
    expect(await theirs.replace(old)).toBe('access-2')
    expect(await ours.replace(old)).toBe('access-2')
    expect(used).toEqual(['refresh-1'])
    expect(tokens.stored?.accessToken).toBe('access-2')
  })

  it('is good to its end when it cannot be renewed ahead', async () => {
    const { access, platform, clock } = arrange()
    platform.failure = away
    clock.advance(24 * hourMs)
    expect(await access.token()).toBe('access-1')
    clock.advance(hourMs)
    await expect(access.token()).rejects.toMatchObject({ code: 'channel/unreachable' })
    platform.failure = undefined
    clock.advance(60_000)
    expect(await access.token()).toBe('access-2')
  })

  it('that never helps does not cost a refresh token a message', async () => {
    const { access, used, log } = arrange()
    for (let count = 0; count < 20; count += 1) {
      const token = await access.token()
      await access.replace(token).catch(() => undefined)
    }
    expect(used.length).toBe(3)
    expect(log.alarms()).toContain('zalo_oa_reauthorise')
  })

  it('on its way when the service stops is stored before it ends', async () => {
    const { access, clock, tokens } = arrange()
    clock.advance(24 * hourMs)
    const asked = access.token()
    await access.close()
    expect(tokens.stored?.accessToken).toBe('access-2')
    await asked
  })
})

describe('operators hear', () => {
  it('once that the service was never authorised; a later authorisation is noticed', async () => {
    const { access, log, tokens } = arrange(undefined, memoryTokens(undefined))
    for (let count = 0; count < 3; count += 1)
      await expect(access.token()).rejects.toMatchObject({ code: 'channel/unreachable' })
    expect(log.alarms()).toEqual(['zalo_oa_reauthorise'])
    tokens.stored = pair(7)
    expect(await access.token()).toBe('access-7')
  })

  it('that a crash spent the refresh token, and the store keeps it for the next start and the doctor', async () => {
    const { access, log, used, clock, tokens, open } = arrange()
    used.push('refresh-1')
    clock.advance(25 * hourMs)
    for (let count = 0; count < 3; count += 1)
      await expect(access.token()).rejects.toMatchObject({ code: 'channel/unreachable' })
    expect(log.alarms()).toEqual(['zalo_oa_reauthorise'])
    expect(tokens.stored).toEqual({ ...pair(1), refusedAt: clock.now() })
    await expect(open().token()).rejects.toThrow('npm run zalo-oa -- authorise')
    tokens.stored = pair(9, clock.now())
    expect(await access.token()).toBe('access-9')
    expect(log.alarms().length).toBe(2)
  })

  it('fourteen days before the refresh token dies, once', async () => {
    const dying = { ...pair(1), accessDiesAt: start + 200 * dayMs, refreshDiesAt: start + 20 * dayMs }
    const { access, log, clock } = arrange(dying)
    access.start()
    await settled()
    expect(log.alarms()).toEqual([])
    for (let hour = 0; hour < 7 * 24; hour += 1) {
      clock.advance(hourMs)
      await settled()
    }
    expect(log.alarms()).toEqual(['zalo_oa_token_expiring'])
    await access.close()
  })

  it('no secret, whatever fails', async () => {
    const { access, log, platform, clock } = arrange()
    clock.advance(25 * hourMs)
    for (const failure of [away, refused, new Error('refresh-1 access-1')]) {
      platform.failure = failure
      const error = await access.token().catch((one: Error) => one)
      expect(`${String(error)} ${JSON.stringify(log.lines)}`).not.toMatch(/(access|refresh)-\d/)
      clock.advance(20 * 60_000)
    }
  })
})
