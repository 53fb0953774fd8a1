import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { fakeTelegram } from '../fakes/telegram/index.ts'
import { fakeZaloBot } from '../fakes/zalo-bot/index.ts'
import { fakeZaloOa } from '../fakes/zalo-oa/index.ts'
import { runToEnd, type ServiceProcess, startService } from './support/process.ts'

let service: ServiceProcess | undefined
const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await service?.stop('SIGKILL')
  service = undefined
  await Promise.all(closers.splice(0).map((close) => close()))
})

const conversation = '4f1c9a2e7b3d5f60'

function post(url: string, body: object): Promise<Response> {
  return fetch(`${url}/chat/${conversation}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

describe('the process', () => {
  test('prints its address, serves, and ends with 0 when asked to', async () => {
    service = await startService()
    expect((await fetch(service.url)).status).toBe(200)
    const { code, stdout, stderr } = await service.stop()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.split('\n')).toEqual([
      `Một Cửa đang chạy: ${service.url}`,
      `Trang cán bộ: ${service.url}/console`,
      expect.stringMatching(/^Chưa có ai vào được\. .*npm run staff -- add .* --role admin$/),
      '',
    ])
  })

  test('ends although pages are listening, and their streams end with it', async () => {
    service = await startService()
    await post(service.url, { id: 'start', start: true })
    const events = await fetch(`${service.url}/chat/${conversation}/events`)
    const heard = events.text()
    expect((await service.stop()).code).toBe(0)
    expect(await heard).toContain('retry: 2000')
  })

  test('keeps what it accepted over a stop, and answers it once', async () => {
    const dataDir = temporaryFolder()
    service = await startService({ dataDir })
    for (const id of ['a', 'b', 'c'])
      expect((await post(service.url, { id, text: 'xin chào' })).status).toBe(202)
    await service.stop()
    service = await startService({ dataDir })
    expect(await (await post(service.url, { id: 'a', text: 'xin chào' })).json()).toMatchObject({
      duplicate: true,
    })
    const events = await fetch(`${service.url}/chat/${conversation}/events`)
    let heard = ''
    for await (const chunk of events.body ?? []) {
      heard += Buffer.from(chunk).toString()
      if ((heard.match(/^data: \{"seq"/gm) ?? []).length >= 3) break
    }
    expect(heard).toContain('id: 1\n')
  })

  test('ends with 2 and one message when settings are wrong', async () => {
    const { code, stdout, stderr } = await runToEnd({
      PORT: 'http',
      LOG_LEVEL: 'x',
      REDIS_URL: 'http://:pw@h',
    })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    for (const name of ['PORT', 'LOG_LEVEL', 'REDIS_URL']) expect(stderr).toContain(name)
    expect(stderr).not.toMatch(/pw|at \w+ \(/)
  })

  test('ends with 2 when the default language has no folder', async () => {
    const { code, stderr } = await runToEnd({ DEFAULT_LOCALE: 'tlh' })
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('DEFAULT_LOCALE') })
  })

  test('ends with 1 and the report when flows are invalid', async () => {
    const flowsDir = temporaryFolder()
    mkdirSync(join(flowsDir, 'broken'))
    writeFileSync(join(flowsDir, 'broken', 'facts.yaml'), 'procedure: broken\nnmae: Hỏng\n')
    const { code, stderr } = await runToEnd({ FLOWS_DIR: flowsDir })
    expect(code).toBe(1)
    expect(stderr).toMatch(/facts\.yaml:\d+:\d+/)
    expect(stderr).toContain('nmae')
  })

  test('ends with 1 and one line when the port is taken', async () => {
    service = await startService()
    const { code, stderr } = await runToEnd({ PORT: new URL(service.url).port })
    expect(code).toBe(1)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain('PORT')
  })

  test('ends with 2 when the folders of flows and languages do not exist, and names both', async () => {
    const { code, stderr } = await runToEnd({ FLOWS_DIR: '/nowhere/at/all', LOCALES_DIR: '/nowhere/either' })
    expect(code).toBe(2)
    expect(stderr.trim().split('\n')).toHaveLength(2)
    expect(stderr).toContain('FLOWS_DIR')
    expect(stderr).toContain('LOCALES_DIR')
  })
})

describe('the process with platforms', () => {
  async function telegramHere() {
    const fake = await fakeTelegram()
    closers.push(() => fake.close())
    return fake
  }

  test('asks Telegram for messages and answers them, while the web chat serves', async () => {
    const telegram = await telegramHere()
    service = await startService({ environment: telegram.environment })
    const citizen = telegram.citizen('Bác Mẫu')
    await citizen.opens()
    await citizen.hears(/./)
    expect((await fetch(service.url)).status).toBe(200)
    const { code, stderr } = await service.stop()
    expect(code, stderr).toBe(0)
    expect(telegram.offences).toEqual([])
  })

  test('is called at /hooks of the same port when it has a public address, and asks nobody', async () => {
    const telegram = await telegramHere()
    const zaloBot = await fakeZaloBot()
    closers.push(() => zaloBot.close())
    service = await startService({
      environment: {
        ...telegram.environment,
        ...zaloBot.environment,
        PUBLIC_URL: 'https://motcua.example.vn',
      },
    })
    for (const platform of [telegram, zaloBot]) {
      platform.pushTo(`${service.url}/hooks/${platform.name}`)
      const citizen = platform.citizen('Bác Mẫu')
      await citizen.types('xin chào')
      await citizen.hears(/./)
      expect(platform.calls.map(({ method }) => method)).not.toContain('getUpdates')
    }
  })

  test('answers after a stop what Zalo handed over before it, which Zalo does not hand over again', async () => {
    const zaloBot = await fakeZaloBot()
    closers.push(() => zaloBot.close())
    const dataDir = temporaryFolder()
    service = await startService({ dataDir, environment: zaloBot.environment })
    const citizen = zaloBot.citizen('Bác Mẫu')
    await citizen.types('xin chào')
    await zaloBot.called(({ method, isDone, answer }) => {
      return method === 'getUpdates' && isDone && (answer as { ok?: boolean })?.ok === true
    })
    // It asks for the next message once this one is kept.
    await zaloBot.waits(1)
    expect((await service.stop()).code).toBe(0)
    service = await startService({ dataDir, environment: zaloBot.environment })
    await citizen.hears(/./)
  })

  test('refuses calls that no platform made, and has no webhook for what is off', async () => {
    const oa = await fakeZaloOa()
    closers.push(() => oa.close())
    service = await startService({ environment: oa.environment })
    const call = (name: string) =>
      fetch(`${service?.url}/hooks/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      })
    expect((await call('zalo-oa')).status).toBe(401)
    expect((await call('telegram')).status).toBe(404)
  })

  test('starts, and ends when asked, although a platform cannot be reached', async () => {
    const telegram = await telegramHere()
    const { environment } = telegram
    await telegram.goesDown()
    service = await startService({ environment })
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200)
    const { code, stderr } = await service.stop()
    expect(code, stderr).toBe(0)
    for (const secret of telegram.secrets) expect(stderr).not.toContain(secret)
  })

  test('starts although a platform does not take the token', async () => {
    const telegram = await telegramHere()
    const token = '7000000009:AAmade-up-token-of-somebody-else'
    service = await startService({ environment: { ...telegram.environment, TELEGRAM_BOT_TOKEN: token } })
    expect((await fetch(service.url)).status).toBe(200)
    const { code, stderr } = await service.stop()
    expect(code, stderr).toBe(0)
    expect(stderr).not.toContain('made-up-token')
  })

  test('ends with 2 and names all that is missing beside what is set', async () => {
    const { code, stderr } = await runToEnd({
      PUBLIC_URL: 'https://motcua.example.vn',
      TELEGRAM_BOT_TOKEN: '7000000009:AAmade-up-token-of-somebody-else',
      ZALO_OA_APP_ID: '77',
    })
    expect(code).toBe(2)
    for (const name of ['TELEGRAM_WEBHOOK_SECRET', 'ZALO_OA_APP_SECRET', 'ZALO_OA_SECRET_KEY']) {
      expect(stderr).toContain(name)
    }
    expect(stderr).not.toContain('made-up-token')
  })
})
