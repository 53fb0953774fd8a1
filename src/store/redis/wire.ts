/** A command as it goes over the wire. */
import { Command } from 'ioredis'
import type { Argument } from './connection.ts'

/** Arguments as they go over the wire, one character a byte: the length is the length, and putting them together stays cheap. */
export interface Packed {
  readonly count: number
  readonly bytes: string
}

/** Arguments encoded once and sent many times, e.g. the keys of a shard. */
export interface PackedKeys extends Packed {
  readonly first: string
}

export function packKeys(keys: readonly string[]): PackedKeys {
  return { count: keys.length, bytes: keys.map(packed).join(''), first: keys[0] ?? '' }
}

/** A script's keys and arguments, ready to be sent: bytes, so that nothing of what they were made of waits for the answer. */
export interface PackedArguments {
  /** The client needs one key, to know the node of a Cluster. */
  readonly firstKey: string | undefined
  readonly keys: number
  readonly args: number
  readonly bytes: Buffer
}

export function packArguments(
  keys: readonly (string | PackedKeys)[],
  args: readonly (Argument | Packed)[],
): PackedArguments {
  const [first] = keys
  let keyCount = 0
  let argCount = 0
  let text = ''
  for (const key of keys) {
    keyCount += typeof key === 'string' ? 1 : key.count
    text += typeof key === 'string' ? packed(key) : key.bytes
  }
  for (const arg of args) {
    argCount += typeof arg === 'object' ? arg.count : 1
    text += typeof arg === 'object' ? arg.bytes : packed(arg)
  }
  return {
    firstKey: typeof first === 'object' ? first.first : first,
    keys: keyCount,
    args: argCount,
    bytes: Buffer.from(text, 'latin1'),
  }
}

/**
 * A call of a script by its hash or source: the client's command, written as bytes by us. The client would put all
 * arguments into one long string first, and one Vietnamese letter in it makes turning that into bytes several times as
 * slow as everything else together.
 */
export function packedCall(name: 'eval' | 'evalsha', script: string, its: PackedArguments): Command {
  const known = its.firstKey === undefined ? [script, 0] : [script, 1, its.firstKey]
  const command = new Command(name, known, { replyEncoding: 'utf8' })
  command.toWritable = () => {
    const start = `*${3 + its.keys + its.args}\r\n${packed(name)}${packed(script)}${packed(its.keys)}`
    return Buffer.concat([Buffer.from(start, 'latin1'), its.bytes])
  }
  return command
}

/** One argument as it goes over the wire, one character a byte. */
export function packed(arg: Argument): string {
  if (typeof arg === 'string') return arg === '' ? nothing : packedBytes(inBytes(arg))
  return smallNumbers[arg] ?? packedBytes(String(arg))
}

/** One argument that is its bytes already, one character each. */
export function packedBytes(bytes: string): string {
  return `$${bytes.length}\r\n${bytes}\r\n`
}

const nothing = packedBytes('')
const smallNumbers = Array.from({ length: 256 }, (_, number) => packedBytes(String(number)))

const scratch = Buffer.allocUnsafe(16_384)

/** A text as its UTF-8 bytes, one character each. */
export function inBytes(text: string): string {
  const length = Buffer.byteLength(text)
  if (length === text.length) return text
  if (length > scratch.length) return Buffer.from(text).toString('latin1')
  return scratch.toString('latin1', 0, scratch.write(text))
}
