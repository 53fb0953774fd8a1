/** The web chat in a process that hears nobody: pages read its replies from the log, and processes with pages are told. */

import { wordsOnly } from '../channels/channel.ts'
import type { WebChannel } from '../channels/web/index.ts'
import { nothingHere } from '../http/handle.ts'

export const muteWeb: WebChannel = {
  name: 'web',
  capabilities: wordsOnly,
  fetch: nothingHere,
  deliver: async () => {},
  close: async () => {},
}
