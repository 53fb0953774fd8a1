import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { type LockSurroundings, staleAfterMs, usualSurroundings } from '../../../src/channels/zalo-oa/lock.ts'
import { fileTokens, type StoredTokens } from '../../../src/channels/zalo-oa/tokens.ts'
import { temporaryFolder } from '../../../src/cli/temporary.ts'
import { pair, settled, start } from './arrange.ts'

const run = promisify(execFile)

async function storedIn(path: string, tokens: StoredTokens): Promise<void> {
  await fileTokens(path).renew(async () => tokens)
}

describe('tokens in a file', () => {
  it('are nothing before the first authorisation', async () => {
    expect(await fileTokens(join(temporaryFolder(), 'data', 'tokens.json')).read()).toBeUndefined()
  })

  it('are read as they were stored, by their owner only, and leave nothing beside them', async () => {
    const at = temporaryFolder()
    const path = join(at, 'data', 'tokens.json')
    await storedIn(path, { ...pair(1), refusedAt: start })
    expect(await fileTokens(path).read()).toEqual({ ...pair(1), refusedAt: start })
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readdir(join(at, 'data'))).toEqual(['tokens.json'])
  })

  it('stay as they are when the exchange fails or brings nothing', async () => {
    const at = temporaryFolder()
    const path = join(at, 'tokens.json')
    const tokens = fileTokens(path)
    await storedIn(path, pair(1))
    await expect(tokens.renew(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await tokens.renew(async () => undefined)).toEqual(pair(1))
    expect(await tokens.read()).toEqual(pair(1))
    expect(await readdir(at)).toEqual(['tokens.json'])
  })

  it('that are damaged are told apart from none, without showing them, and are replaced by a renewal', async () => {
    const path = join(temporaryFolder(), 'tokens.json')
    await writeFile(path, '{"accessToken":"very-secret')
    const failure = await fileTokens(path)
      .read()
      .catch((error: Error & { code: string }) => error)
    expect(failure).toMatchObject({ code: 'store/corrupt' })
    expect(String(failure)).not.toContain('very-secret')
    expect(await fileTokens(path).renew(async (stored) => stored ?? pair(2))).toEqual(pair(2))
  })

  it('are not exchanged when they could not be stored', async () => {
    const path = join(temporaryFolder(), 'tokens.json')
    await storedIn(path, pair(1))
    await mkdir(`${path}.next`)
    let exchanges = 0
    const renewed = fileTokens(path).renew(async () => {
      exchanges += 1
      return pair(2)
    })
    await expect(renewed).rejects.toMatchObject({ code: 'store/unreachable' })
    expect(exchanges).toBe(0)
  })
})

describe('several at once', () => {
  it('exchange once: who waited finds what the first one brought', async () => {
    const path = join(temporaryFolder(), 'tokens.json')
    await storedIn(path, pair(1))
    let exchanges = 0
    const others = { ...usualSurroundings, host: 'another' }
    const renewals = Array.from({ length: 20 }, (_, index) =>
      fileTokens(path, index % 2 === 0 ? usualSurroundings : others).renew(async (stored) => {
        if (stored?.refreshToken !== 'refresh-1') return stored
        exchanges += 1
        await settled()
        return pair(2)
      }),
    )
    for (const renewed of await Promise.all(renewals)) expect(renewed).toEqual(pair(2))
    expect(exchanges).toBe(1)
  })

  it('in real processes never use one refresh token twice', async () => {
    const at = temporaryFolder()
    const path = join(at, 'tokens.json')
    const used = join(at, 'used')
    await storedIn(path, { ...pair(1), refreshToken: 'r0' })
    const renewer = join(import.meta.dirname, 'renewer.ts')
    await Promise.all([1, 2, 3].map(() => run(process.execPath, [renewer, path, used, '10'])))
    const lines = (await readFile(used, 'utf8')).trim().split('\n')
    expect(lines).toEqual(Array.from({ length: 30 }, (_, index) => `r${index}`))
    expect((await fileTokens(path).read())?.refreshToken).toBe('r30')
  })
})

describe('after a crash', () => {
  const dead: LockSurroundings = { ...usualSurroundings, isAlive: () => false }

  async function crashed(leaves: { readonly next?: string; readonly lock?: object }): Promise<string> {
    const path = join(temporaryFolder(), 'tokens.json')
    await storedIn(path, pair(1))
    if (leaves.next !== undefined) await writeFile(`${path}.next`, leaves.next)
    const lock = { pid: 4_000_000, host: hostname(), at: Date.now(), nonce: 'gone', ...leaves.lock }
    await writeFile(`${path}.lock`, JSON.stringify(lock))
    return path
  }

  it('before or during the exchange, the old refresh token is tried', async () => {
    for (const next of [undefined, ' '.repeat(8192), '{"accessToken":"acc']) {
      const path = await crashed(next === undefined ? {} : { next })
      let offered: StoredTokens | undefined
      await fileTokens(path, dead).renew(async (stored) => {
        offered = stored
        return pair(2)
      })
      expect(offered).toEqual(pair(1))
      expect(await fileTokens(path).read()).toEqual(pair(2))
    }
  })

  it('after the new tokens were written, they are found, though they were not in place', async () => {
    const path = await crashed({ next: `${JSON.stringify(pair(2, start + 1))}\n` })
    expect(await fileTokens(path, dead).renew(async (stored) => stored)).toEqual(pair(2, start + 1))
    expect(await fileTokens(path).read()).toEqual(pair(2, start + 1))
  })

  it('what was left before an officer authorised anew is not taken for newer', async () => {
    const path = await crashed({ next: JSON.stringify(pair(0, start - 1)) })
    expect(await fileTokens(path, dead).renew(async (stored) => stored)).toEqual(pair(1))
  })

  it('a restarted process with the number of the dead one does not wait for itself', async () => {
    const path = await crashed({ lock: { pid: process.pid } })
    expect(await fileTokens(path).renew(async () => pair(2))).toEqual(pair(2))
  })

  it('in the moment of taking over a lock, another one still takes it over', async () => {
    const path = await crashed({})
    const breaker = { pid: 4_000_000, host: hostname(), at: Date.now(), nonce: '' }
    await writeFile(`${path}.lock.break`, JSON.stringify(breaker))
    expect(await fileTokens(path, dead).renew(async () => pair(2))).toEqual(pair(2))
  })

  it('a lock of another computer is taken over after a minute, not before', async () => {
    const path = await crashed({ lock: { host: 'another', pid: process.pid } })
    let now = Date.now()
    let waits = 0
    const surroundings: LockSurroundings = {
      ...usualSurroundings,
      now: () => now,
      wait: async () => {
        waits += 1
        now += 10_000
      },
    }
    const impatient = fileTokens(path, surroundings).renew(async () => pair(2))
    await expect(impatient).rejects.toMatchObject({ code: 'store/unreachable' })
    expect(waits).toBeGreaterThan(2)
    now += staleAfterMs
    expect(await fileTokens(path, surroundings).renew(async () => pair(2))).toEqual(pair(2))
  })
})
