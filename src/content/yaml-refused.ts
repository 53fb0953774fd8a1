/** What YAML allows and this project does not, and keys that occur twice. */
import {
  EVENT_ID,
  type Event,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml'
import type { YamlFault } from './yaml-syntax.ts'
import { keyText, type YamlNode } from './yaml-tree.ts'

/** What can be a key, and have an anchor and a tag. */
type Key = ScalarEvent | MappingEvent | SequenceEvent

/** Anchors, aliases, tags, merge keys and further documents, each with its place; `keys` are those of the events. */
export function refusals(text: string, events: readonly Event[], keys: readonly Key[]): readonly YamlFault[] {
  const found: YamlFault[] = []
  let documents = 0
  for (const event of events) {
    if (event.type === EVENT_ID.POP) continue
    if (event.type === EVENT_ID.DOCUMENT) {
      documents += 1
      if (documents === 2) found.push(secondDocument(text, events))
    } else if (event.type === EVENT_ID.ALIAS) {
      found.push(aliasFault(event.anchorStart - 1, event.anchorEnd))
    } else {
      if (event.anchorStart >= 0) found.push(aliasFault(...whatIsNamed(text, event)))
      if (event.tagStart >= 0) found.push(tagFault(event))
    }
  }
  for (const key of keys) {
    if (key.type !== EVENT_ID.SCALAR) found.push(complexKey(text, key))
    else if (key.fast && text.slice(key.valueStart, key.valueEnd) === '<<') found.push(mergeFault(key))
  }
  return found
}

/** Keys stay as written: `012` and `1.10` are names, not numbers. */
export function keepKeysAsTexts(keys: readonly Key[]): void {
  for (const key of keys) {
    if (key.type !== EVENT_ID.SCALAR || key.style !== SCALAR_STYLE.PLAIN) continue
    if (key.fast || key.valueStart < 0) key.style = SCALAR_STYLE.SINGLE_QUOTED
  }
}

/** The second and further ones of keys that occur more than once, the first three of them. */
export function duplicateKeys(root: YamlNode | undefined): readonly YamlFault[] {
  const found: YamlFault[] = []
  const visit = (node: YamlNode): void => {
    if (node.kind === 'sequence') node.items.forEach(visit)
    if (node.kind !== 'mapping') return
    const seen = new Set<string | undefined>()
    for (const { key, value } of node.entries) {
      const name = keyText(key)
      if (seen.has(name)) found.push(duplicateFault(key))
      seen.add(name)
      visit(value)
    }
  }
  if (root !== undefined) visit(root)
  return found.slice(0, 3)
}

/** Where the keys of all mappings begin; aliases aside. */
export function keysOf(events: readonly Event[]): readonly Key[] {
  const keys: Key[] = []
  /** For each open collection, whether a key comes next; `undefined` where there are no keys. */
  const open: (boolean | undefined)[] = []
  for (const event of events) {
    if (event.type === EVENT_ID.POP) {
      open.pop()
      continue
    }
    const isKey = open.at(-1)
    if (isKey !== undefined) open[open.length - 1] = !isKey
    if (isKey && event.type !== EVENT_ID.DOCUMENT && event.type !== EVENT_ID.ALIAS) keys.push(event)
    if (event.type === EVENT_ID.MAPPING) open.push(true)
    else if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.DOCUMENT) open.push(undefined)
  }
  return keys
}

function whatIsNamed(text: string, event: Key): readonly [start: number, end: number] {
  if (event.type !== EVENT_ID.SCALAR) return [event.start, endOfLine(text, event.start)]
  if (event.valueStart < 0) return [event.anchorStart - 1, event.anchorEnd]
  const isQuoted = event.style === SCALAR_STYLE.DOUBLE_QUOTED || event.style === SCALAR_STYLE.SINGLE_QUOTED
  return isQuoted ? [event.valueStart - 1, event.valueEnd + 1] : [event.valueStart, event.valueEnd]
}

/** Where the mark stands that ends the first document. */
function secondDocument(text: string, [first]: readonly Event[]): YamlFault {
  const marks = [...text.matchAll(/^(?:---|\.\.\.)(?=\s|$)/gm)]
  const isMarked = first?.type === EVENT_ID.DOCUMENT && first.explicitStart
  const start = marks[isMarked ? 1 : 0]?.index ?? 0
  const mend = `Remove the line with "${text.slice(start, start + 3)}".`
  const message = 'cannot be read: a second document in one file'
  return { rule: 'yaml-syntax', start, end: endOfLine(text, start), message, mend }
}

function aliasFault(start: number, end: number): YamlFault {
  const message = 'anchors (&) and aliases (*) are not allowed'
  return { rule: 'yaml-alias', start, end, message, mend: 'Write the text out, or put it in quotes.' }
}

function tagFault({ tagStart: start, tagEnd: end }: Key): YamlFault {
  const message = 'tags (!) are not allowed'
  return { rule: 'yaml-tag', start, end, message, mend: 'Remove it, or put the whole text in quotes.' }
}

/** `text: {{ fee }}` without quotes is to YAML a mapping whose key is a mapping. */
function complexKey(text: string, key: MappingEvent | SequenceEvent): YamlFault {
  const start = text[key.start - 1] === '{' ? key.start - 1 : key.start
  const message = `cannot be read: a text that starts with "${text[start]}" needs quotes`
  return { rule: 'yaml-syntax', start, end: endOfLine(text, start), message, mend: 'Put the text in quotes.' }
}

function mergeFault({ valueStart: start, valueEnd: end }: ScalarEvent): YamlFault {
  const message = 'merge keys (<<) are not allowed'
  return { rule: 'yaml-merge', start, end, message, mend: 'Write the keys out here.' }
}

function duplicateFault({ start, end }: YamlNode): YamlFault {
  const message = 'this key occurs twice here'
  return { rule: 'duplicate-key', start, end, message, mend: 'Keep one of the two and delete the other.' }
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}
