/** The whole of it through the real process: a citizen on Zalo gets stuck, officers at the console help. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, type OnTestFinishedHandler, test } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { client, logIn as logInWithout, own } from '../console/support/client.ts'
import { fakeZaloOa } from '../fakes/zalo-oa/index.ts'
import { shippedFlowsDir } from '../support/files.ts'
import { authorise, publicUrl } from '../support/platforms.ts'
import { openBrowser } from './support/citizen.ts'
import { addStaff } from './support/office.ts'
import { answer, logIn, openConsole, said, settled, tones } from './support/officer.ts'
import { getsStuck, onPlatform } from './support/players.ts'
import { type ServiceProcess, startService } from './support/process.ts'
import { chromium, describeWith } from './support/services.ts'

// A Monday morning: the desk is at work.
const now = '2026-11-23T09:00+07:00'
/** Starting the real process several times takes its time. */
const patient = { timeout: 300_000 }
const ownPassword = 'con trau di cay'

describeWith(chromium, 'a citizen on Zalo and officers at the console', (chromiumPath) => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser(chromiumPath)
  })
  afterAll(() => browser?.close())

  /** A service at Zalo's fake, as its operator would start it; all ends with the test. */
  async function openService(
    onTestFinished: (ends: OnTestFinishedHandler) => void,
    environment: Readonly<Record<string, string>> = {},
  ) {
    const dataDir = temporaryFolder()
    const fake = await fakeZaloOa()
    authorise(fake, dataDir, Date.parse(now))
    const settings = { ...fake.environment, ...environment, DATA_DIR: dataDir, PUBLIC_URL: publicUrl }
    let service: ServiceProcess | undefined
    onTestFinished(async () => {
      await service?.stop('SIGKILL')
      await fake.close()
    })
    const start = async (port = '0') => {
      service = await startService({ now, dataDir, environment: { ...settings, PORT: port } })
      fake.pushTo(`${service.url}/hooks/zalo-oa`)
      // Until the examples are learned a small machine has little time for anything else.
      const first = onPlatform(fake, 'Bình')
      await first.says('lam giay khai sinh cho chau moi sinh')
      await first.hears('Cháu đã có giấy khai sinh chưa')
      return service.url
    }
    const stop = async () => {
      const ended = await service?.stop()
      service = undefined
      expect(ended?.code).toBe(0)
    }
    /** Somebody new, who has chosen an own password. */
    const employ = async (login: string, name: string, desk: string, role = 'officer') => {
      const args = ['--login', login, '--name', name, '--role', role, '--desk', desk]
      return addStaff(settings, Date.parse(now), args)
    }
    return { fake, start, stop, employ }
  }

  async function comeIn(
    url: string,
    login: string,
    given: string,
    onTestFinished: (ends: OnTestFinishedHandler) => void,
  ): Promise<Page> {
    const { page, context, faults } = await openConsole(browser, url)
    onTestFinished(async () => {
      await context.close()
      expect(faults).toEqual([])
    })
    await logIn(page, login, given)
    await page.getByLabel('Mật khẩu được cấp').fill(given)
    await page.locator('input[autocomplete=new-password]').nth(0).fill(ownPassword)
    await page.locator('input[autocomplete=new-password]').nth(1).fill(ownPassword)
    await page.getByRole('button', { name: 'Đổi mật khẩu' }).click()
    await settled(page)
    return page
  }

  test('from being stuck to the end of the script, and a rating', patient, async ({ onTestFinished }) => {
    const { fake, start, stop, employ } = await openService(onTestFinished)
    const url = await start()
    const page = await comeIn(url, 'lan', await employ('lan', 'Chị Lan', 'mot-cua'), onTestFinished)
    await page.getByText('Không ai đang chờ').waitFor()
    const player = onPlatform(fake, 'Hạnh')
    await getsStuck(player)

    // The page is told what happens; it does not find it when it looks again.
    const list = '**/console/api/cases'
    await page.route(list, (route) => route.abort())
    await player.presses('Nhắn tin ở đây')
    await Promise.all([
      player.hears('Em đã báo Một cửa xã, phường'),
      page.locator('a.row', { hasText: 'bố nó đi tàu viễn dương' }).waitFor(),
    ])
    await page.unroute(list)
    await expect.poll(() => tones(page)).toBe(2)
    await expect.poll(() => page.title()).toMatch(/^\(1\) /)

    await page.locator('a.row').click()
    await page.locator('.part', { hasText: 'Đang ở câu hỏi' }).getByText('Cháu sinh ngày nào').waitFor()
    await page.locator('.said.citizen', { hasText: 'tháng sau tàu mới cập cảng' }).waitFor()
    await page.getByRole('button', { name: 'Nhận việc' }).click()
    await player.hears('Cán bộ Chị Lan đang trả lời bác')
    await answer(page, 'Bố cháu vắng nhà thì ông bà đi khai được ạ. Cháu sinh hôm nào ạ?')
    await player.hears('Bố cháu vắng nhà thì ông bà đi khai được ạ.')
    await player.says('Mồng 5 tháng 11 cô ạ')
    await page.locator('.said.citizen', { hasText: 'Mồng 5 tháng 11 cô ạ' }).waitFor()
    await page.getByRole('button', { name: 'Giấy tờ cần có' }).click()
    await page.getByRole('button', { name: 'Gửi ngay qua trợ lý' }).click()
    await player.hears('Giấy chứng sinh')
    await page.locator('.said.bot', { hasText: 'Giấy chứng sinh' }).first().waitFor()

    await page.getByRole('button', { name: 'Trả lại trợ lý' }).click()
    await page.locator('dialog').getByRole('button', { name: 'Trả lại' }).click()
    await player.hears('em lại giúp bác đây ạ. Cháu sinh ngày nào')
    await page.getByText('Anh chị chưa nhận hồ sơ nào').waitFor()
    await player.presses('Chấm điểm cán bộ')
    await player.hears('Bác thấy cán bộ giúp bác thế nào')
    await player.presses('★★★★★ Rất hài lòng')
    await player.hears('Em cảm ơn bác ạ.')
    await player.says('5/11/2026')
    await player.hears('Bác là gì của cháu')
    for (const [says, hears] of [
      ['bà nội', 'bố mẹ|cha mẹ|kết hôn'],
      ['1', 'ở'],
      ['cùng bố mẹ', 'chứng sinh'],
      ['có giấy chứng sinh', 'đánh dấu'],
      ['đủ rồi', 'nhắc'],
      ['không', 'VNeID'],
      ['có rồi', 'nộp'],
    ] as const) {
      await player.says(says)
      await fake.citizen('Hạnh').hears(new RegExp(hears, 'i'), fake.citizen('Hạnh').screen.length - 1)
    }
    await page.getByRole('tab', { name: 'Đã xong' }).click()
    await page.locator('a.row', { hasText: '5/5 điểm' }).waitFor()
    await stop()
  })

  test(
    'of two officers who take it at the same moment one has it; the citizen hears of one',
    patient,
    async ({ onTestFinished }) => {
      const { fake, start, employ } = await openService(onTestFinished)
      const url = await start()
      const [lan, hoa] = [
        await comeIn(url, 'lan', await employ('lan', 'Chị Lan', 'mot-cua'), onTestFinished),
        await comeIn(url, 'hoa', await employ('hoa', 'Chị Hoa', 'mot-cua'), onTestFinished),
      ]
      const player = onPlatform(fake, 'Hạnh')
      await getsStuck(player)
      await player.presses('Nhắn tin ở đây')
      const held: (() => void)[] = []
      for (const page of [lan, hoa]) {
        await page.locator('a.row').click()
        await page.route('**/actions', async (route) => {
          await new Promise<void>((resolve) => {
            held.push(resolve)
            if (held.length >= 2) for (const go of held) go()
          })
          await route.continue()
        })
      }
      for (const page of [lan, hoa]) await page.getByRole('button', { name: 'Nhận việc' }).click()
      const states = [lan, hoa].map((page) => page.locator('.chip-state.mine, .chip-state.theirs'))
      await Promise.all(states.map((state) => state.waitFor()))
      const words = await Promise.all(states.map((state) => state.textContent()))
      expect(words.filter((word) => word === 'Anh chị đang phụ trách')).toHaveLength(1)
      const [winner, loser] = words[0] === 'Anh chị đang phụ trách' ? [lan, hoa] : [hoa, lan]
      await loser.locator('.toast.wrong', { hasText: 'đã nhận hồ sơ này trước' }).waitFor()
      await answer(winner, 'Dạ em nghe ạ.')
      await player.hears('Dạ em nghe ạ.')
      await loser.locator('.said.officer', { hasText: 'Dạ em nghe ạ.' }).waitFor()
      const announced = fake.citizen('Hạnh').screen.filter(({ text }) => text.includes('đang trả lời bác'))
      expect(announced).toHaveLength(1)
    },
  )

  test(
    'what is written while the service is restarted arrives once, on both sides',
    patient,
    async ({ onTestFinished }) => {
      const { fake, start, stop, employ } = await openService(onTestFinished)
      const url = await start()
      const page = await comeIn(url, 'lan', await employ('lan', 'Chị Lan', 'mot-cua'), onTestFinished)
      const player = onPlatform(fake, 'Hạnh')
      await getsStuck(player)
      await player.presses('Nhắn tin ở đây')
      await page.locator('a.row').click()
      await page.getByRole('button', { name: 'Nhận việc' }).click()
      await player.hears('đang trả lời bác')
      await stop()
      await answer(page, 'Máy chủ vừa khởi động lại ạ.')
      await page.locator('.unsent').waitFor()
      await start(new URL(url).port)
      await player.hears('Máy chủ vừa khởi động lại ạ.')
      await player.says('Vâng tôi vẫn đây')
      await page.locator('.said.citizen', { hasText: 'Vâng tôi vẫn đây' }).waitFor()
      await expect.poll(() => page.locator('.unsent').count()).toBe(0)
      expect((await said(page)).filter((text) => text.includes('khởi động lại'))).toHaveLength(1)
      const { screen } = fake.citizen('Hạnh')
      expect(screen.filter(({ text }) => text.includes('khởi động lại'))).toHaveLength(1)
    },
  )

  test(
    'nobody of another desk learns of it, by any address or stream',
    patient,
    async ({ onTestFinished }) => {
      const flows = join(temporaryFolder(), 'flows')
      cpSync(shippedFlowsDir, flows, { recursive: true })
      const desks = join(flows, 'places/desks.yaml')
      const second = readFileSync(desks, 'utf8').replace(/[\s\S]*?\n(?= {2}mot-cua:)/, '')
      const landDesk = second
        .replace('mot-cua:', 'dat-dai:')
        .replace('name: Một cửa xã, phường', 'name: Bàn đất đai')
      writeFileSync(
        desks,
        `${readFileSync(desks, 'utf8')}${landDesk.replace('    serves: everywhere\n', '    serves: everywhere\n    procedures: [land]\n')}`,
      )
      const { fake, start, employ } = await openService(onTestFinished, { FLOWS_DIR: flows })
      const url = await start()
      const officers = await Promise.all(
        [
          ['lan', 'Chị Lan', 'mot-cua'],
          ['tam', 'Anh Tâm', 'dat-dai'],
        ].map(async ([login = '', name = '', desk = '']) => {
          const given = await employ(login, name, desk)
          const fresh = await logInWithout(url, login, given)
          await fresh.post('password', { current: given, next: ownPassword })
          return logInWithout(url, login, ownPassword)
        }),
      )
      const [lan, tam] = officers
      if (lan === undefined || tam === undefined) throw new Error('nobody is there')
      const stream = await tam.events()
      await stream.next()
      const player = onPlatform(fake, 'Hạnh')
      await getsStuck(player)
      await player.presses('Nhắn tin ở đây')
      await player.hears('Em đã báo')
      const { cases } = (await (await lan.get('cases')).json()) as { cases: { id: string }[] }
      const id = cases[0]?.id ?? ''
      expect(id).toMatch(/^\w{10}$/)
      expect(await (await tam.get('cases')).json()).toMatchObject({ cases: [] })
      const asked = async (which: string) => {
        const action = { id: crypto.randomUUID(), action: { does: 'take' } }
        const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47])
        const answers = [
          await tam.get(`cases/${which}`),
          await tam.get(`cases/${which}/log`),
          await tam.get(`cases/${which}/images/${'x'.repeat(43)}`),
          await tam.post(`cases/${which}/actions`, action),
          await tam.post(`cases/${which}/proposals`, { question: 'a', answer: 'b' }),
          await tam.post(`cases/${which}/images`, png, { 'content-type': 'image/png' }),
        ]
        return Promise.all(answers.map(async (one) => [one.status, await one.text()]))
      }
      const theirs = await asked(id)
      expect(theirs).toEqual(await asked('nosuchcase'))
      expect(new Set(theirs.map(([status]) => status))).toEqual(new Set([404]))
      const pass = { id: crypto.randomUUID(), action: { does: 'pass', desk: 'dat-dai' } }
      expect(await (await lan.post(`cases/${id}/actions`, pass)).json()).toEqual({ type: 'done' })
      // The first thing they hear of it is that it is theirs.
      expect(await stream.next()).toMatchObject({
        event: 'case',
        data: { id, desk: { name: 'Bàn đất đai' } },
      })
      expect((await lan.get(`cases/${id}`)).status).toBe(404)
      expect((await tam.get(`cases/${id}`)).status).toBe(200)
      await stream.close()
      const forged = await client(url, lan.cookie, '').post(`cases/${id}/actions`, pass, own)
      expect(forged.status).toBe(403)
    },
  )
})
