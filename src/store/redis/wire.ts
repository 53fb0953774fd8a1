/** A command as it goes over the wire. */
import { Command } from 'ioredis'
import type { Argument } from './connection.ts'

const isPlain = (text: string) => !/[^\0-\x7f]/.test(text)

/**
 * The client's command, written as bytes by us: the client would put all arguments into one long string first, and
 * one Vietnamese letter in it makes turning that into bytes several times as slow as everything else together.
 */
export function packed(name: string, args: readonly Argument[]): Command {
  const command = new Command(name, [...args], { replyEncoding: 'utf8' })
  command.toWritable = () => {
    let text = `*${args.length + 1}\r\n$${name.length}\r\n${name}\r\n`
    for (const arg of args) {
      const its = String(arg)
      // One character a byte: the length is the length, and the whole stays cheap.
      const bytes = isPlain(its) ? its : Buffer.from(its).toString('latin1')
      text += `$${bytes.length}\r\n${bytes}\r\n`
    }
    return Buffer.from(text, 'latin1')
  }
  return command
}
