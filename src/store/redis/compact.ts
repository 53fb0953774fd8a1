/** Writing the same things over and over: what was written before is looked up. */
import { inBytes, narrow } from './wire.ts'

/** Remembers about `size` entries or up to twice as many: those not used for long are forgotten. */
export interface Memo<K, V> {
  get(key: K): V | undefined
  set(key: K, value: V): void
  delete(key: K): void
}

/** Two generations, so that using an entry costs a look and not a place in an order. */
export function createMemo<K, V>(size: number): Memo<K, V> {
  let young = new Map<K, V>()
  let old = new Map<K, V>()
  const set = (key: K, value: V) => {
    young.set(key, value)
    if (young.size < size) return
    old = young
    young = new Map()
  }
  return {
    get: (key) => {
      const value = young.get(key)
      if (value !== undefined) return value
      const older = old.get(key)
      if (older !== undefined) set(key, older)
      return older
    },
    set,
    delete: (key) => {
      young.delete(key)
      old.delete(key)
    },
  }
}

const aWord = /^[a-z][a-z0-9_-]*$/
const notWords = new Set(['true', 'false', 'null'])
/** Longer ones are seldom written twice. */
const maxWord = 40

/** Writes a string in JSON. */
export type WriteString = (text: string) => string

/** Without quotes when it is a word: most names are. */
function wordsAs(inQuotes: WriteString): WriteString {
  const words = createMemo<string, string>(4_096)
  return (text) => {
    const known = words.get(text)
    if (known !== undefined) return known
    const written = !aWord.test(text) || notWords.has(text) ? inQuotes(text) : narrow(text)
    if (text.length <= maxWord) words.set(text, written)
    return written
  }
}

/** As text. */
export const word = wordsAs(JSON.stringify)
/** As UTF-8 bytes, one character each. */
export const wordBytes = wordsAs((text) => narrow(inBytes(JSON.stringify(text))))

const texts = createMemo<string, string>(1_024)
/** Longer ones are seldom said twice. */
const maxKept = 4_000

/** A string in JSON as UTF-8 bytes, one character each. */
export function quotedBytes(text: string): string {
  const known = texts.get(text)
  if (known !== undefined) return known
  const bytes = narrow(inBytes(JSON.stringify(text)))
  if (text.length <= maxKept) texts.set(text, bytes)
  return bytes
}

/** JSON of plain data as UTF-8 bytes, one character each. */
export function jsonBytes(value: unknown): string {
  return jsonWith(value, quotedBytes)
}

/** JSON of plain data, with its strings as `write` has them. */
export function jsonWith(value: unknown, write: WriteString): string {
  switch (typeof value) {
    case 'string':
      return write(value)
    case 'number':
      return Number.isFinite(value) ? String(value) : 'null'
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? listWith(value, write) : fieldsWith(value, write)
    default:
      return 'null'
  }
}

function listWith(items: readonly unknown[], write: WriteString): string {
  let text = '['
  let between = ''
  for (const item of items) {
    text += between + jsonWith(item, write)
    between = ','
  }
  return `${text}]`
}

function fieldsWith(fields: object, write: WriteString): string {
  let text = '{'
  let between = ''
  for (const name in fields) {
    const value = (fields as Readonly<Record<string, unknown>>)[name]
    if (value === undefined) continue
    text += `${between}${write(name)}:${jsonWith(value, write)}`
    between = ','
  }
  return `${text}}`
}
