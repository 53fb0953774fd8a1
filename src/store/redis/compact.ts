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
const ofWords = { size: 4_096, mostUnits: 40 }

/** How strings are written in JSON; what was written before is looked up. */
export interface Writing {
  text(text: string): string
  /** The name of an object's first field, and of each that follows, with the signs around it. */
  firstName(name: string): string
  nextName(name: string): string
}

/** Remembers `size` texts; `whole` is given what is kept, which is put together with others again and again. */
function writing(
  write: (text: string) => string,
  whole: (written: string) => string,
  { size, mostUnits }: { readonly size: number; readonly mostUnits: number },
): Writing {
  const remembered = (size: number, write: (text: string) => string) => {
    const known = createMemo<string, string>(size)
    return (text: string) => {
      const before = known.get(text)
      if (before !== undefined) return before
      const written = whole(write(text))
      if (text.length <= mostUnits) known.set(text, written)
      return written
    }
  }
  return {
    text: remembered(size, write),
    firstName: remembered(1_024, (name) => `{${write(name)}:`),
    nextName: remembered(1_024, (name) => `,${write(name)}:`),
  }
}

/** Without quotes when it is a word: most names are. */
const wordOr = (inQuotes: (text: string) => string) => (text: string) =>
  !aWord.test(text) || notWords.has(text) ? inQuotes(text) : text
const quotedBytes = (text: string) => inBytes(JSON.stringify(text))

/** As text, words without quotes. */
export const words = writing(wordOr(JSON.stringify), (written) => written, ofWords)
/** As UTF-8 bytes, one character each, words without quotes. */
export const wordsInBytes = writing(wordOr(quotedBytes), narrow, ofWords)
/** As UTF-8 bytes, one character each. */
export const textsInBytes = writing(quotedBytes, narrow, { size: 1_024, mostUnits: 4_000 })

/** JSON of plain data, with its strings as `writing` has them. */
export function jsonWith(value: unknown, writing: Writing): string {
  switch (typeof value) {
    case 'string':
      return writing.text(value)
    case 'number':
      return Number.isFinite(value) ? String(value) : 'null'
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? listWith(value, writing) : fieldsWith(value, writing)
    default:
      return 'null'
  }
}

function listWith(items: readonly unknown[], writing: Writing): string {
  let text = '['
  let between = ''
  for (const item of items) {
    text += between + jsonWith(item, writing)
    between = ','
  }
  return `${text}]`
}

function fieldsWith(fields: object, writing: Writing): string {
  let text = ''
  for (const name in fields) {
    const value = (fields as Readonly<Record<string, unknown>>)[name]
    if (value === undefined) continue
    text += text === '' ? writing.firstName(name) : writing.nextName(name)
    text += jsonWith(value, writing)
  }
  return text === '' ? '{}' : `${text}}`
}
