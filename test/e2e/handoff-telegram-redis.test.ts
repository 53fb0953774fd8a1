/** A Telegram group over Redis: processes that know nothing of each other but the store, killed in the middle of it. */
import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { type FakeTelegram, fakeTelegram } from '../fakes/telegram/index.ts'
import { redisServer, startRedis } from '../support/redis.ts'
import { onWeb } from './support/players.ts'
import { type ServiceProcess, startService } from './support/process.ts'
import { describeWith } from './support/services.ts'
import { asksForOfficer, openDeskGroup, soon } from './support/telegram-group.ts'

// A Monday morning: the desk is at work.
const now = '2026-11-23T09:00+07:00'
/** A group has a message every six seconds once it is busy, and a process that was killed is followed after ten. */
const patient = { timeout: 240_000 }

const callsTo = (fake: FakeTelegram, method: string) => fake.calls.filter((call) => call.method === method)

describeWith(redisServer, 'a Telegram group over Redis', (path) => {
  const ends: (() => unknown)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })

  async function open() {
    const redis = await startRedis({ path })
    const fake = await fakeTelegram()
    const folder = temporaryFolder()
    ends.push(
      () => redis.close(),
      () => fake.close(),
    )
    const settings = { REDIS_URL: redis.url, DATA_DIR: folder }
    const desk = openDeskGroup(fake, folder, { now, settings })
    const { DATA_DIR: _its, ...environment } = desk.environment
    const begunAt = Date.now()
    const start = async (): Promise<ServiceProcess> => {
      // Leases are kept by the clock, which is the same on all machines.
      const sinceMs = Date.now() - begunAt
      const service = await startService({
        now: new Date(Date.parse(now) + sinceMs).toISOString(),
        environment,
      })
      ends.push(() => service.stop('SIGKILL'))
      return service
    }
    return { ...desk, fake, start }
  }

  /** The citizen of {@link onWeb} writes at another process. */
  async function tells({ url }: ServiceProcess, text: string): Promise<void> {
    const { status } = await fetch(`${url}/chat/4f1c9a2e7b3d5f60a1b2/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: randomUUID(), text }),
    })
    expect(status).toBe(202)
  }

  /** Everything the citizen was told, until these words. */
  async function toldUntil({ url }: ServiceProcess, words: string): Promise<readonly string[]> {
    const { body } = await fetch(`${url}/chat/4f1c9a2e7b3d5f60a1b2/events`)
    let read = ''
    for await (const chunk of body ?? []) {
      read += Buffer.from(chunk).toString()
      const replies = [...read.matchAll(/^data: (\{"seq".*)\n\n/gm)]
      const told = replies.map(([, data = '']) => (JSON.parse(data) as { text: string }).text)
      if (told.includes(words)) return told
    }
    throw new Error(`the stream ended before: ${words}`)
  }

  test(
    'whoever shows cases is killed at whatever: another goes on, and nothing is lost or there twice',
    patient,
    async () => {
      const { fake, group, start, employ, said } = await open()
      // The first to come shows cases and asks the platform.
      const first = await start()
      const second = await start()
      const lan = await employ('lan', 'Chị Lan')
      const player = await onWeb(second.url)
      ends.push(player.close)
      await asksForOfficer(player)
      await expect.poll(() => group.pinned.length, soon).toBe(1)
      const topic = group.topics[0]?.id ?? 0

      // What the citizen wrote is on its way to the group, and never arrives.
      const posts = callsTo(fake, 'sendMessage').length
      fake.faults.add({ type: 'hang_before' }, { method: 'sendMessage', times: 1 })
      await tells(second, 'câu thứ nhất')
      await expect.poll(() => callsTo(fake, 'sendMessage').length, soon).toBeGreaterThan(posts)
      await first.stop('SIGKILL')
      fake.faults.clear()
      await lan.writes('/nhan', { topic })
      await lan.writes('Ông bà đi khai được ạ.', { topic })
      await player.hears('Ông bà đi khai được ạ.')
      await expect.poll(said, soon).toContain('Người dân: câu thứ nhất')
      await expect.poll(said, soon).toContain('Chị Lan nhận việc')

      // What an officer asked for is kept, and the process ends before it is done.
      const third = await start()
      const before = callsTo(fake, 'sendMessage').length
      fake.faults.add({ type: 'hang_before' }, { method: 'sendMessage', times: 1 })
      await lan.writes('/xong', { topic })
      await expect.poll(() => callsTo(fake, 'sendMessage').length, soon).toBeGreaterThan(before)
      await second.stop('SIGKILL')
      fake.faults.clear()
      await expect.poll(said, soon).toContain('Kết thúc hồ sơ này thế nào')
      await lan.writes('Bác còn hỏi gì không ạ?', { topic })
      const told = await toldUntil(third, 'Bác còn hỏi gì không ạ?')
      await tells(third, 'câu cuối')
      await expect.poll(said, soon).toContain('Người dân: câu cuối')

      const times = (words: string) => said().split(words).length - 1
      for (const words of ['câu thứ nhất', 'câu cuối', 'Chị Lan nhận việc', 'Kết thúc hồ sơ này'])
        expect([words, times(words)]).toEqual([words, 1])
      for (const words of ['Ông bà đi khai được ạ.', 'Bác còn hỏi gì không ạ?'])
        expect(told.filter((text) => text === words)).toEqual([words])
      expect([group.topics.length, group.pinned.length]).toEqual([1, 1])
      expect(fake.offences).toEqual([])
    },
  )
})
