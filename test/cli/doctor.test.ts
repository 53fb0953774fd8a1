import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runDoctor } from '../../src/cli/doctor.ts'
import { runStaff } from '../../src/cli/staff.ts'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { createFront } from '../../src/http/front.ts'
import { type Listener, listen } from '../../src/http/listen.ts'
import { fakeTelegram } from '../fakes/telegram/index.ts'
import { fakeZaloBot } from '../fakes/zalo-bot/index.ts'
import { fakeZaloOa } from '../fakes/zalo-oa/index.ts'

const closers: (() => Promise<unknown>)[] = []
let dataDir = ''

beforeEach(() => {
  dataDir = temporaryFolder()
})
afterEach(() => Promise.all(closers.splice(0).map((close) => close())))

interface Report {
  readonly code: number
  readonly text: string
}

async function doctor(environment: Readonly<Record<string, string>> = {}): Promise<Report> {
  const printed: string[] = []
  const code = await runDoctor({
    environment: { DATA_DIR: dataDir, ...environment },
    print: (text) => void printed.push(text),
    patienceMs: 5_000,
  })
  return { code, text: printed.join('\n') }
}

/** A service with these webhooks, or something else that answers. */
async function serve(
  hooks: readonly string[],
  page = () => Response.json({ status: 'ok' }),
): Promise<Listener> {
  const front = createFront({
    page,
    media: page,
    hooks: new Map(hooks.map((name) => [name, async () => new Response(null, { status: 405 })])),
  })
  const listener = await listen(front, { host: '127.0.0.1', port: 0 })
  closers.push(() => listener.close(0))
  return listener
}

async function telegram() {
  const fake = await fakeTelegram()
  closers.push(() => fake.close())
  return fake
}

/** A port below those given out to programs, so that none of this machine's tests gets it. */
const closedAddress = 'http://127.0.0.1:2'

describe('the doctor', () => {
  test('finds nothing bad where nothing is set, and says what would switch channels on', async () => {
    const { code, text } = await doctor()
    expect(code, text).toBe(0)
    expect(text).toContain('✓ All settings can be read.')
    expect(text).toContain('DATA_DIR is there and can be written to')
    expect(text).toMatch(/✓ \d+ procedures load/)
    for (const name of ['TELEGRAM_BOT_TOKEN', 'ZALO_BOT_TOKEN', 'ZALO_OA_APP_ID']) {
      expect(text).toContain(`set ${name}`)
    }
    expect(text).toContain('docs/channels/zalo-oa.vi.md')
  })

  test('names who is on duty and cannot be told: without an account, disabled, of another desk', async () => {
    const flows = join(dataDir, 'flows')
    cpSync('flows', flows, { recursive: true })
    const file = join(flows, 'places/desks.yaml')
    const duty = '    duty: { mon-tue: [lan, hoa, binh], wed: [minh, lan] }\n    surfaces: [console]'
    writeFileSync(file, readFileSync(file, 'utf8').replace('    surfaces: [console]', duty))
    const nobody = await doctor({ FLOWS_DIR: flows })
    expect(nobody.text).toContain('! Desk mot-cua: named for duty, have no account: lan, hoa, binh, minh.')
    expect(readdirSync(dataDir)).toEqual(['flows'])

    const staff = (...args: string[]) => {
      const silent = { now: Date.now, readInput: async () => '', print: () => {}, complain: () => {} }
      return runStaff({ environment: { DATA_DIR: dataDir, FLOWS_DIR: flows }, ...silent }, args)
    }
    for (const login of ['lan', 'hoa', 'minh'])
      await staff('add', '--login', login, '--name', login, '--role', 'officer', '--desk', 'mot-cua')
    await staff('disable', 'hoa')
    const { code, text } = await doctor({ FLOWS_DIR: flows })
    expect(code, text).toBe(0)
    expect(text).toContain('! Desk mot-cua: named for duty, have no account: binh.')
    expect(text).toContain('npm run staff -- add --login binh --name "…" --role officer --desk mot-cua')
    expect(text).toContain('! Desk mot-cua: named for duty, have an account that is disabled: hoa.')
    expect(text).toContain('npm run staff -- enable hoa')
    expect(text).not.toMatch(/\blan\b/)

    await staff('enable', 'hoa')
    await staff('add', '--login', 'binh', '--name', 'Bình', '--role', 'officer')
    expect((await doctor({ FLOWS_DIR: flows })).text).toContain(
      'named for duty, do not have this desk: binh.',
    )
    await staff('desks', 'binh', '--desk', 'mot-cua')
    expect((await doctor({ FLOWS_DIR: flows })).text).toContain('✓ All who are named for duty')
  })

  test('leaves the data folder as it was, and does not make one', async () => {
    const inside = join(dataDir, 'later')
    const { code, text } = await doctor({ DATA_DIR: inside })
    expect([code, readdirSync(dataDir)]).toEqual([0, []])
    expect(text).toContain('is made at the first start')
  })

  test('tells wrong settings, all of them', async () => {
    const { code, text } = await doctor({ PORT: 'http', ZALO_OA_APP_ID: '77' })
    expect(code).toBe(1)
    for (const name of ['PORT', 'ZALO_OA_APP_SECRET', 'ZALO_OA_SECRET_KEY']) expect(text).toContain(name)
  })

  test('shows mistakes in flows where they are', async () => {
    mkdirSync(join(dataDir, 'flows', 'broken'), { recursive: true })
    writeFileSync(join(dataDir, 'flows', 'broken', 'facts.yaml'), 'procedure: broken\nnmae: Hỏng\n')
    const { code, text } = await doctor({ FLOWS_DIR: join(dataDir, 'flows') })
    expect(code).toBe(1)
    expect(text).toMatch(/facts\.yaml:\d+:\d+/)
  })

  test('finds a data folder that is a file', async () => {
    writeFileSync(join(dataDir, 'file'), '')
    const { code, text } = await doctor({ DATA_DIR: join(dataDir, 'file') })
    expect(code).toBe(1)
    expect(text).toContain('✗ Nothing can be written to DATA_DIR')
  })

  test('knows a bot that is polled, and changes nothing at the platform', async () => {
    const fake = await telegram()
    const { code, text } = await doctor(fake.environment)
    expect(code, text).toBe(0)
    expect(text).toContain('Telegram\n')
    expect(text).toContain('! PUBLIC_URL is not set')
    expect(
      fake.calls.map(({ method }) => method).filter((method) => /^(set|delete|send|close)/.test(method)),
    ).toEqual([])
    expect(fake.offences).toEqual([])
  })

  test('says so when a platform does not take the token, and prints neither half of it', async () => {
    const fake = await telegram()
    const token = '7000000009:AAmade-up-token-of-somebody-else'
    const { code, text } = await doctor({ ...fake.environment, TELEGRAM_BOT_TOKEN: token })
    expect(code).toBe(1)
    expect(text).toContain('TELEGRAM_BOT_TOKEN')
    expect(text).not.toContain('made-up-token')
  })

  test('prints no secret, even if a platform says it', async () => {
    const fake = await telegram()
    fake.faults.add({ type: 'echo_path', status: 502 })
    const { code, text } = await doctor(fake.environment)
    expect(code).toBe(1)
    for (const secret of fake.secrets) expect(text).not.toContain(secret)
  })

  test('says so when a platform cannot be reached, and sends it no token', async () => {
    const { code, text } = await doctor({ TELEGRAM_BOT_TOKEN: '7:x', TELEGRAM_API_ROOT: closedAddress })
    expect(code).toBe(1)
    expect(text).toContain('cannot be reached from this machine (ECONNREFUSED)')
    expect(text).toContain('docs/channels/telegram.vi.md')
  })

  test('is content when the service answers at its public address and takes calls', async () => {
    const [fake, service] = [await telegram(), await serve(['telegram'])]
    const { text } = await doctor({ ...fake.environment, PUBLIC_URL: service.url })
    expect(text).toContain(`✓ The service answers at ${service.url}.`)
    expect(text).toContain('✓ /hooks/telegram takes calls.')
    // Nobody has set the webhook yet.
    expect(text).toContain('✗ No webhook is set')
  })

  test('tells a service that was started before the channel was set up', async () => {
    const [fake, service] = [await telegram(), await serve([])]
    const { code, text } = await doctor({ ...fake.environment, PUBLIC_URL: service.url })
    expect(code).toBe(1)
    expect(text).toContain('✗ The running service has no /hooks/telegram.')
  })

  test.each([
    ['another service', () => new Response('Welcome'), 'is not this service (200)'],
    [
      'a proxy without a service',
      () => new Response('Bad gateway', { status: 502 }),
      'is not this service (502)',
    ],
    [
      'a proxy that leads on',
      () => Response.redirect('https://example.vn/', 301),
      'leads on to another address',
    ],
  ])('recognises %s at the public address', async (_, page, words) => {
    const { url } = await serve([], page)
    const { code, text } = await doctor({ PUBLIC_URL: url })
    expect(code).toBe(1)
    expect(text).toContain(words)
  })

  test('tells a public address at which nothing answers', async () => {
    const { code, text } = await doctor({ PUBLIC_URL: closedAddress })
    expect(code).toBe(1)
    expect(text).toContain('✗ Nothing answers at PUBLIC_URL (ECONNREFUSED)')
  })

  test('sends whoever has not let the service speak for the Official Account to the command, and writes nothing', async () => {
    const [oa, service] = [await fakeZaloOa(), await serve(['zalo-oa'])]
    closers.push(() => oa.close())
    const { code, text } = await doctor({ ...oa.environment, PUBLIC_URL: service.url })
    expect(code).toBe(1)
    expect(text).toContain('npm run zalo-oa -- authorise')
    expect(text).toContain('✓ /hooks/zalo-oa takes calls.')
    expect(readdirSync(dataDir)).toEqual([])
    expect(oa.offences).toEqual([])
    for (const secret of oa.secrets) expect(text).not.toContain(secret)
  })

  test('is content when Telegram calls the public address', async () => {
    const [fake, service] = [await telegram(), await serve(['telegram'])]
    fake.pushTo(`${service.url}/hooks/telegram`)
    const { code, text } = await doctor({ ...fake.environment, PUBLIC_URL: service.url })
    expect(code, text).toBe(0)
    expect(text).toContain(`✓ Telegram calls ${service.url}/hooks/telegram.`)
    expect(text).toContain('All is well.')
  })

  test('finds a webhook that takes the messages of a service which asks for them', async () => {
    const fake = await telegram()
    fake.pushTo('http://127.0.0.1:9/hooks/telegram')
    const { code, text } = await doctor(fake.environment)
    expect(code).toBe(1)
    expect(text).toMatch(/✗ Telegram calls .*\n.*npm run webhooks/)
  })

  test('looks at several platforms at once', async () => {
    const zalo = await fakeZaloBot()
    closers.push(() => zalo.close())
    const { text } = await doctor({ ...(await telegram()).environment, ...zalo.environment })
    expect(text).toMatch(/\nTelegram\n {2}✓/)
    expect(text).toMatch(/\nZalo Bot\n {2}✓/)
    for (const secret of zalo.secrets) expect(text).not.toContain(secret)
  })
})
