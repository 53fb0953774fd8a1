import { existsSync } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { diagnoseZaloOa, fileTokens, tokensPath } from '../../../src/channels/zalo-oa/index.ts'
import { temporaryFolder } from '../../../src/cli/temporary.ts'
import { runZaloOa } from '../../../src/cli/zalo-oa.ts'
import { fakeZaloOa } from '../../fakes/zalo-oa/index.ts'
import { manualClock } from '../../runtime/manual-clock.ts'
import { dayMs, memoryTokens, pair, start } from './arrange.ts'

/** An operator at a terminal, an administrator at a browser. `answers`: what is typed when the command asks. */
async function arrange(environment: Readonly<Record<string, string>> = {}) {
  const fake = await fakeZaloOa()
  onTestFinished(() => fake.close())
  const dataDir = temporaryFolder()
  const printed: string[] = []
  const complained: string[] = []
  const settings = {
    ...fake.environment,
    PUBLIC_URL: 'https://motcua.example.vn',
    DATA_DIR: dataDir,
    ...environment,
  }
  /** Agrees in the browser; the address on which the administrator lands. */
  const agree = async (): Promise<string> => {
    const address = /https?:\/\/\S+\/v4\/oa\/permission\S+/.exec(printed.join('\n'))?.[0] ?? ''
    const response = await fetch(address, { redirect: 'manual' })
    return response.headers.get('location') ?? ''
  }
  const run = (args: readonly string[], ask: () => Promise<string | undefined> = async () => undefined) =>
    runZaloOa(
      {
        environment: settings,
        print: (text) => void printed.push(text),
        complain: (text) => void complained.push(text),
        ask,
      },
      args,
    )
  const texts = () => [...printed, ...complained].join('\n')
  return { fake, dataDir, printed, complained, agree, run, texts, tokens: fileTokens(tokensPath(dataDir)) }
}

describe('npm run zalo-oa', () => {
  it('authorises at the terminal: prints an address, takes the one landed on, stores both tokens', async () => {
    const { run, agree, tokens, texts, fake, dataDir } = await arrange()
    expect(await run(['authorise'], agree)).toBe(0)
    const stored = await tokens.read()
    expect(fake.secrets).toContain(stored?.accessToken)
    expect(fake.secrets).toContain(stored?.refreshToken)
    expect(texts()).toContain('https://motcua.example.vn/hooks/zalo-oa')
    expect(texts()).toContain('"syntax filter" switched OFF')
    for (const secret of fake.secrets) expect(texts()).not.toContain(secret)
    expect(existsSync(join(dataDir, 'zalo-oa-asked.json'))).toBe(false)
    expect(fake.offences).toEqual([])
  })

  it('takes the address later, in another process', async () => {
    const { run, agree, tokens, dataDir, printed } = await arrange()
    expect(await run(['authorise'])).toBe(0)
    expect(printed.join()).toContain('authorise --code')
    expect((await stat(join(dataDir, 'zalo-oa-asked.json'))).mode & 0o777).toBe(0o600)
    expect(await run(['authorise', '--code', await agree()])).toBe(0)
    expect(await tokens.read()).toBeDefined()
  })

  it('lands at another callback address when it is told so', async () => {
    const { run, agree } = await arrange({ PUBLIC_URL: '' })
    expect(await run(['authorise'])).toBe(2)
    let landed = ''
    const browser = async () => {
      landed = await agree()
      return landed
    }
    expect(await run(['authorise', '--redirect', 'https://xa.example.vn/back'], browser)).toBe(0)
    expect(landed).toMatch(/^https:\/\/xa\.example\.vn\/back\?/)
  })

  it('refuses an address that was not asked for, and asks Zalo nothing then', async () => {
    const { run, agree, complained, tokens, fake } = await arrange()
    await run(['authorise'])
    const landed = await agree()
    const forged = new URL(landed)
    forged.searchParams.set('state', 'somebody-else')
    const stateless = new URL(landed)
    stateless.searchParams.delete('state')
    const refused = new URL(landed)
    refused.searchParams.delete('code')
    for (const odd of [forged.href, stateless.href, refused.href, 'abc', ''])
      expect(await run(['authorise', '--code', odd])).toBe(1)
    expect(complained).toHaveLength(5)
    expect(fake.calls.filter(({ method }) => method === 'access_token')).toEqual([])
    expect(await tokens.read()).toBeUndefined()
    expect(await run(['authorise', '--code', landed])).toBe(0)
  })

  it('says what to do when the code is spent, and keeps the tokens it has', async () => {
    const { run, agree, complained, tokens, printed } = await arrange()
    await run(['authorise'], agree)
    printed.length = 0
    const before = await tokens.read()
    await run(['authorise'])
    const spent = new URL(await agree())
    spent.searchParams.set('code', 'spent')
    expect(await run(['authorise', '--code', spent.href])).toBe(1)
    expect(complained.at(-1)).toContain('good once')
    expect(await tokens.read()).toEqual(before)
  })

  it('tells the state without a secret', async () => {
    const { run, agree, printed, tokens } = await arrange()
    expect(await run(['state'])).toBe(1)
    expect(printed.at(-1)).toContain('npm run zalo-oa -- authorise')
    await run(['authorise'], agree)
    expect(await run(['state'])).toBe(0)
    expect(printed.at(-1)).toMatch(/access token until \d{4}-\d\d-\d\d \d\d:\d\d, refresh token until/)
    const stored = await tokens.read()
    expect(printed.join()).not.toContain(stored?.refreshToken)
  })

  it('explains itself when it is called wrongly, or the account is not set up', async () => {
    const { run, complained } = await arrange()
    for (const args of [[], ['no'], ['state', 'more'], ['authorise', '--tokens']])
      expect(await run(args)).toBe(2)
    expect(complained.every((one) => one.includes('authorise --code'))).toBe(true)
    const off = await arrange({ ZALO_OA_APP_ID: '', ZALO_OA_APP_SECRET: '', ZALO_OA_SECRET_KEY: '' })
    expect(await off.run(['state'])).toBe(2)
    expect(off.complained.join()).toContain('ZALO_OA_APP_ID')
  })
})

describe('the doctor', () => {
  const clock = manualClock(start)
  const levels = async (stored: Parameters<typeof memoryTokens>[0], rest = {}) => {
    const options = {
      secretKey: 'k',
      publicUrl: 'https://a.vn',
      clock,
      tokens: memoryTokens(stored),
      ...rest,
    }
    return (await diagnoseZaloOa(options)).map(({ level }) => level)
  }

  it('knows good tokens from those that need an operator', async () => {
    const good = pair(1)
    expect(await levels(good)).toEqual(['good', 'good', 'good'])
    expect((await levels(undefined))[0]).toBe('bad')
    expect((await levels({ ...good, refusedAt: start }))[0]).toBe('bad')
    expect((await levels({ ...good, refreshDiesAt: start }))[0]).toBe('bad')
    expect((await levels({ ...good, refreshDiesAt: start + 10 * dayMs }))[0]).toBe('warning')
    expect((await levels({ ...good, accessDiesAt: start }))[0]).toBe('warning')
  })

  it('misses the key and the address without which nobody is heard', async () => {
    const found = await diagnoseZaloOa({ secretKey: '', clock, tokens: memoryTokens(pair(1)) })
    expect(found.filter(({ level }) => level === 'bad')).toHaveLength(2)
  })

  it('shows no token of a damaged file', async () => {
    const path = join(temporaryFolder(), 'tokens.json')
    const tokens = fileTokens(path)
    await tokens.renew(async () => pair(1))
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.trim().slice(0, 60))
    const [finding] = await diagnoseZaloOa({ secretKey: 'k', publicUrl: 'https://a.vn', clock, tokens })
    expect(finding?.level).toBe('bad')
    expect(JSON.stringify(finding)).not.toMatch(/(access|refresh)-1/)
  })
})
