import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import {
  conversation,
  hears,
  lastSaid,
  openBrowser,
  overflows,
  press,
  violations,
  write,
} from './support/citizen.ts'
import { illustrate } from './support/pictures.ts'
import { type ServiceProcess, startService } from './support/process.ts'
import { chromium, describeWith } from './support/services.ts'

const now = '2026-11-22T09:00+07:00'
const phone = { viewport: { width: 320, height: 640 }, hasTouch: true }

describeWith(chromium, 'a citizen at the web chat', (chromiumPath) => {
  let dataDir = ''
  let service: ServiceProcess
  let browser: Browser
  let context: BrowserContext | undefined

  beforeAll(async () => {
    dataDir = temporaryFolder()
    ;[service, browser] = await Promise.all([startService({ dataDir, now }), openBrowser(chromiumPath)])
  })
  afterEach(async () => {
    await context?.close()
    context = undefined
  })
  afterAll(async () => {
    await browser?.close()
    await service?.stop()
  })

  async function open(options: BrowserContextOptions = phone, url = service.url): Promise<Page> {
    context = await browser.newContext({ locale: 'vi-VN', ...options })
    const page = await context.newPage()
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(String(error)))
    page.on('console', (line) => {
      if (/Content Security Policy|Refused/.test(line.text())) faults.push(line.text())
    })
    await page.goto(url)
    await page.locator('.choices button').first().waitFor()
    expect(faults).toEqual([])
    return page
  }

  /** As far as the tick-list of the linked birth registration. */
  async function reachTickList(page: Page): Promise<void> {
    await write(page, 'lam giay khai sinh cho chau moi sinh')
    await press(page, 'Chưa có giấy khai sinh')
    await hears(page, 'sinh ngày nào')
    await write(page, '5/11/2026')
    await press(page, 'Ông bà')
    await press(page, 'Đã kết hôn')
    await hears(page, /thường trú|ở cùng|nơi/)
    await write(page, 'cùng bố mẹ')
    await press(page, 'Có giấy chứng sinh')
    await page.locator('.ticks input').first().waitFor()
  }

  test('is led to the checklist on a phone 320 px wide, and nothing sticks out', async () => {
    const page = await open()
    expect(await page.locator('html').getAttribute('lang')).toBe('vi')
    await reachTickList(page)
    expect(await overflows(page)).toBe(false)
    await page.locator('.ticks label').nth(0).click()
    await page.locator('.ticks label').nth(1).click()
    await page.locator('.ticks button').click()
    await hears(page, 'còn thiếu')
    expect(await page.locator('.ticks input').first().isDisabled()).toBe(true)
    expect(await page.locator('.ticks input:checked').count()).toBe(2)
    expect(await overflows(page)).toBe(false)
  })

  test('finds the pressed choice marked and the old buttons gone', async () => {
    const page = await open()
    const label = (await page.locator('.choices button').first().textContent()) ?? ''
    await page.locator('.choices button').first().click()
    await page.locator('.past .picked', { hasText: label }).waitFor()
    await page.locator('.own .bubble', { hasText: label }).waitFor()
    await page.locator('.choices button').first().waitFor()
    expect(await page.locator('.choices').count()).toBe(1)
  })

  test('finds history, place and ticks again after reloading', async () => {
    const page = await open()
    await reachTickList(page)
    const answered = page.waitForResponse((response) => response.url().endsWith('/messages'))
    await page.locator('.ticks label').nth(1).click()
    await answered
    const before = await conversation(page)
    await page.reload()
    await page.locator('#log[aria-busy=false]').waitFor()
    expect(await conversation(page)).toEqual(before)
    expect(await page.locator('.ticks input').nth(1).isChecked()).toBe(true)
    await page.locator('.ticks button').click()
    await hears(page, 'còn thiếu')
    expect(await lastSaid(page).textContent()).not.toContain('Chào bác')
  })

  test('sees the same in a second tab', async () => {
    const page = await open()
    const second = await page.context().newPage()
    await second.goto(service.url)
    await second.locator('.choices button').first().waitFor()
    await write(page, 'lệ phí khai sinh bao nhiêu')
    await page.locator('.own .bubble', { hasText: 'lệ phí' }).waitFor()
    await expect.poll(async () => await conversation(second)).toEqual(await settled(page))
    expect((await conversation(second)).length).toBeGreaterThan(2)
  })

  test('mends what another tab wrote over', async () => {
    const page = await open()
    await write(page, 'lệ phí khai sinh bao nhiêu')
    await settled(page)
    const second = await page.context().newPage()
    await second.goto(service.url)
    await second.locator('.own .bubble').first().waitFor()
    // Two tabs share one memory without a lock: the later writer may bring back what it read before.
    await second.evaluate(`for (const [key, text] of Object.entries(localStorage)) {
      const memory = JSON.parse(text)
      for (const said of memory.said) said.state = 'waiting'
      localStorage.setItem(key, JSON.stringify(memory))
    }`)
    const states = () =>
      page.evaluate(
        `Object.values(localStorage).flatMap((text) => JSON.parse(text).said.map((said) => said.state))`,
      )
    await expect.poll(states).not.toContain('waiting')
    await page.locator('.own .state').waitFor({ state: 'detached' })
  })

  test('loses and doubles nothing when the connection goes and comes back', async () => {
    const page = await open()
    await context?.setOffline(true)
    await write(page, 'khai sinh cho cháu mới sinh')
    await page.locator('.own .state', { hasText: 'Chưa có mạng' }).waitFor()
    await context?.setOffline(false)
    await hears(page, 'giấy khai sinh chưa')
    await page.locator('.own .state').waitFor({ state: 'detached' })
    const said = await conversation(page)
    expect(said.filter((text) => text === 'khai sinh cho cháu mới sinh')).toHaveLength(1)
    expect(said.filter((text) => text.includes('giấy khai sinh chưa'))).toHaveLength(1)
  })

  test('is served on after the service was restarted', async () => {
    const own = temporaryFolder()
    const first = await startService({ dataDir: own, now })
    const port = new URL(first.url).port
    context = await browser.newContext(phone)
    const page = await context.newPage()
    await page.goto(first.url)
    await page.locator('.choices button').first().waitFor()
    await first.stop()
    await write(page, 'khai sinh cho cháu mới sinh')
    const second = await startService({ dataDir: own, now, environment: { PORT: port } })
    await hears(page, 'giấy khai sinh chưa')
    expect((await conversation(page)).filter((text) => text.includes('giấy khai sinh chưa'))).toHaveLength(1)
    await second.stop()
  })

  test('needs no more than the keyboard', async () => {
    const page = await open({ viewport: { width: 1280, height: 800 } })
    const tabTo = async (selector: string) => {
      for (let presses = 0; presses < 30; presses += 1) {
        await page.keyboard.press('Tab')
        if (await page.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)})`)) return
      }
      throw new Error(`the keyboard does not reach ${selector}`)
    }
    await tabTo('.choices button')
    await page.keyboard.press('Enter')
    await page.locator('.past .picked').waitFor()
    await page.locator('.choices button').first().waitFor()
    await tabTo('.choices button')
    await page.keyboard.press('Space')
    await page.locator('.past .picked').nth(1).waitFor()
    await tabTo('#text')
    await page.keyboard.type('cần giấy tờ gì')
    await page.keyboard.press('Enter')
    await page.locator('.own .bubble', { hasText: 'cần giấy tờ gì' }).waitFor()
    await settled(page)
    expect(await page.evaluate('document.activeElement.id')).toBe('text')
    await page.locator('summary').focus()
    await page.keyboard.press('Enter')
    expect(await page.locator('#menu .item').first().isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    expect(await page.locator('#menu .item').first().isVisible()).toBe(false)
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY')
  })

  test.each(['light', 'dark'] as const)(
    'meets no barrier that axe knows, in %s colours',
    async (colorScheme) => {
      const page = await open({ ...phone, colorScheme })
      expect(await violations(page)).toEqual([])
      await reachTickList(page)
      expect(await violations(page)).toEqual([])
      await page.locator('summary').click()
      expect(await violations(page)).toEqual([])
      await page.locator('#erase').click()
      expect(await violations(page)).toEqual([])
      await page.locator('#confirm-no').click()
      await context?.setOffline(true)
      await write(page, 'xin chào')
      await page.locator('.own .state', { hasText: 'Chưa có mạng' }).waitFor()
      expect(await violations(page)).toEqual([])
    },
  )

  test.each([320, 1280])('scrolls in one direction only at %i px', async (width) => {
    const page = await open({ viewport: { width, height: 700 } })
    await write(page, 'khai sinh cho cháu mới sinh cần giấy tờ gì')
    await settled(page)
    await write(page, 'a'.repeat(400))
    await page.locator('.own .bubble', { hasText: 'aaaa' }).waitFor()
    await page.locator('summary').click()
    expect(await overflows(page)).toBe(false)
  })

  test('gives fingers room: every control is at least 48 px high', async () => {
    const page = await open()
    await page.locator('summary').click()
    const heights = await page
      .locator('button:visible, summary, textarea')
      .evaluateAll((controls) =>
        controls.map((control) => (control as unknown as { offsetHeight: number }).offsetHeight),
      )
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(48)
  })

  test('goes on in English, page and all, when the bot does', async () => {
    const page = await open()
    await write(page, 'đổi ngôn ngữ')
    await press(page, 'English')
    await page.locator('html[lang=en]').waitFor()
    expect(await page.locator('#composer button').textContent()).toBe('Send')
    expect(await page.locator('.message[lang=vi]').count()).toBeGreaterThan(0)
  })

  test('sees a picture under the text and opens it large; a lost one, and one elsewhere, are told in words', async () => {
    const own = temporaryFolder()
    const form = { source: 'media/to-khai.png', alt: 'Mẫu tờ khai, ba ô đầu là tên của cháu' }
    const gone = { source: 'media/mat-sau.png', alt: 'Mặt sau của tờ khai' }
    const foreign = { source: 'https://dichvucong.gov.vn/a.png', alt: 'Ảnh cổng dịch vụ công' }
    const { environment, pathOf } = illustrate(own, [form, gone, foreign], await drawForm())
    const illustrated = await startService({ now, environment })
    rmSync(pathOf(gone.source))
    try {
      const page = await open({ viewport: { width: 360, height: 640 }, hasTouch: true }, illustrated.url)
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      await write(page, 'lam giay khai sinh cho chau moi sinh')
      await press(page, 'Chưa có giấy khai sinh')
      await hears(page, 'sinh ngày nào')
      const shown = page.getByRole('link', { name: form.alt })
      await shown.scrollIntoViewIfNeeded()
      await expect.poll(() => looks(shown)).toMatchObject({ naturalWidth: 600 })
      expect((await looks(shown)).width).toBeLessThan(360)
      // It is asked for once it is near.
      await page.locator('.bot').last().scrollIntoViewIfNeeded()
      const lost = page.locator('a.bubble', { hasText: gone.alt })
      await lost.waitFor()
      const elsewhere = page.locator('.bubble a', { hasText: foreign.alt })
      expect(await elsewhere.getAttribute('href')).toBe(foreign.source)
      expect(asked.filter((url) => !url.startsWith(illustrated.url))).toEqual([])
      expect(await overflows(page)).toBe(false)
      expect(await violations(page)).toEqual([])
      const opens = page.context().waitForEvent('page')
      await shown.press('Enter')
      expect(new URL((await opens).url()).pathname).toBe('/media/birth-linked/media/to-khai.png')
      await page.reload()
      await expect.poll(() => page.locator('.picture, a.bubble').count()).toBe(2)
    } finally {
      await illustrated.stop()
    }
  })

  /** The picture in a link, as the browser has it. */
  function looks(link: Locator): Promise<{ naturalWidth: number; width: number }> {
    return link.locator('img').evaluate((image) => {
      const { naturalWidth, width } = image as unknown as { naturalWidth: number; width: number }
      return { naturalWidth, width }
    })
  }

  /** A PNG 600 px wide. */
  async function drawForm(): Promise<Buffer> {
    const page = await browser.newPage({ viewport: { width: 600, height: 400 } })
    await page.setContent(`<h1>TỜ KHAI</h1>${'<p>Họ, chữ đệm, tên: ………………</p>'.repeat(6)}`)
    const picture = await page.screenshot()
    await page.close()
    return picture
  }

  test('can have everything erased, here and on the server', async () => {
    const page = await open()
    await write(page, 'cháu tên Nguyễn Thị Bí Mật')
    await page.locator('.bot .bubble').nth(1).waitFor()
    const former = (await page.evaluate("JSON.parse(localStorage.getItem('motcua')).conversation")) as string
    await page.locator('summary').click()
    await page.locator('#erase').click()
    await page.locator('#confirm-yes').click()
    await hears(page, 'Chào bác')
    await expect.poll(() => page.locator('.own').count()).toBe(0)
    expect(await page.evaluate("localStorage.getItem('motcua')")).not.toContain('Bí Mật')
    expect(await page.evaluate("JSON.parse(localStorage.getItem('motcua')).conversation")).not.toBe(former)
    await expect.poll(() => kept(former)).toEqual(['Em đã xóa hết ạ. Khi nào cần, bác nhắn lại cho em.'])
  })

  /** The replies that the server still has of a conversation. */
  function kept(former: string): readonly string[] {
    const db = new DatabaseSync(join(dataDir, 'motcua.db'), { readOnly: true })
    try {
      const rows = db
        .prepare('SELECT r.body FROM replies r JOIN conversations c ON c.key = r.conversation WHERE c.id = ?')
        .all(`web:${former}`)
      return rows.map(({ body }) => (JSON.parse(String(body)) as { text: string }).text)
    } finally {
      db.close()
    }
  }

  /** The conversation once nothing more comes: the typing dots are gone and all own messages are sent. */
  async function settled(page: Page): Promise<readonly string[]> {
    await page.locator('#typing').waitFor({ state: 'hidden' })
    await page.locator('.own .state').waitFor({ state: 'detached' })
    return await conversation(page)
  }
})
