/** parse_mode HTML. */
import { badRequest, type Refusal } from './refusal.ts'
import type { WireEntity } from './wire.ts'

const types: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  span: 'spoiler',
  'tg-spoiler': 'spoiler',
  a: 'text_link',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
}
const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' }

interface OpenTag {
  readonly tag: string
  readonly offset: number
  readonly url: string | undefined
}

/** @throws Refusal 400 "can't parse entities" with the place and the reason */
export function parseHtml(source: string): { text: string; entities: WireEntity[] } {
  const entities: WireEntity[] = []
  const open: OpenTag[] = []
  let text = ''
  let at = 0
  while (at < source.length) {
    if (source[at] === '&') {
      const [whole, name = ''] = /^&(#?\w+);/.exec(source.slice(at)) ?? []
      const character = whole === undefined ? undefined : characterOf(name)
      text += character ?? '&'
      at += character === undefined ? 1 : (whole?.length ?? 1)
    } else if (source[at] !== '<') {
      text += source[at]
      at += 1
    } else {
      const [whole, slash, name = '', rest = ''] =
        /^<(\/?)([a-z-]*)((?:\s+[^>]*)?)>/i.exec(source.slice(at)) ?? []
      if (whole === undefined) throw broken(source, at, unclosed(source, at))
      const tag = name.toLowerCase()
      if (slash === '/') entities.push(...close(open.pop(), tag, text, source, at))
      else open.push(opened(tag, rest, text.length, source, at))
      at += whole.length
    }
  }
  const left = open.at(-1)
  if (left) throw broken(source, source.length, `Can't find end tag corresponding to start tag "${left.tag}"`)
  return { text, entities: entities.sort((one, other) => one.offset - other.offset) }
}

function opened(tag: string, rest: string, offset: number, source: string, at: number): OpenTag {
  if (types[tag] === undefined || (tag === 'span' && !/class\s*=\s*["']?tg-spoiler["']?/.test(rest)))
    throw broken(source, at, `Unsupported start tag "${tag}"`)
  return { tag, offset, url: /href\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(rest)?.slice(1).find(Boolean) }
}

function close(
  opener: OpenTag | undefined,
  tag: string,
  text: string,
  source: string,
  at: number,
): WireEntity[] {
  if (opener === undefined) throw broken(source, at, 'Unexpected end tag')
  if (tag !== '' && tag !== opener.tag)
    throw broken(source, at, `Unmatched end tag, expected "</${opener.tag}>", found "</${tag}>"`)
  const length = text.length - opener.offset
  // A link without an address is plain text, as a nested empty mark is.
  if (length === 0 || (opener.tag === 'a' && opener.url === undefined)) return []
  const type = types[opener.tag] ?? ''
  return [{ type, offset: opener.offset, length, ...(opener.url === undefined ? {} : { url: opener.url }) }]
}

function characterOf(name: string): string | undefined {
  const digits = /^#(x?)([\da-f]+)$/i.exec(name)
  if (!digits) return named[name]
  const code = Number.parseInt(digits[2] ?? '', digits[1] ? 16 : 10)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}

function unclosed(source: string, at: number): string {
  return source.startsWith('</', at) ? 'Unclosed end tag' : 'Unclosed start tag'
}

function broken(source: string, at: number, why: string): Refusal {
  const bytes = Buffer.byteLength(source.slice(0, at))
  return badRequest(`can't parse entities: ${why} at byte offset ${bytes}`)
}
