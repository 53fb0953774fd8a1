/** The chat page: its files, and its texts in the language of the bot. */
import { readFileSync } from 'node:fs'
import { escapeHtml, fillTemplate, type PageFile, pageFile, pageFiles } from '../../http/page-file.ts'

/** The page's own texts in one language: the phrases under `web.`, without that prefix. */
export interface PageTexts {
  /** A BCP 47 tag. */
  readonly locale: string
  readonly phrases: Readonly<Record<string, string>>
}

const folder = new URL('./page/', import.meta.url)
const template = readFileSync(new URL('index.html', folder), 'utf8')

/** The files of the page by name. */
export const assets: ReadonlyMap<string, PageFile> = pageFiles(folder, [
  'chat.js',
  'outbox.js',
  'memory.js',
  'messages.js',
  'texts.js',
  'view.js',
  'chat.css',
  'icon.svg',
])

/** The page in one language. */
export function renderPage(texts: PageTexts): PageFile {
  const inLocale = template.replace('lang="vi"', `lang="${escapeHtml(texts.locale)}"`)
  const html = fillTemplate(inLocale, (key) =>
    key === 'texts' ? JSON.stringify(texts) : (texts.phrases[key] ?? ''),
  )
  return pageFile('text/html; charset=utf-8', Buffer.from(html))
}

/** The page's texts in one language, for a citizen who changes the language in mid-conversation. */
export function renderTexts(texts: PageTexts): PageFile {
  return pageFile('application/json; charset=utf-8', Buffer.from(JSON.stringify(texts)))
}
