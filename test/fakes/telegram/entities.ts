/** Formatted text: the three parse modes, their errors, and what is left when the marks are gone. */
import { parseHtml } from './html.ts'
import { parseMarkdown, parseMarkdownV2 } from './markdown.ts'
import { isRecord } from './params.ts'
import { badRequest } from './refusal.ts'
import type { WireEntity } from './wire.ts'

export interface Formatted {
  readonly text: string
  readonly entities: readonly WireEntity[]
}

/**
 * Parses and trims a text as the platform does before it counts characters.
 * @throws Refusal 400 "can't parse entities", or for a parse mode that does not exist
 */
export function parseText(source: string, parseMode: string): Formatted {
  return trim(parseBy(source, parseMode.toLowerCase()))
}

function parseBy(source: string, parseMode: string): Formatted {
  if (parseMode === '') return { text: source, entities: [] }
  if (parseMode === 'html') return parseHtml(source)
  if (parseMode === 'markdownv2') return parseMarkdownV2(source)
  if (parseMode === 'markdown') return parseMarkdown(source)
  throw badRequest('unsupported parse_mode')
}

function trim({ text, entities }: Formatted): Formatted {
  const trimmed = text.trim()
  const cut = text.length - text.trimStart().length
  const moved = entities.flatMap((entity) => {
    const start = Math.max(0, entity.offset - cut)
    const end = Math.min(trimmed.length, entity.offset - cut + entity.length)
    return end > start ? [{ ...entity, offset: start, length: end - start }] : []
  })
  return { text: trimmed, entities: moved }
}

/**
 * The text with the entities that came beside it, when none came out of it.
 * @throws Refusal 400 for entities that are not a list
 */
export function foundOr(formatted: Formatted, given: unknown): Formatted {
  if (given === undefined || formatted.entities.length > 0) return formatted
  if (!Array.isArray(given)) throw badRequest("can't parse entities: an array is expected")
  const fits = (value: unknown): value is WireEntity => {
    if (!isRecord(value) || typeof value.type !== 'string') return false
    const { offset, length } = value
    const isWhole = Number.isInteger(offset) && Number.isInteger(length)
    return isWhole && Number(offset) >= 0 && Number(offset) + Number(length) <= formatted.text.length
  }
  // What does not lie within the text is left out, not refused.
  return { text: formatted.text, entities: given.filter(fits) }
}
