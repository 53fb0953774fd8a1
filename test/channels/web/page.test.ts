import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { webChannel } from '../../../src/channels/web/index.ts'
import { memoryLog } from './memory-log.ts'

const folder = 'src/channels/web/page'
const files = readdirSync(folder).filter((name) => name !== 'tsconfig.json')
const log = memoryLog()
const channel = webChannel({
  accept: log.accept,
  store: log,
  pageTexts: (locale) => ({
    locale: locale === 'en' ? 'en' : 'vi',
    phrases: { title: '"Một" <Cửa> & \'em\'', send: locale === 'en' ? 'Send' : 'Gửi' },
  }),
  now: () => 0,
  trustsProxy: false,
  log: { warn: () => {}, error: () => {} },
})

async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return channel.fetch(new Request(`http://localhost${path}`, { headers }))
}

describe('the page', () => {
  test('comes in the language of the bot, with its texts escaped', async () => {
    const html = await (await get('/')).text()
    expect(html).toContain('<html lang="vi">')
    expect(html).toContain('<title>&quot;Một&quot; &lt;Cửa&gt; &amp; &#39;em&#39;</title>')
    expect(html).toContain('>Gửi</button>')
    expect(html).not.toMatch(/\{\{|<Cửa>/)
  })

  test('comes in another language when asked', async () => {
    expect(await (await get('/?lang=en')).text()).toContain('<html lang="en">')
    expect(await (await get('/texts/en')).json()).toMatchObject({ locale: 'en', phrases: { send: 'Send' } })
  })

  test('uses its own files only, and no script or style in the markup', async () => {
    const html = readFileSync(`${folder}/index.html`, 'utf8')
    expect(html).not.toMatch(/<style|style=|\son\w+=|<script(?![^>]*\ssrc=)/)
    for (const [, path = ''] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect((await get(path)).status, path).toBe(200)
    }
  })

  test.each(files.filter((name) => name !== 'index.html'))('serves %s', async (name) => {
    const response = await get(`/assets/${name}`)
    expect(response.status).toBe(200)
    expect(await response.text()).toBe(readFileSync(`${folder}/${name}`, 'utf8'))
  })

  test('is small: less than 20 KB over the wire, all files together', async () => {
    let bytes = 0
    for (const name of files) {
      const response = await get(name === 'index.html' ? '/' : `/assets/${name}`, {
        'accept-encoding': 'gzip',
      })
      expect(response.headers.get('content-encoding')).toBe('gzip')
      bytes += (await response.arrayBuffer()).byteLength
    }
    expect(bytes).toBeLessThan(20_000)
  })

  test('is compressed for browsers that take it, and otherwise not', async () => {
    const plain = await get('/assets/chat.css')
    const zipped = await get('/assets/chat.css', { 'accept-encoding': 'br, gzip' })
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(gunzipSync(await zipped.arrayBuffer()).toString()).toBe(await plain.text())
  })

  test('is not sent again when the browser has it', async () => {
    const etag = (await get('/')).headers.get('etag') ?? ''
    expect((await get('/', { 'if-none-match': etag })).status).toBe(304)
  })

  test.each([
    '/assets/index.html',
    '/assets/tsconfig.json',
    '/assets/..%2Fapp.ts',
    '/assets/constructor',
    '/nothing',
  ])('does not serve %s', async (path) => {
    expect((await get(path)).status).toBe(404)
  })

  test.each(['/', '/assets/chat.js', '/nothing', '/chat/4f1c9a2e7b3d5f60/events?after=x'])(
    'carries strict headers on %s',
    async (path) => {
      const { headers } = await get(path, { origin: 'https://elsewhere.example' })
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'self'")
      expect(policy).not.toMatch(/unsafe|\*|https?:|data:/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('access-control-allow-origin')).toBeNull()
    },
  )

  test('finds all its texts in every language, and the commands in its menu are understood there', async () => {
    const { load } = await import('js-yaml')
    const { fold } = await import('../../../src/text/fold.ts')
    const source = files.map((name) => readFileSync(`${folder}/${name}`, 'utf8')).join('\n')
    const keys = new Set([
      ...[...source.matchAll(/\{\{(\w+)\}\}/g)].map(([, key]) => key),
      ...[...source.matchAll(/\btext\(\s*'(\w+)'/g)].map(([, key]) => key),
      ...['bot', 'you', 'failed', 'sending', 'queued'],
    ])
    keys.delete('texts')
    for (const locale of readdirSync('locales')) {
      const { phrases, commands } = Object(load(readFileSync(`locales/${locale}/interface.yaml`, 'utf8')))
      expect(Object.keys(phrases.web ?? {}).sort(), locale).toEqual([...keys].sort())
      const understood = (command: string) => commands[command].map((words: string) => fold(words))
      expect(understood('back')).toContain(fold(phrases.web.say_back))
      expect(understood('menu')).toContain(fold(phrases.web.say_menu))
      expect(understood('person')).toContain(fold(phrases.web.say_person))
    }
  })
})
