/** The terminal as a channel: replies are written to a stream as they come. */
import type { Writable } from 'node:stream'
import type { Channel } from '../channel.ts'
import { renderPlain } from './render.ts'

/** The conversation there is: one terminal, one citizen. */
export const terminalConversation = 'terminal:me'

/** Writes each reply with `write`, which may decorate it. */
export function terminalChannel(
  output: Writable,
  write: (text: string) => string = (text) => `${text}\n`,
): Channel {
  return {
    name: 'terminal',
    capabilities: { hasButtons: false, maxTextUnits: 4000, hasTyping: false, canWriteFirst: true },
    deliver: ({ reply }) =>
      new Promise((resolve, reject) => {
        output.write(write(renderPlain(reply)), (error) => (error ? reject(error) : resolve()))
      }),
    close: () => Promise.resolve(),
  }
}
