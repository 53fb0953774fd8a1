/** The chat page: its files, and its texts in the language of the bot. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

/** The page's own texts in one language: the phrases under `web.`, without that prefix. */
export interface PageTexts {
  /** A BCP 47 tag. */
  readonly locale: string
  readonly phrases: Readonly<Record<string, string>>
}

/** A file as it goes over the wire. */
export interface PageFile {
  readonly type: string
  readonly plain: Uint8Array<ArrayBuffer>
  readonly gzipped: Uint8Array<ArrayBuffer>
  readonly etag: string
}

const folder = new URL('./page/', import.meta.url)
const template = readFileSync(new URL('index.html', folder), 'utf8')

const assetTypes = new Map([
  ['chat.js', 'text/javascript; charset=utf-8'],
  ['outbox.js', 'text/javascript; charset=utf-8'],
  ['memory.js', 'text/javascript; charset=utf-8'],
  ['messages.js', 'text/javascript; charset=utf-8'],
  ['texts.js', 'text/javascript; charset=utf-8'],
  ['view.js', 'text/javascript; charset=utf-8'],
  ['chat.css', 'text/css; charset=utf-8'],
  ['icon.svg', 'image/svg+xml'],
])

/** The files of the page by name; a map, so that no name from a request reaches the file system. */
export const assets: ReadonlyMap<string, PageFile> = new Map(
  [...assetTypes].map(([name, type]) => [name, pageFile(type, readFileSync(new URL(name, folder)))]),
)

/** The page in one language. */
export function renderPage(texts: PageTexts): PageFile {
  const inLocale = template.replace('lang="vi"', `lang="${escapeHtml(texts.locale)}"`)
  const html = inLocale.replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
    if (key === 'texts') return escapeHtml(JSON.stringify(texts))
    return escapeHtml(texts.phrases[key] ?? '')
  })
  return pageFile('text/html; charset=utf-8', Buffer.from(html))
}

/** The page's texts in one language, for a citizen who changes the language in mid-conversation. */
export function renderTexts(texts: PageTexts): PageFile {
  return pageFile('application/json; charset=utf-8', Buffer.from(JSON.stringify(texts)))
}

function pageFile(type: string, content: Buffer): PageFile {
  return {
    type,
    plain: new Uint8Array(content),
    gzipped: new Uint8Array(gzipSync(content)),
    etag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 16)}"`,
  }
}

const entities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
])

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities.get(character) ?? character)
}
