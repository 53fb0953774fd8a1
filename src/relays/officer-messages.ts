/** What officers write in a group. */
import type { OfficeEdit, OfficeMessage } from '../channels/telegram/office-event.ts'
import type { CaseId, OfficerAction } from '../engine/turn.ts'
import { ChannelError, StaffError } from '../errors.ts'
import { hasDesk } from '../handoff/accounts/rights.ts'
import type { Staff } from '../handoff/staff.ts'
import type { Case } from '../store/store.ts'
import { actionPrefix } from './action-ids.ts'
import { outcomeButtons } from './card.ts'
import { type OfficerWords, readOfficerWords } from './commands.ts'
import { type OfficersOptions, refusalOf, tryTo } from './officer-parts.ts'
import { pieces } from './pieces.ts'
import type { Words } from './words.ts'

export interface OfficerMessages {
  hear(message: OfficeMessage): Promise<void>
  /** What was sent cannot be changed, which they are told. */
  hearEdit(edit: OfficeEdit): Promise<void>
}

/** Somebody who is not known is told so once in a while, not at every word. */
export const hintedKind = 'telegram-hinted'
const hintAgainMs = 60 * 60_000
const maxPhotoBytes = 1024 * 1024
const maxAltChars = 250

/** Either may be called twice for the same message. */
export function officerMessages(options: OfficersOptions): OfficerMessages {
  const { api, shelf, store, cases, accounts, shownCases, now } = options

  /** Says something to who wrote, where they wrote it. */
  async function tell(to: OfficeMessage | OfficeEdit, text: string): Promise<void> {
    await api.turn(to.chatId, 'notice')
    const at = { chatId: to.chatId, ...(to.threadId === undefined ? {} : { threadId: to.threadId }) }
    try {
      await api.send(at, text, { repliesTo: to.messageId, isSilent: true })
    } catch (error) {
      // Deleted, closed, gone: nobody is there to be told. A limit or an outage is worth another try.
      if (!(error instanceof ChannelError) || error.code !== 'channel/rejected') throw error
    }
  }

  async function hint(to: OfficeMessage, words: Words, key: string): Promise<void> {
    const who = `${to.from ?? 'anonymous'} ${to.chatId} ${key}`
    if ((await shelf.get(hintedKind, who, now())) !== undefined) return
    await shelf.put(hintedKind, who, {}, now(), { expiresAt: now() + hintAgainMs })
    await tell(to, words(key))
  }

  async function link(message: OfficeMessage, code: string): Promise<void> {
    const words = options.words()
    if (message.from === undefined) return tell(message, words('anonymous'))
    if (code === '') return tell(message, words('how_to_link'))
    try {
      const staff = await options.links.redeem(code, message.from)
      await tell(message, words('linked', { name: staff.name }))
    } catch (error) {
      if (!(error instanceof StaffError)) throw error
      const isTaken = error.reason === 'telegram_taken'
      await tell(message, words(isTaken ? 'link_taken' : 'link_wrong'))
    }
  }

  async function hear(message: OfficeMessage): Promise<void> {
    const said = readOfficerWords(message.text ?? '')
    if (said.type === 'link') return link(message, said.code)
    const id = await caseOf(message)
    // A topic of ours that we know nothing of: made by a call whose answer never came.
    if (id === undefined) return message.isInOurTopic ? hint(message, options.words(), 'no_case') : undefined
    const one = await store.case(id)
    const words = options.words(one?.desk)
    if (message.from === undefined) return hint(message, words, 'anonymous')
    const staff = await accounts.byTelegram(message.from)
    if (staff === undefined) return hint(message, words, 'unlinked')
    if (one === undefined) return tell(message, words('case_gone'))
    if (!hasDesk(staff, one.desk)) return tell(message, words('not_your_desk'))
    await follow({ message, said, staff, one, words })
  }

  interface Order {
    readonly message: OfficeMessage
    readonly said: OfficerWords
    readonly staff: Staff
    readonly one: Case
    readonly words: Words
  }

  async function follow(order: Order): Promise<void> {
    const { message, said, one, words } = order
    switch (said.type) {
      case 'note':
        return said.text === ''
          ? tell(message, words('note_empty'))
          : act(order, [{ does: 'note', text: said.text }])
      case 'take':
        return act(order, [{ does: 'take' }])
      case 'give_back':
        return act(order, [{ does: 'give_back' }])
      case 'end': {
        await api.turn(message.chatId, 'notice')
        const at = {
          chatId: message.chatId,
          ...(message.threadId === undefined ? {} : { threadId: message.threadId }),
        }
        const buttons = outcomeButtons({ case: one, words })
        await api.send(at, words('ask_outcome'), { repliesTo: message.messageId, buttons })
        return
      }
      case 'help':
      case 'unknown':
        return tell(message, words('commands'))
      case 'link':
        return
      case 'words':
        if (message.photo !== undefined) return sendPhoto(order, said.text)
        if (message.isOther) return tell(message, words('cannot_send'))
        return act(
          order,
          pieces(said.text).map((text) => ({ does: 'answer', text })),
        )
    }
  }

  async function sendPhoto(order: Order, caption: string): Promise<void> {
    const { message, staff, one, words } = order
    const sizes = message.photo?.filter(({ bytes = 0 }) => bytes <= maxPhotoBytes) ?? []
    const best = sizes.at(-1)
    if (best === undefined) return tell(message, words('photo_too_large'))
    let source: string
    try {
      const bytes = await api.file(best.file, maxPhotoBytes)
      source = (await options.attachments.keep(staff, one.id, bytes)).source
    } catch (error) {
      const isRefused =
        error instanceof StaffError || (error instanceof ChannelError && error.code === 'channel/rejected')
      if (!isRefused) throw error
      return tell(message, words('photo_not_sent'))
    }
    const alt = caption === '' ? words('photo_alt') : caption.slice(0, maxAltChars).toWellFormed()
    const [first = '', ...rest] = pieces(caption)
    const answers = rest.map((text): OfficerAction => ({ does: 'answer', text }))
    await act(order, [{ does: 'answer', text: first, image: { source, alt } }, ...answers])
  }

  /** Does one thing after the other, as long as none is refused. */
  async function act(
    { message, staff, one, words }: Order,
    actions: readonly OfficerAction[],
  ): Promise<void> {
    for (const [index, action] of actions.entries()) {
      const id = `${actionPrefix(message.chatId)}${message.messageId}${index === 0 ? '' : `-${index}`}`
      const refusal = refusalOf(await tryTo(cases, staff, one.id, action, id), words)
      if (refusal !== undefined) return tell(message, [refusal, words('not_sent')].join(' '))
    }
  }

  async function hearEdit(edit: OfficeEdit): Promise<void> {
    const id = await caseOf(edit)
    if (id === undefined || edit.from === undefined) return
    if ((await accounts.byTelegram(edit.from)) === undefined) return
    await tell(edit, options.words((await store.case(id))?.desk)('edited'))
  }

  function caseOf({ chatId, threadId, repliesTo }: OfficeMessage | OfficeEdit): Promise<CaseId | undefined> {
    return shownCases.caseAt({ chat: chatId, topic: threadId, repliesTo }, now())
  }

  return { hear, hearEdit }
}
