/** The whole of it through the real process: a citizen on the web gets stuck, officers in a Telegram group help. */
import { randomUUID } from 'node:crypto'
import { describe, expect, type OnTestFinishedHandler, test } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { type FakeTelegram, fakeTelegram } from '../fakes/telegram/index.ts'
import { onWeb } from './support/players.ts'
import { type ServiceProcess, startService } from './support/process.ts'
import { asksForOfficer, openDeskGroup, soon } from './support/telegram-group.ts'

// A Monday morning: the desk is at work.
const now = '2026-11-23T09:00+07:00'
/** A group has a message every six seconds once it is busy. */
const patient = { timeout: 240_000 }

type OnTestFinished = (ends: OnTestFinishedHandler) => void

/** A service whose desk has a Telegram group, as its operator would start it; all ends with the test. */
async function openService(onTestFinished: OnTestFinished) {
  const dataDir = temporaryFolder()
  const fake = await fakeTelegram()
  const desk = openDeskGroup(fake, dataDir, { now, settings: { DATA_DIR: dataDir } })
  let service: ServiceProcess | undefined
  onTestFinished(async () => {
    await service?.stop('SIGKILL')
    await fake.close()
  })
  const start = async () => {
    service = await startService({ now, dataDir, environment: desk.environment })
    return service.url
  }
  return {
    ...desk,
    fake,
    start,
    kill: async () => void (await service?.stop('SIGKILL')),
    topics: () => desk.group.topics.map(({ id }) => id),
  }
}

/** The citizen's page, after it was loaded anew. */
async function tells(url: string, text: string): Promise<void> {
  const { status } = await fetch(`${url}/chat/4f1c9a2e7b3d5f60a1b2/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: randomUUID(), text }),
  })
  expect(status).toBe(202)
}

const callsTo = (fake: FakeTelegram, method: string) => fake.calls.filter((call) => call.method === method)

describe('a citizen on the web and officers in a Telegram group', () => {
  test('from being stuck to going on, and a rating', patient, async ({ onTestFinished }) => {
    const { fake, group, start, employ, topics, said } = await openService(onTestFinished)
    const player = await onWeb(await start())
    onTestFinished(player.close)
    const lan = await employ('lan', 'Chị Lan')
    const hoa = await employ('hoa', 'Chị Hoa')
    await asksForOfficer(player)
    await expect.poll(() => group.pinned.map(({ text }) => text).join(), soon).toContain('Cháu sinh ngày nào')
    const [topic = 0] = topics()

    await Promise.all([lan.presses('Nhận việc'), hoa.presses('Nhận việc')])
    await expect.poll(() => lan.notices.length + hoa.notices.length, soon).toBe(2)
    const alerts = [...lan.notices, ...hoa.notices].filter(({ isAlert }) => isAlert)
    expect(alerts).toEqual([
      { text: expect.stringMatching(/^Chị (Lan|Hoa) đã nhận hồ sơ này trước/), isAlert: true },
    ])
    const winner = lan.notices[0]?.isAlert ? hoa : lan

    await winner.writes('Bố cháu vắng nhà thì ông bà đi khai được ạ.', { topic })
    await player.hears('Bố cháu vắng nhà thì ông bà đi khai được ạ.')
    await winner.writes('/ghichu bà nội đi khai', { topic })
    await player.says('Vâng, số tôi là 0912345678')
    await expect.poll(said, soon).toContain('Người dân: Vâng, số tôi là •••678')
    await winner.presses('Trả lại trợ lý')
    await player.hears('em lại giúp bác đây ạ. Cháu sinh ngày nào')
    await expect.poll(() => group.topics[0]?.isClosed, soon).toBe(true)
    await player.presses('Chấm điểm cán bộ')
    await player.hears('Bác thấy cán bộ giúp bác thế nào')
    await player.presses('★★★★★ Rất hài lòng')
    await player.hears('Em cảm ơn bác ạ.')
    await player.says('5/11/2026')
    await player.hears('Bác là gì của cháu')
    await expect.poll(said, soon).toContain('Người dân chấm 5/5 điểm.')
    expect(fake.offences).toEqual([])
  })

  test(
    'a process that is killed between what is said and its being shown loses nothing',
    patient,
    async ({ onTestFinished }) => {
      const { fake, group, start, kill, employ, topics, said } = await openService(onTestFinished)
      let url = await start()
      const first = await onWeb(url)
      onTestFinished(first.close)
      const lan = await employ('lan', 'Chị Lan')
      await asksForOfficer(first)
      await expect.poll(() => group.pinned.length, soon).toBe(1)
      const [topic = 0] = topics()
      await lan.writes('Chào bác', { topic })
      await first.hears('Chào bác')
      await expect.poll(said, soon).toContain('Chị Lan nhận việc')

      // One is posted and its answer never comes, one never reaches the platform.
      for (const [type, words] of [
        ['hang_after', 'câu thứ nhất'],
        ['hang_before', 'câu thứ hai'],
      ] as const) {
        const before = callsTo(fake, 'sendMessage').length
        fake.faults.add({ type }, { method: 'sendMessage', times: 1 })
        await tells(url, words)
        await expect.poll(() => callsTo(fake, 'sendMessage').length, soon).toBeGreaterThan(before)
        await kill()
        fake.faults.clear()
        await lan.writes(`Em nghe: ${words}`, { topic })
        url = await start()
        await expect.poll(said, soon).toContain(words)
      }
      await tells(url, 'câu cuối')
      await expect.poll(said, soon).toContain('câu cuối')
      const again = await onWeb(url)
      onTestFinished(again.close)
      await again.hears('Em nghe: câu thứ nhất')
      await again.hears('Em nghe: câu thứ hai')
      const times = (words: string) => said().split(`Người dân: ${words}`).length - 1
      expect(times('câu thứ nhất')).toBeLessThanOrEqual(2)
      expect(times('câu thứ hai')).toBe(1)
      expect(said().indexOf('câu thứ nhất')).toBeLessThan(said().indexOf('câu thứ hai'))
      expect(fake.offences).toEqual([])
    },
  )
})
