/** A command as it goes over the wire. */
import { Command } from 'ioredis'
import type { Argument } from './connection.ts'

/** Arguments encoded once and sent many times, e.g. the keys of a shard. */
export interface Packed {
  readonly count: number
  /** One character a byte. */
  readonly bytes: string
  readonly first: string
}

export function pack(args: readonly string[]): Packed {
  return { count: args.length, bytes: args.map(encoded).join(''), first: args[0] ?? '' }
}

/**
 * A call of a script by its hash or source: the client's command, written as bytes by us. The client would put all
 * arguments into one long string first, and one Vietnamese letter in it makes turning that into bytes several times as
 * slow as everything else together.
 */
export function packedCall(
  name: 'eval' | 'evalsha',
  script: string,
  keys: readonly (string | Packed)[],
  args: readonly Argument[],
): Command {
  const [first] = keys
  // The client needs one key, to know the node of a Cluster.
  const known =
    first === undefined ? [script, 0] : [script, 1, typeof first === 'string' ? first : first.first]
  const command = new Command(name, known, { replyEncoding: 'utf8' })
  command.toWritable = () => {
    let count = 0
    for (const key of keys) count += typeof key === 'string' ? 1 : key.count
    let text = `*${3 + count + args.length}\r\n${encoded(name)}${encoded(script)}${encoded(count)}`
    for (const key of keys) text += typeof key === 'string' ? encoded(key) : key.bytes
    for (const arg of args) text += encoded(arg)
    return Buffer.from(text, 'latin1')
  }
  return command
}

/** One character a byte: the length is the length, and the whole stays cheap. */
function encoded(arg: Argument): string {
  const its = String(arg)
  const bytes = isPlain(its) ? its : Buffer.from(its).toString('latin1')
  return `$${bytes.length}\r\n${bytes}\r\n`
}

const isPlain = (text: string) => !/[^\0-\x7f]/.test(text)
