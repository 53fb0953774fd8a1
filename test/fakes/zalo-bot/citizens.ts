/** Citizens with Zalo in their hand, and groups into which a bot was invited. */
import type { FakeCitizen, FakeClock, Shown } from '../kit/fake.ts'
import { createScreen, type Screen, wordsFor } from '../kit/screen.ts'
import type { Chat, Chats } from './chats.ts'
import { hexId } from './ids.ts'
import type { Quota } from './quota.ts'
import type { Sender, Update, UpdateMaker } from './updates.ts'

export interface FakeGroup {
  /** The group's id, which is the address of answers. */
  readonly id: string
  readonly screen: readonly Shown[]
  /**
   * Writes into the group. The bot hears it only when it is mentioned (picked from the list, so that the name stands
   * in the text) or when it answers one of the bot's messages.
   */
  says(citizen: string, text: string, to?: 'mention' | 'answer'): Promise<void>
}

export interface PeopleParts {
  readonly clock: FakeClock
  readonly chats: Chats
  readonly quota: Quota
  readonly updates: UpdateMaker
  /** Hands an update to the bot. */
  readonly deliver: (update: Update) => Promise<void>
}

const botName = '@Bot Một Cửa'

export function createCitizen(name: string, parts: PeopleParts): FakeCitizen {
  const { clock, chats, updates } = parts
  const id = hexId('user', name)
  const screen = createScreen({ name, clock })
  const sender: Sender = { id, name, chatId: id, chatType: 'PRIVATE' }
  const chat: Chat = { id, type: 'PRIVATE', receive: (message) => showBot(screen, message) }

  async function hand(shown: string, update: Update): Promise<void> {
    screen.show({ from: 'citizen', text: shown, buttons: [] })
    if (!isServed(id, parts)) return
    chats.heard(chat)
    await parts.deliver(update)
  }

  const types = (text: string) => hand(text, updates.text(sender, text))
  return {
    id,
    screen: screen.shown,
    types,
    hears: screen.hears,
    // The platform tells a bot nothing when its chat is opened.
    opens: async () => {},
    async presses(label) {
      const number = numberOf(label, screen.shown)
      if (number === undefined) throw new Error(`No message of the bot offers "${label}":\n${screen.print()}`)
      await types(number)
    },
    sends: (what) => hand(wordsFor(what), updates.other(sender, what)),
  }
}

export function createGroup(name: string, parts: PeopleParts): FakeGroup {
  const id = hexId('group', name)
  const screen = createScreen({ name, clock: parts.clock })
  const chat: Chat = { id, type: 'GROUP', receive: (message) => showBot(screen, message) }
  return {
    id,
    screen: screen.shown,
    async says(citizen, words, to) {
      const text = to === 'mention' ? `${botName} ${words}` : words
      screen.show({ from: 'citizen', text, buttons: [] })
      const sender: Sender = { id: hexId('user', citizen), name: citizen, chatId: id, chatType: 'GROUP' }
      if (to === undefined || !isServed(sender.id, parts)) return
      parts.chats.heard(chat)
      await parts.deliver(parts.updates.text(sender, text))
    },
  }
}

function isServed(userId: string, { quota }: PeopleParts): boolean {
  if (!quota.admits(userId)) return false
  quota.received()
  return true
}

function showBot(screen: Screen, { text, image }: { readonly text: string; readonly image?: string }): void {
  screen.show({ from: 'bot', text, buttons: [], ...(image === undefined ? {} : { image }) })
}

/** The number before `label` in a line "n. label" of the newest message of the bot that has one. */
function numberOf(label: string, shown: readonly Shown[]): string | undefined {
  for (const { from, text } of shown.toReversed()) {
    if (from !== 'bot') continue
    for (const line of text.split('\n')) {
      const [, number, words] = /^\s*(\d+)\.\s+(.+?)\s*$/.exec(line) ?? []
      if (words?.normalize('NFC') === label.normalize('NFC')) return number
    }
  }
  return undefined
}
