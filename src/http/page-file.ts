/** The files of a page without a build: read once, sent compressed, with an entity tag. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Context } from 'hono'

/** A file as it goes over the wire. */
export interface PageFile {
  readonly type: string
  readonly plain: Uint8Array<ArrayBuffer>
  readonly gzipped: Uint8Array<ArrayBuffer>
  readonly etag: string
}

const types: ReadonlyMap<string, string> = new Map([
  ['js', 'text/javascript; charset=utf-8'],
  ['css', 'text/css; charset=utf-8'],
  ['svg', 'image/svg+xml'],
])

/** Files of a folder by name; a map, so that no name from a request reaches the file system. */
export function pageFiles(folder: URL, names: readonly string[]): ReadonlyMap<string, PageFile> {
  return new Map(
    names.map((name) => {
      const type = types.get(name.slice(name.lastIndexOf('.') + 1)) ?? 'application/octet-stream'
      return [name, pageFile(type, readFileSync(new URL(name, folder)))]
    }),
  )
}

export function pageFile(type: string, content: Buffer): PageFile {
  return {
    type,
    plain: new Uint8Array(content),
    gzipped: new Uint8Array(gzipSync(content)),
    etag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 16)}"`,
  }
}

/** A template with its `{{key}}` filled in; values are escaped. */
export function fillTemplate(template: string, value: (key: string) => string): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, key: string) => escapeHtml(value(key)))
}

/** Answers with the file, or that the browser has it already. */
export function sendFile(context: Context, file: PageFile): Response {
  context.header('etag', file.etag)
  context.header('cache-control', 'no-cache')
  context.header('vary', 'accept-encoding')
  if (context.req.header('if-none-match') === file.etag) return context.body(null, 304)
  context.header('content-type', file.type)
  const takesGzip = /\bgzip\b/.test(context.req.header('accept-encoding') ?? '')
  if (!takesGzip) return context.body(file.plain)
  context.header('content-encoding', 'gzip')
  return context.body(file.gzipped)
}

const entities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
])

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities.get(character) ?? character)
}
