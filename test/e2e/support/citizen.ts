/** A citizen at the chat page, in the words of a test. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'

/** Starts Chromium so that it talks to nobody but us. */
export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** The last thing the bot said. */
export function lastSaid(page: Page): Locator {
  return page.locator('.bot .bubble').last()
}

/** Everything said, by both, without the words meant for screen readers. */
export async function conversation(page: Page): Promise<readonly string[]> {
  const said = await page.locator('.bubble').allTextContents()
  return said.map((text) => text.replace(/^(Một Cửa|Bác|You): /, ''))
}

/** Types a message and sends it with Enter. */
export async function write(page: Page, text: string): Promise<void> {
  const field = page.locator('#text')
  await field.fill(text)
  await field.press('Enter')
}

/** Waits until the bot has said something that holds these words. */
export async function hears(page: Page, words: string | RegExp): Promise<void> {
  await page.locator('.bot .bubble', { hasText: words }).last().waitFor()
}

/** Presses one of the buttons under the last message. */
export async function press(page: Page, label: string | RegExp): Promise<void> {
  await page.locator('.choices button', { hasText: label }).first().click()
}

/** Whether something sticks out to the right, or the page can be scrolled beyond its messages. */
export function overflows(page: Page): Promise<boolean> {
  return page.evaluate(`(() => {
    const page = document.documentElement
    return page.scrollHeight > page.clientHeight || [page, document.getElementById('log')]
      .some(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
  })()`)
}

/** What axe finds wrong, as "rule: element". */
export async function violations(page: Page): Promise<readonly string[]> {
  // Let animations end: a half-transparent message has half its contrast.
  await page.evaluate(`Promise.all(document.getAnimations()
    .filter(({ effect }) => effect.getComputedTiming().iterations !== Infinity)
    .map(({ finished }) => finished.catch(() => {})))`)
  await page.evaluate(axeSource)
  const { violations: found } = (await page.evaluate('axe.run()')) as { violations: readonly Violation[] }
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
