/** The page for staff: its files, and its texts in one language. */
import { readdirSync, readFileSync } from 'node:fs'
import { escapeHtml, fillTemplate, type PageFile, pageFile, pageFiles } from '../http/page-file.ts'

/** The texts of the page in one language: the phrases under `console.`, without that prefix. */
export interface ConsoleTexts {
  /** A BCP 47 tag. */
  readonly locale: string
  readonly phrases: Readonly<Record<string, string>>
  /** What the page can be read in. */
  readonly languages: readonly { readonly tag: string; readonly name: string }[]
}

const folder = new URL('./page/', import.meta.url)
const template = readFileSync(new URL('index.html', folder), 'utf8')
const names = readdirSync(folder).filter((name) => /\.(js|css|svg)$/.test(name))

/** The files of the page by name. */
export const assets: ReadonlyMap<string, PageFile> = pageFiles(folder, names)

const modules = names.filter((name) => name.endsWith('.js') && !['console.js', 'worker.js'].includes(name))
const preloads = modules.map((name) => `<link rel="modulepreload" href="/console/assets/${name}" />`).join('')

/** The page in one language. */
export function renderPage(texts: ConsoleTexts): PageFile {
  const whole = template
    .replace('lang="vi"', `lang="${escapeHtml(texts.locale)}"`)
    .replace('<!-- preloads -->', preloads)
  const html = fillTemplate(whole, (key) =>
    key === 'texts' ? JSON.stringify(texts) : (texts.phrases[key.replace('__', '.')] ?? ''),
  )
  return pageFile('text/html; charset=utf-8', Buffer.from(html))
}
