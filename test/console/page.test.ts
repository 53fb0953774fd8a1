import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { caseOutcomes } from '../../src/engine/case.ts'
import { loadShipped } from '../support/files.ts'
import { serveConsole } from './support/serve.ts'

const folder = new URL('../../src/console/page/', import.meta.url)
const files = readdirSync(folder).filter((name) => /\.(js|html)$/.test(name))
const code = files.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n')
const content = await loadShipped()
const phrases = [...(content.locales.get('vi')?.phrases.keys() ?? [])]
  .filter((key) => key.startsWith('console.'))
  .map((key) => key.slice('console.'.length))

test('every text the page names is there', () => {
  const named = [...code.matchAll(/text\(\s*'([a-z_]+\.[a-z_0-9]+)'/g)].map((match) => match[1] ?? '')
  const inTemplate = [...code.matchAll(/\{\{(\w+?)__(\w+)\}\}/g)].map((match) => `${match[1]}.${match[2]}`)
  expect([...named, ...inTemplate].filter((key) => !phrases.includes(key))).toEqual([])
  expect(named.length).toBeGreaterThan(100)
})

test('no text is left that the page does not name', () => {
  const groups = /^(role|error|state|wished|clock|channel|reason|outcome|event|refused|keys|via|did)\./
  const made = [
    /^queue\.(waiting|mine|others|calls|closed|by_|any_|loading|nothing|empty_)/,
    /^reports\./,
    /^accounts\./,
    /^audit\./,
    /^proposals\./,
  ]
  const stale = phrases.filter(
    (key) =>
      !groups.test(key) &&
      !made.some((one) => one.test(key)) &&
      !code.includes(`'${key}'`) &&
      !code.includes(key.replace('.', '__')),
  )
  expect(stale).toEqual([])
})

test('every outcome and reason has words', () => {
  for (const outcome of caseOutcomes) expect(phrases).toContain(`outcome.${outcome}`)
})

test('the page has its texts in the language that was chosen, and nothing of it can be framed', async () => {
  const served = await serveConsole()
  try {
    const page = await fetch(`${served.url}/console/cases/abc`)
    const html = await page.text()
    expect(html).toContain('<html lang="vi">')
    expect(html).not.toContain('{{')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    const english = await fetch(`${served.url}/console`, { headers: { cookie: 'motcua_language=en' } })
    expect(await english.text()).toContain('<html lang="en">')
    for (const name of html.matchAll(/\/console\/assets\/([\w.-]+)/g))
      expect((await fetch(`${served.url}${name[0]}`)).status).toBe(200)
    expect((await fetch(`${served.url}/console/assets/tsconfig.json`)).status).toBe(404)
    expect((await fetch(`${served.url}/console/assets/..%2findex.html`)).status).toBe(404)
  } finally {
    await served.close()
  }
})
