/** parse_mode MarkdownV2, and the older Markdown. */
import { badRequest, type Refusal } from './refusal.ts'
import type { WireEntity } from './wire.ts'

const reserved = '_*[]()~`>#+-=|{}.!'
/** Longest first: `__` is not two `_`. */
const marks: readonly (readonly [mark: string, type: string])[] = [
  ['```', 'pre'],
  ['__', 'underline'],
  ['||', 'spoiler'],
  ['*', 'bold'],
  ['_', 'italic'],
  ['~', 'strikethrough'],
  ['`', 'code'],
  ['[', 'text_link'],
]

interface OpenMark {
  readonly mark: string
  readonly type: string
  readonly offset: number
  readonly at: number
}

/** @throws Refusal 400 "can't parse entities": a reserved character without its backslash, or a mark without its end */
export function parseMarkdownV2(source: string): { text: string; entities: WireEntity[] } {
  const entities: WireEntity[] = []
  const open: OpenMark[] = []
  let text = ''
  let at = 0
  const push = (type: string, offset: number, more?: { url: string }) => {
    if (text.length > offset) entities.push({ type, offset, length: text.length - offset, ...more })
  }
  while (at < source.length) {
    const character = source[at] ?? ''
    const next = source[at + 1]
    const top = open.at(-1)
    const isCode = top?.type === 'code' || top?.type === 'pre'
    if (character === '\\' && next !== undefined && next <= '~') {
      text += next
      at += 2
    } else if (
      top &&
      source.startsWith(top.mark === '[' ? ']' : top.mark, at) &&
      !isLonger(source, at, top)
    ) {
      open.pop()
      at += top.mark.length
      const address = top.mark === '[' ? addressAt(source, at) : undefined
      at += address?.length ?? 0
      push(
        top.type,
        top.offset,
        top.mark === '[' ? { url: address?.url ?? text.slice(top.offset) } : undefined,
      )
    } else if (isCode ? character !== '`' : !reserved.includes(character)) {
      if (character === '\n' && top?.type === 'blockquote' && next !== '>') {
        open.pop()
        push('blockquote', top.offset)
      } else if (character === '\n' && top?.type === 'blockquote') at += 1
      text += character
      at += 1
    } else if (character === '>' && (at === 0 || source[at - 1] === '\n') && open.length === 0) {
      open.push({ mark: '\0', type: 'blockquote', offset: text.length, at })
      at += 1
    } else {
      const found = isCode ? undefined : marks.find(([mark]) => source.startsWith(mark, at))
      if (!found) throw unescaped(character)
      open.push({ mark: found[0], type: found[1], offset: text.length, at })
      at += found[0].length
      if (found[0] === '```') at += /^\w+\n|^\n/.exec(source.slice(at))?.[0].length ?? 0
    }
  }
  const left = open.pop()
  if (left?.type === 'blockquote') push('blockquote', left.offset)
  else if (left) throw endless(source, left)
  return { text, entities: entities.sort((one, other) => one.offset - other.offset) }
}

/** Whether at the end of `_` there stands `__`, which begins or ends something else. */
function isLonger(source: string, at: number, top: OpenMark): boolean {
  return top.mark === '_' && source.startsWith('__', at)
}

function addressAt(source: string, at: number): { url: string; length: number } | undefined {
  const [whole, url = ''] = /^\(((?:\\.|[^)\\])*)\)/.exec(source.slice(at)) ?? []
  return whole === undefined ? undefined : { url: url.replaceAll(/\\(.)/g, '$1'), length: whole.length }
}

function unescaped(character: string): Refusal {
  return badRequest(
    `can't parse entities: Character '${character}' is reserved and must be escaped with the preceding '\\'`,
  )
}

function endless(source: string, { type, at }: OpenMark): Refusal {
  const name = type.replaceAll(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase())
  const bytes = Buffer.byteLength(source.slice(0, at))
  return badRequest(`can't parse entities: Can't find end of ${name} entity at byte offset ${bytes}`)
}

/** The older mode: four marks, never nested. @throws Refusal 400 for a mark without its end */
export function parseMarkdown(source: string): { text: string; entities: WireEntity[] } {
  const entities: WireEntity[] = []
  let text = ''
  let at = 0
  while (at < source.length) {
    const found = marks.find(
      ([mark]) => ['```', '*', '_', '`', '['].includes(mark) && source.startsWith(mark, at),
    )
    if (source[at] === '\\' && '_*`['.includes(source[at + 1] ?? ' ')) {
      text += source[at + 1]
      at += 2
    } else if (!found) {
      text += source[at]
      at += 1
    } else {
      const [mark, type] = found
      const begin = at + mark.length
      const end = source.indexOf(mark === '[' ? ']' : mark, begin)
      const address = mark === '[' && end !== -1 ? addressAt(source, end + 1) : undefined
      if (end === -1)
        throw badRequest(
          `can't parse entities: Can't find end of the entity starting at byte offset ${Buffer.byteLength(source.slice(0, at))}`,
        )
      const inner = source.slice(begin, end)
      if (inner !== '' && (mark !== '[' || address))
        entities.push({
          type,
          offset: text.length,
          length: inner.length,
          ...(address ? { url: address.url } : {}),
        })
      text += mark === '[' && !address ? `[${inner}]` : inner
      at = end + mark.length + (address?.length ?? 0)
    }
  }
  return { text, entities }
}
