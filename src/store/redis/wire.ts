/** A command as it goes over the wire. */
import { Buffer } from 'node:buffer'
import { Command } from 'ioredis'
import { lengthOf, unitAt } from '../../code-units.ts'
import type { Argument } from './connection.ts'

/**
 * Arguments as they go over the wire, one character a byte: the length is the length, and putting them together stays cheap.
 * Each begins with the end of the line before it, so that it is two strings put together and not three.
 */
export interface Packed {
  readonly count: number
  readonly bytes: string
}

export const nothingPacked: Packed = { count: 0, bytes: '' }

/** Arguments encoded once and sent many times, e.g. the keys of a shard. */
export interface PackedKeys extends Packed {
  readonly first: string
}

export function packKeys(keys: readonly string[]): PackedKeys {
  return { count: keys.length, bytes: keys.map(packed).join(''), first: keys[0] ?? '' }
}

/** A call of a script by its hash, ready to be sent: bytes, so that nothing of what they were made of waits for the answer. */
export interface PackedScript {
  readonly sha: string
  /** The client needs one key, to know the node of a Cluster. */
  readonly firstKey: string | undefined
  /** Keys and arguments, and how many of them. */
  readonly keys: number
  readonly count: number
  readonly bytes: Buffer
  /** Where keys and arguments begin. */
  readonly from: number
  /** What the bytes stand in, to be given back when nobody needs them any more. */
  readonly slab: Buffer
}

/**
 * Memory that calls are written into, again and again. Memory of their own would outlive them: V8 finds what has grown old only
 * when it looks through everything, and so much of it had it do that every second under load.
 */
export interface Slabs {
  /** At least so many bytes. */
  take(bytes: number): Buffer
  /** Of a call that was answered. What may still be on its way must not be given back. */
  giveBack(slab: Buffer): void
}

/** Room for what one call mostly carries; longer ones get memory of their own. */
const slabBytes = 262_144
/** More are seldom under way at once. */
const mostFree = 16

export function createSlabs(): Slabs {
  const free: Buffer[] = []
  return {
    take: (bytes) =>
      bytes > slabBytes ? Buffer.allocUnsafeSlow(bytes) : (free.pop() ?? Buffer.allocUnsafeSlow(slabBytes)),
    giveBack: (slab) => {
      if (slab.length === slabBytes && free.length < mostFree) free.push(slab)
    },
  }
}

export function packScript(
  sha: string,
  keys: readonly (string | PackedKeys)[],
  args: readonly (Argument | Packed)[],
  slabs: Slabs,
): PackedScript {
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
  const its = { keys: keyCount, count: keyCount + argCount }
  const start = startOf('evalsha', sha, its)
  const whole = start + text + lineEnd
  const slab = slabs.take(whole.length)
  slab.write(whole, 'latin1')
  return {
    sha,
    firstKey: typeof first === 'object' ? first.first : first,
    ...its,
    bytes: slab.subarray(0, whole.length),
    from: start.length,
    slab,
  }
}

function startOf(
  name: string,
  script: string,
  { keys, count }: Pick<PackedScript, 'keys' | 'count'>,
): string {
  return `*${3 + count}${packed(name)}${packed(script)}${packed(keys)}`
}

/**
 * A call of a script by its hash: the client's command, written as bytes by us. The client would put all arguments into one
 * long string first, and one Vietnamese letter in it makes turning that into bytes several times as slow as everything
 * else together.
 */
export function callByHash(its: PackedScript): Command {
  return callOf('evalsha', its.sha, its.firstKey, () => its.bytes)
}

/** The same call with the script itself, for a Redis that does not know it yet. */
export function callBySource(source: string, its: PackedScript): Command {
  const start = Buffer.from(startOf('eval', source, its), 'latin1')
  return callOf('eval', source, its.firstKey, () => Buffer.concat([start, its.bytes.subarray(its.from)]))
}

function callOf(name: string, script: string, firstKey: string | undefined, bytes: () => Buffer): Command {
  const known = firstKey === undefined ? [script, 0] : [script, 1, firstKey]
  const command = new Command(name, known, { replyEncoding: 'utf8' })
  command.toWritable = bytes
  return command
}

/** One argument as {@link Packed} has it. */
export function packed(arg: Argument): string {
  if (typeof arg === 'string') return packedBytes(inBytes(arg))
  // What is not in a list is looked for at length.
  return (arg < smallNumbers.length && smallNumbers[arg]) || packedBytes(String(arg))
}

/** One argument that is its bytes already, one character each. */
export function packedBytes(bytes: string): string {
  const length = lengthOf(bytes)
  return (length < headers.length ? headers[length] : headerOf(length)) + bytes
}

let timeWritten = Number.NaN
let timeAsText = ''
let timeAsPacked = ''

/** A time in digits. Thousands are written in one millisecond, and V8 takes long over each number of that size. */
export function timeText(ms: number): string {
  if (ms !== timeWritten) {
    timeWritten = ms
    timeAsText = String(ms)
    timeAsPacked = packedBytes(timeAsText)
  }
  return timeAsText
}

/** {@link timeText} as an argument. */
export function packedTime(ms: number): string {
  timeText(ms)
  return timeAsPacked
}

const lineEnd = '\r\n'
const headerOf = (length: number) => `${lineEnd}$${length}${lineEnd}`
/** Nearly all arguments are shorter. */
const headers = Array.from({ length: 2_048 }, (_, length) => headerOf(length))
const smallNumbers = Array.from({ length: 256 }, (_, number) => packedBytes(String(number)))

const scratch = Buffer.allocUnsafe(16_384)

/**
 * The same text, one byte a character within the engine too: what was cut out of a text with marks, as ids of flow files are,
 * has two, and one such part makes everything that it is put together with twice as long. For texts of bytes only.
 */
export function narrow(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('latin1')
}

/** A text as its UTF-8 bytes, one character each. */
export function inBytes(text: string): string {
  const length = lengthOf(text)
  if (length <= maxLooked && isAscii(text, length)) return text
  const bytes = Buffer.byteLength(text)
  if (bytes === length) return text
  if (bytes > scratch.length) return Buffer.from(text).toString('latin1')
  return scratch.toString('latin1', 0, scratch.write(text))
}

/** Up to here looking at each letter is quicker than asking for the length in bytes. */
const maxLooked = 64

function isAscii(text: string, length: number): boolean {
  for (let at = 0; at < length; at++) if (unitAt(text, at) > 127) return false
  return true
}
