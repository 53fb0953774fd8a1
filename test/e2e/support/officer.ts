/** An officer at the pages for staff, in the words of a test. */
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'

/** Counts tones and keeps notifications, which a browser without a screen shows to nobody. */
const ears = `
  window.tones = 0
  window.notices = []
  window.OscillatorNode = class extends OscillatorNode { start(...given) { window.tones += 1; super.start(...given) } }
  window.Notification = class { static permission = 'granted'; constructor(title, { body }) { notices.push({ title, body }) } }
`

export interface OfficerPage {
  readonly page: Page
  readonly context: BrowserContext
  /** Faults of the page's own: errors, and what its policy refused. */
  readonly faults: string[]
}

/** A browser of its own with the login page. */
export async function openConsole(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OfficerPage> {
  const context = await browser.newContext({
    locale: 'vi-VN',
    viewport: { width: 1280, height: 800 },
    ...options,
  })
  // A machine that is busy with other tests is slow, not wrong.
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  await page.addInitScript(ears)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (line) => {
    if (/Content Security Policy|Refused/.test(line.text())) faults.push(line.text())
  })
  await page.goto(`${url}/console`)
  await page.getByLabel('Tên đăng nhập').waitFor()
  return { page, context, faults }
}

export async function logIn(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel('Tên đăng nhập').fill(login)
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Đăng nhập' }).click()
}

/** Waits until events are heard: from then on nothing is missed. */
export async function settled(page: Page): Promise<void> {
  await page.locator('.rows > li', { hasNotText: 'Đang tải' }).first().waitFor()
}

export function row(page: Page, id: string): Locator {
  return page.locator(`a.row[data-id="${id}"]`)
}

/** What was said in the case that is open, by whom. */
export async function said(page: Page): Promise<readonly string[]> {
  return page.locator('.log .said:not(.unsent) .bubble').allTextContents()
}

export async function answer(page: Page, text: string): Promise<void> {
  await page.locator('#words').fill(text)
  await page.getByRole('button', { name: 'Gửi', exact: true }).click()
}

export const tones = (page: Page): Promise<number> => page.evaluate('window.tones')
export const notices = (page: Page): Promise<readonly { title: string; body: string }[]> =>
  page.evaluate('window.notices')

/** Whether something sticks out to the right. */
export function overflows(page: Page): Promise<boolean> {
  return page.evaluate(`[document.documentElement, ...document.querySelectorAll('main, .panel, .log, .page, dialog')]
    .some(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)`)
}

/** Controls that are seen and lower than a finger needs, as their texts. */
export function lowControls(page: Page): Promise<readonly string[]> {
  return page.evaluate(`[...document.querySelectorAll('button, summary, select, textarea, input, a.row, a.call, nav a')]
    .map((control) => control.closest('label.check') ?? control)
    .filter((control) => control.checkVisibility() && control.getBoundingClientRect().height > 0)
    .filter((control) => control.getBoundingClientRect().height < 43.9)
    .map((control) => control.textContent || control.outerHTML.slice(0, 80))`)
}
