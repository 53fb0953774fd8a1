/** What officers do in a group becomes what they do to a case. */
import type { OfficeEvent } from '../channels/telegram/office-event.ts'
import type { CaseId } from '../engine/turn.ts'
import { hintedKind, officerMessages } from './officer-messages.ts'
import { type OfficersOptions, quietly } from './officer-parts.ts'
import { officerPresses } from './officer-presses.ts'

export interface Officers {
  /**
   * Somebody closed the topic of a case that is open: the first time it is opened again, with the way to end a case.
   * `false` when it stays closed.
   */
  keepOpen(id: CaseId, at: { readonly chatId: number; readonly threadId: number }): Promise<boolean>
  /** May be asked twice for the same event: what it does to a case is done once. */
  carryOut(event: Extract<OfficeEvent, { type: 'message' | 'edit' | 'press' }>): Promise<void>
}

const topicKeptMs = 30 * 86_400_000

export function createOfficers(options: OfficersOptions): Officers {
  const { api, shelf, store, now } = options
  const messages = officerMessages(options)
  const press = officerPresses(options)

  return {
    keepOpen: async (id, { chatId, threadId }) => {
      const one = await store.case(id)
      if (one === undefined || one.state === 'closed') return false
      const mark = `topic ${chatId} ${threadId}`
      if ((await shelf.get(hintedKind, mark, now())) !== undefined) return false
      await shelf.put(hintedKind, mark, {}, now(), { expiresAt: now() + topicKeptMs })
      await api.turn(chatId, 'notice')
      let isOpen = false
      await quietly(async () => {
        await api.reopenTopic(chatId, threadId)
        isOpen = true
        await api.send({ chatId, threadId }, options.words(one.desk)('topic_closed'))
      })
      return isOpen
    },
    carryOut: async (event) => {
      switch (event.type) {
        case 'message':
          return messages.hear(event)
        case 'edit':
          return messages.hearEdit(event)
        case 'press':
          return press(event)
      }
    },
  }
}
