/**
 * Draws the pictures of docs/console.md: `node test/console/screenshots.ts`. The office, its cases and the people are made
 * up, the pages are real.
 */
import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openBrowser } from '../e2e/support/citizen.ts'
import { answer, logIn, openConsole, row, settled } from '../e2e/support/officer.ts'
import { chromium, find } from '../e2e/support/services.ts'
import { password } from './support/fake-office.ts'
import { fillOffice } from './support/sample.ts'
import { serveConsole } from './support/serve.ts'

const folder = resolve(import.meta.dirname, '../../docs/images')
const maxBytes = 200 * 1024
const now = Date.parse('2026-11-23T09:30+07:00')
const birth = 'k3x9waitng'

const path = find(chromium)
if (path === undefined) throw new Error(`${chromium.name} is not on this machine: ${chromium.install}`)
const browser = await openBrowser(path)

async function draw(
  login: string,
  viewport: { readonly width: number; readonly height: number },
  pictures: (
    shoot: (name: string) => Promise<void>,
    page: Awaited<ReturnType<typeof openConsole>>['page'],
  ) => Promise<void>,
): Promise<void> {
  const served = await serveConsole({ now: () => now })
  await served.office.addStaff('lan.nguyen', 'officer', ['hai-phong/hong-bang'], 'Chị Lan')
  await served.office.addStaff('hoa.tran', 'lead', ['hai-phong/hong-bang', 'hai-phong/ngo-quyen'], 'Chị Hoa')
  await served.office.addStaff('quan.tri', 'admin', [], 'Anh Quân')
  fillOffice(served.office, now)
  const { page, context } = await openConsole(browser, served.url, {
    viewport,
    hasTouch: viewport.width < 500,
  })
  const shoot = async (name: string) => {
    const file = join(folder, `console-${name}.png`)
    await page.screenshot({ path: file })
    if (statSync(file).size > maxBytes) throw new Error(`${file} is larger than ${maxBytes} bytes`)
  }
  await logIn(page, login, password)
  await settled(page)
  await row(page, birth).waitFor()
  await pictures(shoot, page)
  await context.close()
  await served.close()
}

const desk = { width: 1280, height: 800 }
const phone = { width: 360, height: 740 }

await draw('lan.nguyen', desk, async (shoot, page) => {
  await row(page, birth).click()
  await page.getByRole('button', { name: 'Nhận việc' }).click()
  await page.getByText('Anh chị đang phụ trách').waitFor()
  await answer(
    page,
    'Dạ được bác ạ. Ông bà mang căn cước của mình và giấy chứng sinh của cháu ra phường nhé.',
  )
  await page.locator('.said.officer:not(.unsent)').waitFor()
  await shoot('case')
})
await draw('lan.nguyen', phone, async (shoot, page) => {
  await shoot('phone-queue')
  await row(page, birth).click()
  await page.getByRole('button', { name: 'Nhận việc' }).waitFor()
  await shoot('phone-case')
})
await draw('quan.tri', desk, async (shoot, page) => {
  await page.getByRole('link', { name: 'Báo cáo' }).click()
  await page.locator('table').waitFor()
  await shoot('reports')
  await page.getByRole('link', { name: 'Tài khoản' }).click()
  await page.getByRole('row', { name: /Chị Lan/ }).waitFor()
  await shoot('accounts')
})
await browser.close()
