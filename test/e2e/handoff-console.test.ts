/** The pages for staff in a real browser, in front of an office in memory. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { password } from '../console/support/fake-office.ts'
import { fillOffice } from '../console/support/sample.ts'
import { type ServedConsole, serveConsole } from '../console/support/serve.ts'
import { openBrowser, violations } from './support/citizen.ts'
import {
  answer,
  logIn,
  lowControls,
  notices,
  openConsole,
  overflows,
  row,
  said,
  settled,
  tones,
} from './support/officer.ts'
import { chromium, describeWith } from './support/services.ts'

const desk = 'hai-phong/hong-bang'
const birth = 'k3x9waitng'
const opened = { kind: 'opened', at: 1, reason: 'distress' } as const
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true }

/** Lets everybody through once so many have come. */
function meeting(size: number): () => Promise<void> {
  const waiting: (() => void)[] = []
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve)
      if (waiting.length === size) for (const go of waiting) go()
    })
}

/** As when the page is covered by another, or comes to the front again. */
async function shows(page: Page, state: 'visible' | 'hidden'): Promise<void> {
  await page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))`)
}

/** Looks at a device again. */
async function picksUp(page: Page): Promise<void> {
  const listed = page.waitForResponse((answer) => answer.url().endsWith('/console/api/cases'))
  await shows(page, 'visible')
  await listed
}

describeWith(chromium, 'an officer at the pages for staff', (chromiumPath) => {
  let browser: Browser
  let served: ServedConsole
  const contexts: BrowserContext[] = []
  const faults: string[][] = []

  beforeAll(async () => {
    browser = await openBrowser(chromiumPath)
  })
  beforeEach(async () => {
    served = await serveConsole()
    await served.office.addStaff('lan.nguyen', 'officer', [desk], 'Chị Lan')
    await served.office.addStaff('hoa.tran', 'officer', [desk, 'hai-phong/ngo-quyen'], 'Chị Hoa')
    await served.office.addStaff('quan.tri', 'admin', [], 'Anh Quân')
  })
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close()
    await served.close()
    expect(faults.splice(0).flat()).toEqual([])
    expect(served.logged).toEqual([])
  })
  afterAll(() => browser?.close())

  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const opened = await openConsole(browser, served.url, options)
    contexts.push(opened.context)
    faults.push(opened.faults)
    return opened.page
  }

  async function comeIn(login: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await open(options)
    await logIn(page, login, password)
    await settled(page)
    return page
  }

  test('a newcomer is told what to do when nothing waits, then takes a case and answers it', async () => {
    const page = await comeIn('lan.nguyen')
    await page.getByText('Không ai đang chờ').waitFor()
    await page.getByText('Khi người dân cần người, hồ sơ hiện ở đây').waitFor()
    fillOffice(served.office, Date.now())
    await row(page, birth).click()
    await page.getByText('Vì sao chuyển đến').waitFor()
    await page.getByRole('button', { name: 'Nhận việc' }).click()
    await page.getByText('Anh chị đang phụ trách').waitFor()
    await answer(page, 'Dạ được bác ạ.')
    await page.locator('.said.officer:not(.unsent)', { hasText: 'Dạ được bác ạ.' }).waitFor()
    await page.getByRole('tab', { name: 'Của tôi', selected: true }).waitFor()
    await row(page, birth).getByText('Đã trả lời').waitFor()
  })

  test('a new case is shown, heard, told outside the page without numbers, and counted in the title', async () => {
    const page = await comeIn('lan.nguyen')
    const wish = 'hỏi lệ phí, gọi 0912345678'
    served.office.change('quiet00001', { wish, waitingSince: 1 }, opened)
    await row(page, 'quiet00001').waitFor()
    await expect.poll(() => tones(page)).toBe(2)
    expect(await notices(page)).toEqual([
      { title: 'Người dân chờ ở Một cửa phường Ví Dụ', body: 'hỏi lệ phí, gọi 0' },
    ])
    expect(await page.title()).toMatch(/^\(1\) /)
    await row(page, 'quiet00001').click()
    await page.getByRole('button', { name: 'Nhận việc' }).waitFor()
    await expect.poll(() => page.title()).not.toMatch(/^\(/)
    await page.getByText('Tùy chọn').click()
    await page.getByRole('button', { name: 'Tắt âm báo' }).click()
    served.office.change('quiet00002', { waitingSince: 1 }, opened)
    await row(page, 'quiet00002').waitFor()
    expect(await tones(page)).toBe(2)
  })

  test('what was seen on one device is not new on another; what nobody looks at is not seen', async () => {
    served.office.change('quiet00001', { wish: 'hỏi lệ phí', waitingSince: 1 }, opened)
    const [desktop, mobile] = [await comeIn('lan.nguyen'), await comeIn('lan.nguyen', phone)]
    const colleague = await comeIn('hoa.tran')
    await row(mobile, 'quiet00001').getByText('Mới', { exact: true }).waitFor()
    const told = desktop.waitForResponse((answer) => answer.url().endsWith('/cases/quiet00001/seen'))
    await row(desktop, 'quiet00001').click()
    expect((await told).status()).toBe(200)
    await picksUp(mobile)
    await row(mobile, 'quiet00001').getByText('Mới', { exact: true }).waitFor({ state: 'detached' })
    await expect.poll(() => mobile.title()).not.toMatch(/^\(/)
    await picksUp(colleague)
    await row(colleague, 'quiet00001').getByText('Mới', { exact: true }).waitFor()

    // They have gone home, and left the page open.
    await shows(desktop, 'hidden')
    const wrote = { kind: 'citizen', at: Date.now(), text: 'Cô ơi' } as const
    served.office.change('quiet00001', { waitingSince: 2 }, wrote)
    await desktop.locator('.said.citizen', { hasText: 'Cô ơi' }).waitFor()
    await picksUp(mobile)
    await row(mobile, 'quiet00001').getByText('Mới', { exact: true }).waitFor()
    await shows(desktop, 'visible')
    await row(desktop, 'quiet00001').getByText('Mới', { exact: true }).waitFor({ state: 'detached' })
  })

  test('what the citizen writes appears in the open case, and is read out', async () => {
    fillOffice(served.office, Date.now())
    const page = await comeIn('lan.nguyen')
    await row(page, birth).click()
    await page.locator('.log').waitFor()
    served.office.change(
      birth,
      { waitingSince: 2 },
      { kind: 'citizen', at: Date.now(), text: 'Có ai không ạ' },
    )
    await page.locator('.said.citizen', { hasText: 'Có ai không ạ' }).waitFor()
    expect(await page.locator('.log').getAttribute('role')).toBe('log')
  })

  test('of two who take one case at the same moment one has it, and the other is told who', async () => {
    fillOffice(served.office, Date.now())
    const pages = [await comeIn('lan.nguyen'), await comeIn('hoa.tran')] as const
    for (const page of pages) await row(page, birth).click()
    for (const page of pages) await page.getByRole('button', { name: 'Nhận việc' }).waitFor()
    const meet = meeting(pages.length)
    for (const page of pages)
      await page.route('**/actions', async (route) => {
        await meet()
        await route.continue()
      })
    for (const page of pages) await page.getByRole('button', { name: 'Nhận việc' }).click()
    const outcomes = pages.map((page) => page.locator('.chip-state.mine, .chip-state.theirs'))
    await Promise.all(outcomes.map((outcome) => outcome.waitFor()))
    const texts = await Promise.all(outcomes.map((outcome) => outcome.textContent()))
    const loser = pages[texts.findIndex((text) => text !== 'Anh chị đang phụ trách')]
    expect(texts.filter((text) => text === 'Anh chị đang phụ trách')).toHaveLength(1)
    await loser?.locator('.toast.wrong', { hasText: /^Chị (Lan|Hoa) đã nhận hồ sơ này trước/ }).waitFor()
    expect(await loser?.locator('.composer .state').textContent()).toMatch(/^Chị (Lan|Hoa) đang phụ trách/)
  })

  test("a case held in the platform's own inbox can be taken over, and says who has it", async () => {
    served.office.change(
      'inbox00001',
      { state: 'taken', reason: 'wrote_in_inbox' },
      { kind: 'taken', at: 1, via: 'inbox' },
      { kind: 'given_back', at: 2 },
      { kind: 'rated', at: 3, text: 'cán bộ tận tình' },
    )
    const page = await comeIn('lan.nguyen')
    await page.getByRole('tab', { name: 'Người khác' }).click()
    await row(page, 'inbox00001').click()
    await page.getByText('Hộp thư Zalo OA đang phụ trách').waitFor()
    await page.getByText('Hộp thư Zalo OA nhận việc').waitFor()
    await page.getByText('Người dân gọi lại trợ lý').waitFor()
    await page.getByText('Người dân nhắn về cán bộ').waitFor()
    await page.getByRole('button', { name: 'Nhận việc' }).click()
    await page.getByText('Anh chị đang phụ trách').waitFor()
  })

  test('words that came too late are given back, not lost', async () => {
    fillOffice(served.office, Date.now())
    const page = await comeIn('lan.nguyen')
    await row(page, birth).click()
    await page.locator('#words').fill('Câu em viết rất lâu')
    // Events are late: the page does not know yet.
    served.console.close()
    served.office.change(birth, { state: 'taken', officer: { id: 'hoa.tran', name: 'Chị Hoa' } })
    await page.getByRole('button', { name: 'Gửi', exact: true }).click()
    await page.locator('.toast.wrong', { hasText: 'Chị Hoa đã nhận hồ sơ này trước' }).waitFor()
    expect(await page.locator('#words').inputValue()).toBe('Câu em viết rất lâu')
  })

  test('a draft survives reloading, also when the session has ended', async () => {
    fillOffice(served.office, Date.now())
    const page = await comeIn('lan.nguyen')
    await row(page, birth).click()
    await page.locator('#words').fill('Viết dở')
    await page.reload()
    await expect.poll(() => page.locator('#words').inputValue()).toBe('Viết dở')
    await served.office.accounts.logOutEverywhere({ id: 'quan.tri', role: 'admin', desks: [] }, 'lan.nguyen')
    served.office.change(birth, { escalations: 1 })
    await page.getByText('Phiên làm việc đã hết').waitFor()
    await logIn(page, 'lan.nguyen', password)
    await expect.poll(() => page.locator('#words').inputValue()).toBe('Viết dở')
  })

  test('nothing of theirs stays in the browser when they log out', async () => {
    fillOffice(served.office, Date.now())
    const page = await comeIn('lan.nguyen')
    await row(page, birth).click()
    await page.locator('#words').fill('Viết dở')
    await page.getByText('Tùy chọn').click()
    await page.getByRole('button', { name: 'Đăng xuất', exact: true }).click()
    await page.getByText('Anh chị đã đăng xuất.').waitFor()
    expect(await page.evaluate('JSON.stringify(localStorage)')).toBe('{}')
    expect(new URL(page.url()).pathname).toBe('/console')
    await page.goBack()
    await page.getByLabel('Tên đăng nhập').waitFor()
  })

  test('an answer written without a network is sent once when it is back, and nothing is missed', async () => {
    fillOffice(served.office, Date.now())
    const page = await comeIn('lan.nguyen')
    await row(page, birth).click()
    await page.getByRole('button', { name: 'Nhận việc' }).click()
    await page.getByText('Anh chị đang phụ trách').waitFor()
    await page.context().setOffline(true)
    await answer(page, 'Dạ, bác chờ em một chút.')
    await page.locator('.unsent', { hasText: 'Chưa có mạng' }).waitFor()
    await page.locator('#connection', { hasText: 'Mất kết nối' }).waitFor()
    served.office.change(birth, { waitingSince: 3 }, { kind: 'citizen', at: Date.now(), text: 'Vâng' })
    served.office.change('meanwhile1', { wish: 'trong lúc mất mạng' })
    await page.context().setOffline(false)
    await page.locator('.said.officer:not(.unsent)', { hasText: 'bác chờ em' }).waitFor()
    await page.locator('.said.citizen', { hasText: 'Vâng' }).waitFor()
    await expect.poll(() => page.locator('#connection').textContent()).toBe('')
    await page.getByRole('tab', { name: 'Đang chờ' }).click()
    await row(page, 'meanwhile1').waitFor()
    expect((await said(page)).filter((text) => text.includes('bác chờ em'))).toHaveLength(1)
    expect(served.office.acted.filter(({ does }) => does === 'answer')).toHaveLength(1)
  })

  test('an answer is sent once although the first request was lost on its way back', async () => {
    fillOffice(served.office, Date.now())
    const page = await comeIn('lan.nguyen')
    await row(page, birth).click()
    let lost = 0
    await page.route('**/actions', async (route) => {
      if (lost++ > 0) return route.continue()
      await route.fetch()
      await route.abort()
    })
    await answer(page, 'Chỉ một lần thôi')
    await page.locator('.said.officer:not(.unsent)', { hasText: 'Chỉ một lần thôi' }).waitFor()
    await expect.poll(() => page.locator('.unsent').count()).toBe(0)
    expect((await said(page)).filter((text) => text === 'Chỉ một lần thôi')).toHaveLength(1)
    expect(new Set(served.office.acted.map(({ id }) => id)).size).toBe(1)
  })

  test('prepared answers fill the box, or are sent through the bot; notes stay inside; a case is passed and closed', async () => {
    fillOffice(served.office, Date.now())
    const page = await comeIn('hoa.tran')
    await row(page, birth).click()
    await page.getByRole('button', { name: 'Lệ phí' }).click()
    await page.getByRole('button', { name: 'Đưa vào ô soạn để sửa' }).click()
    expect(await page.locator('#words').inputValue()).toBe('Lệ phí: (soạn từ sự thật)')
    await page.locator('#words').fill('')
    await page.getByRole('button', { name: 'Nộp ở đâu' }).click()
    await page.getByRole('button', { name: 'Gửi ngay qua trợ lý' }).click()
    await page.locator('.said.bot', { hasText: 'Nộp ở đâu: (soạn từ sự thật)' }).waitFor()
    await page.getByLabel('Ghi chú').check()
    await page.locator('#words').fill('Bác này nghe kém')
    await page.getByRole('button', { name: 'Lưu ghi chú' }).click()
    await page.locator('.said.note:not(.unsent)', { hasText: 'Bác này nghe kém' }).waitFor()
    await page.getByRole('button', { name: 'Chuyển bàn' }).click()
    await page.getByLabel('Chuyển sang bàn').selectOption({ label: 'Một cửa phường Làm Mẫu' })
    await page.getByRole('button', { name: 'Chuyển', exact: true }).click()
    await page.locator('.toast', { hasText: 'Đã chuyển hồ sơ' }).waitFor()
    await page.getByRole('tab', { name: 'Đang chờ' }).click()
    await row(page, birth).click()
    await page.getByRole('button', { name: 'Kết thúc', exact: true }).click()
    await page.getByLabel('Hẹn đến tại bàn').check()
    await page.locator('dialog').getByRole('button', { name: 'Kết thúc' }).click()
    await page.locator('.toast', { hasText: 'Đã kết thúc hồ sơ' }).waitFor()
    await page.getByRole('tab', { name: 'Đã xong' }).click()
    await row(page, birth).getByText('Hẹn đến tại bàn').waitFor()
  })

  test('a picture is named and shown; an answer good for all is proposed and decided by an admin', async () => {
    fillOffice(served.office, Date.now())
    const page = await comeIn('lan.nguyen')
    await row(page, birth).click()
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'to-khai.png', mimeType: 'image/png', buffer: png })
    await page.getByLabel('Ảnh này là gì?').fill('Mẫu tờ khai, mặt trước')
    await page.locator('dialog').getByRole('button', { name: 'Gửi' }).click()
    const shown = page.getByRole('img', { name: 'Mẫu tờ khai, mặt trước' })
    await expect
      .poll(() => shown.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
      .toBe(1)
    await answer(page, 'Ông bà đi khai được ạ.')
    await page.getByRole('button', { name: 'Câu này tốt cho mọi người' }).click()
    expect(await page.getByLabel('Người dân hỏi').inputValue()).toContain('ông bà đi khai sinh')
    await page.getByRole('button', { name: 'Gửi đề xuất' }).click()
    await page.locator('.toast', { hasText: 'Đã gửi đề xuất' }).waitFor()
    const admin = await comeIn('quan.tri')
    await admin.getByRole('link', { name: 'Câu trả lời đề xuất' }).click()
    await admin.getByRole('button', { name: 'Chấp nhận' }).click()
    await admin.getByText('quan.tri đã chấp nhận').waitFor()
  })

  test('filters and search leave what fits, and say how to get the rest back', async () => {
    fillOffice(served.office, Date.now())
    const page = await comeIn('lan.nguyen')
    await expect.poll(() => page.locator('a.row').count()).toBe(4)
    await page.getByLabel('Tìm hồ sơ').fill('di lam xa')
    await expect.poll(() => page.locator('a.row').count()).toBe(1)
    await page.getByLabel('Tìm hồ sơ').fill('không có gì như thế')
    await page.getByText('Không có hồ sơ nào khớp').waitFor()
    await page.getByLabel('Tìm hồ sơ').fill('')
    await page.getByText('Lọc', { exact: true }).click()
    await page.getByText('Chỉ hồ sơ quá hạn').click()
    expect(await page.locator('a.row').allTextContents()).toHaveLength(1)
    await row(page, 'a7overdue2').getByText('Quá hạn').waitFor()
  })

  test('needs no more than the keyboard', async () => {
    fillOffice(served.office, Date.now())
    const page = await comeIn('lan.nguyen')
    await row(page, birth).waitFor()
    const focused = () =>
      page.evaluate<string | null>('document.activeElement.dataset.id ?? document.activeElement.id')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Phím tắt' }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    expect(await focused()).toBe('a7overdue2')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    expect(await focused()).toBe(birth)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Nhận việc' }).waitFor()
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H2')
    await page.keyboard.press('t')
    await page.getByText('Anh chị đang phụ trách').waitFor()
    await page.locator('#words').evaluate((words) => (words as unknown as { blur(): void }).blur())
    await page.keyboard.press('r')
    await page.keyboard.type('Trả lời bằng phím')
    await page.keyboard.press('Enter')
    await page.locator('.said.officer:not(.unsent)', { hasText: 'Trả lời bằng phím' }).waitFor()
    expect(await focused()).toBe('words')
    await page.keyboard.press('Escape')
    await page.keyboard.press('n')
    await page.getByRole('button', { name: 'Lưu ghi chú' }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.getByText('Chọn một hồ sơ ở danh sách').waitFor()
    expect(await focused()).toBe(birth)
  })

  test('nothing a citizen writes becomes part of the page', async () => {
    const page = await comeIn('lan.nguyen')
    const evil = '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>'
    served.office.change(
      'evil000001',
      { wish: evil, phone: '0912" onclick=1', kind: 'call_back' },
      { kind: 'citizen', at: 1, text: evil },
    )
    await row(page, 'evil000001').click()
    await page.locator('.said.citizen', { hasText: '<img' }).waitFor()
    expect(await page.locator('main img').count()).toBe(0)
    expect(await page.evaluate('window.hurt')).toBeUndefined()
  })

  test('a case that goes to a desk of others goes from the page, with all that was said', async () => {
    fillOffice(served.office, Date.now())
    const page = await comeIn('lan.nguyen')
    await row(page, birth).click()
    await page.locator('.said.citizen').first().waitFor()
    served.office.change(birth, { escalations: 1 })
    served.office.change(birth, { desk: 'hai-phong/ngo-quyen' })
    await row(page, birth).waitFor({ state: 'detached' })
    await page.getByText('Không có hồ sơ này, hoặc hồ sơ thuộc bàn khác.').waitFor()
    expect(await page.locator('main').textContent()).not.toContain('bố nó đi tàu viễn dương')
    await page.goto(`${served.url}/console/cases/${birth}`)
    await page.getByText('Không có hồ sơ này, hoặc hồ sơ thuộc bàn khác.').waitFor()
  })

  test('the line that links a Telegram account is one tap away, and only where there is a group', async () => {
    const page = await comeIn('lan.nguyen', phone)
    await page.getByText('Tùy chọn').click()
    await page.getByRole('button', { name: 'Nối tài khoản Telegram' }).click()
    const line = (await page.locator('dialog output').textContent()) ?? ''
    expect(line).toMatch(/^\/link [A-Z2-9]{8}$/)
    expect([await violations(page), await overflows(page), await lowControls(page)]).toEqual([[], false, []])
    expect(await served.office.links.redeem(line.slice(6), 4711)).toMatchObject({ login: 'lan.nguyen' })

    await served.office.addStaff('tam.le', 'officer', ['hai-phong/ngo-quyen'], 'Anh Tâm')
    const other = await comeIn('tam.le')
    await other.getByText('Tùy chọn').click()
    await other.getByRole('button', { name: 'Đổi mật khẩu' }).waitFor()
    expect(await other.getByRole('button', { name: 'Nối tài khoản Telegram' }).count()).toBe(0)
  })

  test('somebody new chooses an own password; an admin adds, resets and disables', async () => {
    const admin = await comeIn('quan.tri')
    await admin.getByRole('link', { name: 'Tài khoản' }).click()
    await admin.getByRole('button', { name: 'Thêm tài khoản' }).click()
    await admin.getByLabel('Tên', { exact: false }).first().fill('Anh Nam')
    await admin.getByLabel('Tên đăng nhập').fill('nam.le')
    await admin.getByLabel('Một cửa phường Ví Dụ').check()
    await admin.getByRole('button', { name: 'Thêm', exact: true }).click()
    const given = (await admin.locator('.secret').textContent()) ?? ''
    await admin.getByRole('button', { name: 'Đóng', exact: true }).click()
    const page = await open(phone)
    await logIn(page, 'nam.le', given)
    await page.getByLabel('Mật khẩu được cấp').fill(given)
    await page.getByLabel('Mật khẩu mới', { exact: false }).first().fill('bon con meo den')
    await page.getByLabel('Nhập lại mật khẩu mới').fill('bon con meo trang')
    await page.getByRole('button', { name: 'Đổi mật khẩu' }).click()
    await page.getByText('chưa giống nhau').waitFor()
    await page.getByLabel('Nhập lại mật khẩu mới').fill('bon con meo den')
    await page.getByRole('button', { name: 'Đổi mật khẩu' }).click()
    await settled(page)
    await admin
      .getByRole('row', { name: /Anh Nam/ })
      .getByRole('button', { name: 'Khóa' })
      .click()
    await admin.locator('dialog').getByRole('button', { name: 'Khóa' }).click()
    await admin
      .getByRole('row', { name: /Anh Nam/ })
      .getByText('Đã khóa')
      .waitFor()
    await page.getByText('Phiên làm việc đã hết').waitFor()
  })

  const widths = [
    { name: '360 px', options: phone },
    { name: '1280 px', options: { viewport: { width: 1280, height: 800 } } },
    { name: '360 px, dark', options: { ...phone, colorScheme: 'dark' as const } },
  ]
  test.each(widths)(
    'at $name no page or state has a barrier axe knows, sticks out or is too small',
    async ({ options }) => {
      fillOffice(served.office, Date.now())
      const page = await open(options)
      const found: string[] = []
      const look = async (state: string) => {
        for (const what of await violations(page)) found.push(`${state}: ${what}`)
        if (await overflows(page)) found.push(`${state}: sticks out`)
        for (const what of await lowControls(page)) found.push(`${state}: too low: ${what}`)
      }
      await look('login')
      await logIn(page, 'quan.tri', 'khong phai the')
      await page.locator('#problem:not(:empty)').waitFor()
      await look('login refused')
      await logIn(page, 'quan.tri', password)
      await settled(page)
      await row(page, birth).waitFor()
      await look('queue')
      await page.getByText('Lọc', { exact: true }).click()
      await look('filters')
      await page.getByText('Lọc', { exact: true }).click()
      for (const tab of ['Của tôi', 'Người khác', 'Gọi lại', 'Đã xong', 'Đang chờ']) {
        await page.getByRole('tab', { name: tab }).click()
        await look(`tab ${tab}`)
      }
      await page.getByText('Tùy chọn').click()
      await look('menu')
      await page.keyboard.press('Escape')
      await page.keyboard.press('?')
      await look('keys')
      await page.keyboard.press('Escape')
      await row(page, birth).click()
      await page.getByRole('button', { name: 'Nhận việc' }).waitFor()
      await look('case that waits')
      if (options.viewport.width < 700) {
        await page.locator('.brief').click()
        await look('card')
        await page.locator('.brief').click()
      }
      await page.getByRole('button', { name: 'Nhận việc' }).click()
      await page.getByText('Anh chị đang phụ trách').waitFor()
      await answer(page, 'Dạ được ạ, '.repeat(30))
      await page.locator('.said.officer:not(.unsent)').waitFor()
      await look('case of mine')
      for (const [action, title] of [
        ['Trả lại trợ lý', 'Trả lại cho trợ lý'],
        ['Chuyển bàn', 'Chuyển bàn khác'],
        ['Kết thúc', 'Kết thúc hồ sơ'],
        ['Câu này tốt cho mọi người', 'Câu này tốt cho mọi người'],
        ['Lệ phí', 'Lệ phí'],
      ] as const) {
        await page.getByRole('button', { name: action, exact: true }).click()
        await page.getByRole('dialog', { name: title }).waitFor()
        await look(title)
        await page.keyboard.press('Escape')
      }
      await page.context().setOffline(true)
      await answer(page, 'Không có mạng')
      await page.locator('.unsent').waitFor()
      await look('offline')
      await page.context().setOffline(false)
      await expect.poll(() => page.locator('.unsent').count()).toBe(0)
      await page.goto(`${served.url}/console/cases/t5colleage`)
      await page.locator('.composer .state').waitFor()
      await look("a colleague's case")
      await page.goto(`${served.url}/console/cases/nosuchcase`)
      await page.getByText('Không có hồ sơ này').waitFor()
      await look('no such case')
      for (const place of ['reports', 'accounts', 'proposals', 'audit']) {
        await page.goto(`${served.url}/console/${place}`)
        await page.locator('.page > :is(table, .card, .empty:last-child)').waitFor()
        await page.getByText('Đang mở hồ sơ…').waitFor({ state: 'detached' })
        await look(place)
      }
      await page.goto(`${served.url}/console/accounts`)
      await page.getByRole('button', { name: 'Thêm tài khoản' }).click()
      await look('add an account')
      expect(found).toEqual([])
    },
  )
})
