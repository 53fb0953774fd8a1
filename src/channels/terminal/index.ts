/** The terminal as a channel: replies are written to a stream as they come. */
import type { Writable } from 'node:stream'
import { type Channel, wordsOnly } from '../channel.ts'
import { renderPlain } from '../plain.ts'

/** The conversation there is: one terminal, one citizen. */
export const terminalConversation = 'terminal:me'

/** Writes each reply with `write`, which may decorate it. */
export function terminalChannel(
  output: Writable,
  write: (text: string) => string = (text) => `${text}\n`,
): Channel {
  return {
    name: 'terminal',
    capabilities: { ...wordsOnly, maxTextUnits: 4000 },
    deliver: ({ reply }) =>
      new Promise((resolve, reject) => {
        output.write(write(renderPlain(reply)), (error) => (error ? reject(error) : resolve()))
      }),
    close: () => Promise.resolve(),
  }
}
