/** YAML with positions: every value can be traced to file, line, column and the words as written. */
import { CORE_SCHEMA, constructFromEvents, parseEvents, YAMLException } from 'js-yaml'
import type { Complaints } from './complaints.ts'
import { duplicateKeys, keepKeysAsTexts, keysOf, refusals } from './yaml-refused.ts'
import { explainSyntax, type YamlFault } from './yaml-syntax.ts'
import { keyText, type ScalarNode, treeOf, type YamlNode } from './yaml-tree.ts'

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

/** Larger files are refused: nobody can review them, and they would stall a reload. */
export const maxFileBytes = 512 * 1024

/** A file as it was read, and, when it is YAML, its tree. */
export class SourceFile {
  /** As it is shown to authors: relative to the working directory. */
  readonly path: string
  readonly text: string
  /** The parsed value; `undefined` when the file could not be parsed. */
  data: unknown
  #root: { readonly node: YamlNode | undefined } | undefined

  constructor(path: string, text: string) {
    this.path = path
    this.text = text
  }

  /** The tree with positions: made when something is complained about, and not before. */
  get root(): YamlNode | undefined {
    this.#root ??= { node: readTree(this.text) }
    return this.#root.node
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
  const found = walkTo(at)
  if (found.missing === 0) return spotOfNode(at.file, found.node)
  return found.key === undefined ? headOf(at.file, found.node) : spotOfNode(at.file, found.key)
}

/** The place of a key of a mapping, or of the value when it has none. */
export function keySpotOf(at: Ref): Spot {
  const found = walkTo(at)
  return found.missing === 0 && found.key !== undefined ? spotOfNode(at.file, found.key) : spotOf(at)
}

/** A part of a text value; offsets count in the text as parsed, whatever quoting or folding it is written in. */
export function spotInside(at: Ref, start: number, end: number): Spot {
  const { node, missing } = walkTo(at)
  if (missing > 0 || node?.kind !== 'scalar') return spotOf(at)
  const toRaw = alignWithSource(at.file.text, node)
  const first = toRaw(start)
  return { file: at.file, start: first, end: end > start ? toRaw(end - 1) + 1 : first }
}

/**
 * Parses a file and complains about everything that makes it unreadable: syntax, duplicate keys, several
 * documents, an empty file, and what this project does without: anchors and aliases (a copy that changes
 * elsewhere surprises authors), merge keys and tags.
 */
export function parseYaml(path: string, text: string, complaints: Complaints): SourceFile | undefined {
  const file = new SourceFile(path, text)
  const read = readValue(text)
  for (const { rule, start, end, message, mend } of read.faults) {
    complaints.error(rule, { file, start, end }, message, mend)
  }
  file.data = read.value
  return read.faults.length === 0 ? file : undefined
}

const emptyFile: YamlFault = {
  rule: 'empty-file',
  start: 0,
  end: 0,
  message: 'the file is empty',
  mend: 'Write its content, or delete the file.',
}

function readValue(text: string): { readonly value?: unknown; readonly faults: readonly YamlFault[] } {
  try {
    const events = parseEvents(text, {})
    const keys = keysOf(events)
    const faults = refusals(text, events, keys)
    if (faults.length > 0) return { faults }
    keepKeysAsTexts(keys)
    const [value] = constructFromEvents(events, { source: text, schema: CORE_SCHEMA })
    return { value, faults: value === undefined || value === null ? [emptyFile] : [] }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const isDuplicate = error.reason === 'duplicated mapping key'
    return { faults: isDuplicate ? duplicateKeys(readTree(text)) : [explainSyntax(text, error)] }
  }
}

function readTree(text: string): YamlNode | undefined {
  try {
    return treeOf(text, parseEvents(text, {}))
  } catch {
    return undefined
  }
}

// ---------------------------------------------------------------- places

interface Found {
  readonly node: YamlNode | undefined
  readonly key: YamlNode | undefined
  /** How many steps of the path could not be taken. */
  readonly missing: number
}

function walkTo({ file, path }: Ref): Found {
  let node = file.root
  let key: YamlNode | undefined
  for (const [index, step] of path.entries()) {
    const missing = { node, key, missing: path.length - index }
    if (node?.kind === 'mapping') {
      const entry = node.entries.find((one) => keyText(one.key) === String(step))
      if (entry === undefined) return missing
      key = entry.key
      node = entry.value
    } else if (node?.kind === 'sequence') {
      const item = node.items[Number(step)]
      if (item === undefined) return missing
      key = undefined
      node = item
    } else {
      return missing
    }
  }
  return { node, key, missing: 0 }
}

function spotOfNode(file: SourceFile, node: YamlNode | undefined): Spot {
  return { file, start: node?.start ?? 0, end: node?.end ?? 0 }
}

/** Something is missing in a mapping without a key of its own: its first key is the best place to point at. */
function headOf(file: SourceFile, node: YamlNode | undefined): Spot {
  const first = node?.kind === 'mapping' ? node.entries[0]?.key : node
  return spotOfNode(file, first ?? node)
}

/**
 * Maps offsets of a parsed text to the file. The written form has the same characters in the same order, with
 * line breaks, indentation, quotes and escapes between them, so aligning on what is not blank is enough.
 */
function alignWithSource(text: string, { text: value, from, to }: ScalarNode): (offset: number) => number {
  let raw = from
  const offsets: number[] = []
  for (const char of value.split('')) {
    const isBlank = /\s/.test(char)
    let at = raw
    while (!isBlank && at < to && text[at] !== char) at += 1
    if (at >= to) at = raw
    offsets.push(at)
    raw = isBlank && !/\s/.test(text[at] ?? '') ? at : at + 1
  }
  return (offset) => offsets[offset] ?? raw
}
