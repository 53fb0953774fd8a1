/** Real processes on a real Redis that dies and comes back, while citizens write. */
import { createHash } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { fakeZaloBot } from '../fakes/zalo-bot/index.ts'
import { type RedisProcess, redisServer, startRedis } from '../support/redis.ts'
import { type ServiceProcess, startService } from './support/process.ts'
import { describeWith } from './support/services.ts'

const secret = 'madeUpSecret0123456789'
const metricsToken = 'made-up-metrics-token'

describeWith(redisServer, 'services on Redis', (path) => {
  let redis: RedisProcess | undefined
  const services: ServiceProcess[] = []
  const closers: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    await Promise.all(services.splice(0).map((service) => service.stop('SIGKILL')))
    await Promise.all(closers.splice(0).map((close) => close()))
    await redis?.close()
    redis = undefined
  })

  async function start(environment: Record<string, string> = {}, dataDir?: string): Promise<ServiceProcess> {
    const service = await startService({
      ...(dataDir === undefined ? {} : { dataDir }),
      environment: { REDIS_URL: redis?.url ?? '', METRICS_TOKEN: metricsToken, ...environment },
    })
    services.push(service)
    return service
  }

  const status = async (url: string) => (await fetch(url)).status
  const metrics = async ({ url }: ServiceProcess) => {
    const headers = { authorization: `Bearer ${metricsToken}` }
    return (await fetch(`${url}/metrics`, { headers })).text()
  }

  function say(url: string, citizen: string, id: string): Promise<Response> {
    const conversation = createHash('sha256').update(citizen).digest('hex').slice(0, 32)
    return fetch(`${url}/chat/${conversation}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id, text: 'xin chào' }),
    })
  }

  /** Reads a page's stream until so many replies came; their numbers. */
  async function heard(url: string, citizen: string, count: number): Promise<readonly string[]> {
    const conversation = createHash('sha256').update(citizen).digest('hex').slice(0, 32)
    const events = await fetch(`${url}/chat/${conversation}/events`)
    let text = ''
    for await (const chunk of events.body ?? []) {
      text += Buffer.from(chunk).toString()
      const ids = [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => id ?? '')
      if (ids.length >= count) return ids
    }
    return []
  }

  /** As Zalo calls: once, whatever is answered. */
  function hook(url: string, id: string): Promise<Response> {
    return fetch(`${url}/hooks/zalo-bot`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-bot-api-secret-token': secret },
      body: JSON.stringify({
        event_name: 'message.text.received',
        message: {
          from: { id: 'c0ffee', display_name: 'Hạnh', is_bot: false },
          chat: { id: 'c0ffee', chat_type: 'PRIVATE' },
          text: 'xin chào',
          message_id: id,
          date: Date.now(),
        },
      }),
    })
  }

  test('what a web process hears, a worker answers, and the page is told', async () => {
    redis = await startRedis({ path })
    const web = await start({ ROLE: 'web' })
    const worker = await start({ ROLE: 'worker' })
    const hearing = heard(web.url, 'Hạnh', 1)
    expect((await say(web.url, 'Hạnh', 'a')).status).toBe(202)
    expect(await hearing).toEqual(['1'])
    expect(await Promise.all([status(worker.url), status(`${worker.url}/readyz`)])).toEqual([404, 200])
    expect(await metrics(worker)).toContain('motcua_turns_total{input="text",result="done"} 1')
    expect(await metrics(web)).toContain('motcua_inputs_total{channel="web",result="new"} 1')
    expect(await status(`${web.url}/metrics`)).toBe(404)
    // What follows goes straight to the worker.
    let said = 0
    await expect
      .poll(async () => {
        await say(web.url, 'Hạnh', `b${++said}`)
        return metrics(web)
      })
      .toMatch(/motcua_inputs_passed_total\{result="taken"\} [1-9]/)
    expect(await heard(web.url, 'Hạnh', said + 1)).toHaveLength(said + 1)
  })

  test('nobody is lost while Redis is gone, and nothing has to be done by hand', async () => {
    redis = await startRedis({ path, appendOnly: true })
    const dataDir = temporaryFolder()
    const settings = {
      PUBLIC_URL: 'https://motcua.example.vn',
      ZALO_BOT_TOKEN: '1000000000000000001:made-up',
      ZALO_BOT_API_ROOT: 'http://127.0.0.1:2',
      ZALO_BOT_WEBHOOK_SECRET: secret,
      TELEGRAM_BOT_TOKEN: '7000000001:AAf-made-up_made-up_made-up_made-up',
      TELEGRAM_API_ROOT: 'http://127.0.0.1:2',
      TELEGRAM_WEBHOOK_SECRET: secret,
    }
    let service = await start(settings, dataDir)
    expect((await hook(service.url, 'm1')).status).toBe(200)
    expect((await say(service.url, 'Hạnh', 'w1')).status).toBe(202)

    await redis.kill()
    const refused = await say(service.url, 'Hạnh', 'w2')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
    expect((await hook(service.url, 'm2')).status).toBe(200)
    expect(await Promise.all([status(`${service.url}/healthz`), status(`${service.url}/readyz`)])).toEqual([
      200, 503,
    ])
    expect(await metrics(service)).toMatch(/motcua_spool_bytes [1-9]/)

    // The machine restarts too, while Redis is away still.
    services.splice(services.indexOf(service), 1)
    await service.stop('SIGKILL')
    service = await start(settings, dataDir)
    expect((await hook(service.url, 'm3')).status).toBe(200)
    expect((await hook(service.url, 'm2')).status).toBe(200)

    await redis.restart()
    await expect.poll(() => status(`${service.url}/readyz`)).toBe(200)
    await expect.poll(async () => (await say(service.url, 'Hạnh', 'w2')).status).toBe(202)
    expect(await heard(service.url, 'Hạnh', 2)).toEqual(['1', '2'])
    await expect.poll(() => metrics(service)).toMatch(/motcua_spool_bytes 0/)
    // Three messages, each in the store once, in order.
    const seen = async () => {
      const ids: string[] = []
      for (const key of (await redis?.client.keys('motcua:{*}:seen')) ?? [])
        ids.push(
          ...(await (redis as RedisProcess).client.hkeys(key)).filter((id) => id.startsWith('zalo-bot')),
        )
      return ids.map((id) => id.split(':').at(-1)).sort()
    }
    await expect.poll(seen).toEqual(['m1', 'm2', 'm3'])
    expect((await service.stop()).code).toBe(0)
  })

  test('a Redis that hangs is as one that is gone: nobody waits for ever, nothing is lost', async () => {
    redis = await startRedis({ path })
    const service = await start({
      PUBLIC_URL: 'https://motcua.example.vn',
      ZALO_BOT_TOKEN: '1000000000000000001:made-up',
      ZALO_BOT_API_ROOT: 'http://127.0.0.1:2',
      ZALO_BOT_WEBHOOK_SECRET: secret,
    })
    expect((await say(service.url, 'Hạnh', 'w1')).status).toBe(202)
    redis.pause()
    const [said, hooked] = await Promise.all([say(service.url, 'Hạnh', 'w2'), hook(service.url, 'm1')])
    expect([said.status, hooked.status]).toEqual([503, 200])
    expect(await status(`${service.url}/healthz`)).toBe(200)
    redis.resume()
    await expect.poll(async () => (await say(service.url, 'Hạnh', 'w2')).status).toBe(202)
    expect(await heard(service.url, 'Hạnh', 2)).toEqual(['1', '2'])
    await expect.poll(() => metrics(service)).toMatch(/motcua_spool_bytes 0/)
  })

  test('a Redis that was emptied is reported once, and the service goes on', async () => {
    redis = await startRedis({ path })
    const service = await start()
    expect((await say(service.url, 'Hạnh', 'a')).status).toBe(202)
    await redis.kill()
    await redis.restart()
    await expect.poll(async () => (await say(service.url, 'Hạnh', 'b')).status).toBe(202)
    expect(await heard(service.url, 'Hạnh', 1)).toEqual(['1'])
    const { code, stderr } = await service.stop()
    expect([code, stderr.match(/redis_emptied/g)?.length]).toEqual([0, 1])
  })

  test('one process at a time asks a platform, and another goes on when it ends', async () => {
    redis = await startRedis({ path })
    const fake = await fakeZaloBot()
    closers.push(() => fake.close())
    const settings = fake.environment
    const first = await start(settings)
    const second = await start(settings)
    const isPolling = async (service: ServiceProcess) =>
      (await metrics(service)).includes('motcua_polling{channel="zalo-bot"} 1')
    expect(await Promise.all([isPolling(first), isPolling(second)])).toEqual([true, false])
    services.splice(services.indexOf(first), 1)
    expect((await first.stop()).code).toBe(0)
    await expect.poll(() => isPolling(second)).toBe(true)
  })
})
