/** YAML with positions: every value can be traced to file, line, column and the words as written. */
import { CORE_SCHEMA, load } from 'js-yaml'
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  visit,
  type YAMLError,
} from 'yaml'
import type { Complaints } from './complaints.ts'

export type Path = readonly PropertyKey[]

/** A stretch of a file: UTF-16 offsets, `end` exclusive. */
export interface Spot {
  readonly file: SourceFile
  readonly start: number
  readonly end: number
}

/** A value in a file, by its path from the top. */
export interface Ref {
  readonly file: SourceFile
  readonly path: Path
}

/** Keys are texts, whatever they look like; what is unusual is complained about here, not on the console. */
const parseOptions = { prettyErrors: false, uniqueKeys: true, stringKeys: true, logLevel: 'error' } as const

/** Larger files are refused: nobody can review them, and they would stall a reload. */
export const maxFileBytes = 512 * 1024

/** A file as it was read, and, when it is YAML, its tree. */
export class SourceFile {
  /** As it is shown to authors: relative to the working directory. */
  readonly path: string
  readonly text: string
  /** The parsed value; `undefined` when the file could not be parsed. */
  data: unknown
  #document: Document.Parsed | undefined

  constructor(path: string, text: string) {
    this.path = path
    this.text = text
  }

  /**
   * The tree with positions. Made when something is complained about, and not before: the parser that keeps
   * positions takes nine times as long as the one that does not.
   */
  get document(): Document.Parsed {
    this.#document ??= parseDocument(this.text, parseOptions)
    return this.#document
  }

  get root(): Node | null {
    return this.document.contents
  }

  /** From 1, both. */
  positionOf(offset: number): { line: number; column: number } {
    const before = this.text.slice(0, offset)
    return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
  }
}

export function ref(file: SourceFile, ...path: Path): Ref {
  return { file, path }
}

/** The same file, further down. */
export function below(at: Ref, ...path: Path): Ref {
  return { file: at.file, path: [...at.path, ...path] }
}

/** The value's place; for a missing one the place of the nearest thing that contains it. */
export function spotOf(at: Ref): Spot {
  const found = walkTo(at.file.root, at.path)
  if (found.missing === 0) return spotOfNode(at.file, found.node)
  return found.key === undefined ? headOf(at.file, found.node) : spotOfNode(at.file, found.key)
}

/** The place of a key of a mapping, or of the value when it has none. */
export function keySpotOf(at: Ref): Spot {
  const found = walkTo(at.file.root, at.path)
  return found.missing === 0 && found.key !== undefined ? spotOfNode(at.file, found.key) : spotOf(at)
}

/** A part of a text value; offsets count in the text as parsed, whatever quoting or folding it is written in. */
export function spotInside(at: Ref, start: number, end: number): Spot {
  const { node, missing } = walkTo(at.file.root, at.path)
  if (missing > 0 || !isScalar(node) || typeof node.value !== 'string' || !node.range) return spotOf(at)
  const toRaw = alignWithSource(at.file.text, node as Scalar<string>)
  const first = toRaw(start)
  return { file: at.file, start: first, end: end > start ? toRaw(end - 1) + 1 : first }
}

/**
 * Parses a file and complains about everything that makes it unreadable: syntax, duplicate keys, several
 * documents, anchors and aliases (a copy that changes elsewhere surprises authors), an empty file.
 */
export function parseYaml(path: string, text: string, complaints: Complaints): SourceFile | undefined {
  const file = new SourceFile(path, text)
  file.data = readPlain(text)
  if (file.data !== undefined) return file
  const doc = file.document
  if (doc.errors.length > 0) {
    for (const error of doc.errors.slice(0, 3)) complainOfSyntax(file, error, complaints)
    return undefined
  }
  if (doc.contents === null || (isScalar(doc.contents) && doc.contents.value === null)) {
    const whole = { file, start: 0, end: 0 }
    complaints.error('empty-file', whole, 'the file is empty', 'Write its content, or delete the file.')
    return undefined
  }
  if (refuseAnchors(file, text, doc.contents, complaints)) return undefined
  file.data = doc.toJS()
  return file
}

/** Anchors, tags, merge and complex keys, numbers with underscores, document marks: parsers may differ on these. */
const unusual = /(^|[:\-?] |[[{,])\s*[&*!]|<<|(^|[\s[{,])[-+]?\d+_|^[\s-]*(\?\s|---|\.\.\.)/m

/** The value of a file without anything unusual or wrong in it; `undefined` leaves it to the thorough parser. */
function readPlain(text: string): unknown {
  if (unusual.test(text)) return undefined
  try {
    return load(text, { schema: CORE_SCHEMA }) ?? undefined
  } catch {
    return undefined
  }
}

function refuseAnchors(file: SourceFile, text: string, root: Node, complaints: Complaints): boolean {
  // Most files have neither sign, and visiting every node costs as much as parsing a small file.
  if (!/[&*]/.test(text)) return false
  let isRefused = false
  visit(root, {
    Node(_key, node) {
      if (!isAlias(node) && !node.anchor) return
      isRefused = true
      const message = 'anchors (&) and aliases (*) are not allowed'
      complaints.error(
        'yaml-alias',
        spotOfNode(file, node),
        message,
        'Write the text out, or put it in quotes.',
      )
    },
  })
  return isRefused
}

const syntaxMends: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'Keep one of the two and delete the other.',
  TAB_AS_INDENT: 'Indent with spaces, two for each level.',
  BAD_INDENT: 'Indent with spaces, two for each level, exactly below its neighbours.',
  MISSING_CHAR:
    'Close the quotes or brackets; put a text that contains ": " or starts with a sign in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'Put a text that contains ": " in quotes.',
  BAD_SCALAR_START: 'Put the text in quotes.',
  MULTIPLE_DOCS: 'Remove the line with "---".',
}

function complainOfSyntax(file: SourceFile, error: YAMLError, complaints: Complaints): void {
  const rule = error.code === 'DUPLICATE_KEY' ? 'duplicate-key' : 'yaml-syntax'
  const [start, end] = error.pos
  const message =
    rule === 'duplicate-key' ? 'this key occurs twice here' : `cannot be read: ${firstLine(error.message)}`
  const mend =
    syntaxMends[error.code] ?? 'Check indentation, quotes and colons on this line and the one above.'
  const spot =
    rule === 'duplicate-key'
      ? wordAt(file, start)
      : (openQuoteBefore(file, error) ?? { file, start, end: Math.max(end, start) })
  complaints.error(rule, spot, message, mend)
}

/** Quotes that are never closed are noticed at the end of the file; their author looks for where they open. */
function openQuoteBefore(file: SourceFile, error: YAMLError): Spot | undefined {
  if (error.code !== 'MISSING_CHAR' || !error.message.includes('quote') || file.root === null)
    return undefined
  let start: number | undefined
  visit(file.root, {
    Scalar(_key, node) {
      const isQuoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE'
      if (isQuoted && node.range && node.range[0] < error.pos[0]) start = node.range[0]
    },
  })
  if (start === undefined) return undefined
  return { file, start, end: start + firstLine(file.text.slice(start)).length }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text
}

function wordAt(file: SourceFile, start: number): Spot {
  const length = /^[^\s:]+/.exec(file.text.slice(start, start + 80))?.[0].length ?? 0
  return { file, start, end: start + length }
}

// ---------------------------------------------------------------- places

interface Found {
  readonly node: unknown
  readonly key: unknown
  /** How many steps of the path could not be taken. */
  readonly missing: number
}

function walkTo(root: Node | null, path: Path): Found {
  let node: unknown = root
  let key: unknown
  for (const [index, step] of path.entries()) {
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find((item) => keyText(item.key) === String(step))
      if (pair === undefined) return { node, key, missing: path.length - index }
      key = pair.key
      node = pair.value ?? pair.key
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(step)]
      if (item === undefined) return { node, key, missing: path.length - index }
      key = undefined
      node = item
    } else {
      return { node, key, missing: path.length - index }
    }
  }
  return { node, key, missing: 0 }
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key)
}

function spotOfNode(file: SourceFile, node: unknown): Spot {
  if (!isNode(node) || !node.range) return { file, start: 0, end: 0 }
  const [start, end] = node.range
  const raw = file.text.slice(start, end)
  return { file, start, end: start + raw.trimEnd().length }
}

/** Something is missing in a mapping without a key of its own: its first key is the best place to point at. */
function headOf(file: SourceFile, node: unknown): Spot {
  const first = isMap(node) ? node.items[0]?.key : node
  return spotOfNode(file, first ?? node)
}

/**
 * Maps offsets of a parsed text to the file. The written form has the same characters in the same order, with
 * line breaks, indentation, quotes and escapes between them, so aligning on what is not blank is enough.
 */
function alignWithSource(text: string, node: Scalar<string>): (offset: number) => number {
  const [start, end] = node.range as [number, number, number]
  const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED'
  const isQuoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE'
  let raw = isBlock ? text.indexOf('\n', start) + 1 : isQuoted ? start + 1 : start
  const offsets: number[] = []
  for (const char of node.value.split('')) {
    const isBlank = /\s/.test(char)
    let at = raw
    while (!isBlank && at < end && text[at] !== char) at += 1
    if (at >= end) at = raw
    offsets.push(at)
    raw = isBlank && !/\s/.test(text[at] ?? '') ? at : at + 1
  }
  return (offset) => offsets[offset] ?? raw
}
