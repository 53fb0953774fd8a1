/** What officers write and press in a group becomes what they do to a case. */
import type { OfficeApi } from '../channels/telegram/office-api.ts'
import type {
  OfficeEdit,
  OfficeEvent,
  OfficeMessage,
  OfficePress,
} from '../channels/telegram/office-event.ts'
import type { CaseId, DeskId, EpochMs, OfficerAction } from '../engine/turn.ts'
import { ChannelError, StaffError } from '../errors.ts'
import type { Accounts } from '../handoff/accounts/accounts.ts'
import { hasDesk } from '../handoff/accounts/rights.ts'
import type { Attachments } from '../handoff/attachments.ts'
import type { Audit } from '../handoff/audit.ts'
import type { ActResult, CaseDesk, Staff } from '../handoff/staff.ts'
import type { TelegramLinks } from '../handoff/telegram-links.ts'
import type { Shelf } from '../store/shelf.ts'
import type { Case, Store } from '../store/store.ts'
import { formatPhone } from '../text/phone.ts'
import { cardButtons, outcomeButtons } from './card.ts'
import { type CardChoice, choiceIn } from './choices.ts'
import { type OfficerWords, readOfficerWords } from './commands.ts'
import { pieces } from './pieces.ts'
import { actionPrefix } from './poster.ts'
import type { ShownCases } from './shown.ts'
import type { Words } from './words.ts'

export interface OfficersOptions {
  readonly api: OfficeApi
  readonly shelf: Shelf
  readonly store: Pick<Store, 'case'>
  readonly cases: Pick<CaseDesk, 'act' | 'case'>
  readonly accounts: Pick<Accounts, 'byTelegram'>
  readonly attachments: Pick<Attachments, 'keep'>
  readonly audit: Pick<Audit, 'note'>
  readonly links: Pick<TelegramLinks, 'redeem'>
  readonly shownCases: ShownCases
  /** The words of a desk's language; of the default one without a desk. */
  readonly words: (desk?: DeskId) => Words
  readonly now: () => EpochMs
}

export interface Officers {
  /**
   * Somebody closed the topic of a case that is open: the first time it is opened again, with the way to end a case.
   * `false` when it stays closed.
   */
  keepOpen(id: CaseId, at: { readonly chatId: number; readonly threadId: number }): Promise<boolean>
  /** May be asked twice for the same event: what it does to a case is done once. */
  carryOut(event: Extract<OfficeEvent, { type: 'message' | 'edit' | 'press' }>): Promise<void>
}

/** Somebody who is not known is told so once in a while, not at every word. */
const hintedKind = 'telegram-hinted'
const hintAgainMs = 60 * 60_000
const topicKeptMs = 30 * 86_400_000
const maxPhotoBytes = 1024 * 1024
const maxAltChars = 250

export function createOfficers(options: OfficersOptions): Officers {
  const { api, shelf, store, cases, accounts, audit, shownCases, now } = options

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
      const refusal = refusalOf(await tryTo(staff, one.id, action, id), words)
      if (refusal !== undefined) return tell(message, [refusal, words('not_sent')].join(' '))
    }
  }

  async function tryTo(
    staff: Staff,
    id: CaseId,
    action: OfficerAction,
    actionId: string,
  ): Promise<ActResult | StaffError> {
    try {
      return await cases.act(staff, 'telegram', id, action, actionId)
    } catch (error) {
      if (error instanceof StaffError) return error
      throw error
    }
  }

  async function hearEdit(edit: OfficeEdit): Promise<void> {
    const id = await caseOf(edit)
    if (id === undefined || edit.from === undefined) return
    if ((await accounts.byTelegram(edit.from)) === undefined) return
    await tell(edit, options.words((await store.case(id))?.desk)('edited'))
  }

  async function press({ queryId, from, data, at }: OfficePress): Promise<void> {
    const chosen = choiceIn(data)
    const one = chosen === undefined ? undefined : await store.case(chosen.case)
    const words = options.words(one?.desk)
    const staff = await accounts.byTelegram(from)
    if (staff === undefined) return answer(queryId, words('unlinked'), true)
    if (chosen === undefined || one === undefined) return answer(queryId, words('case_gone'), true)
    if (!hasDesk(staff, one.desk)) return answer(queryId, words('not_your_desk'), true)
    await choose({ queryId, staff, one, words, at }, chosen.choice)
  }

  interface Choosing extends Pick<OfficePress, 'queryId'> {
    readonly at: OfficePress['at']
    readonly staff: Staff
    readonly one: Case
    readonly words: Words
  }

  async function choose(choosing: Choosing, choice: CardChoice): Promise<void> {
    const { queryId, staff, one, words } = choosing
    switch (choice.does) {
      case 'phone': {
        await audit.note({
          who: staff.id,
          what: 'case.phone_seen',
          case: one.id,
          desk: one.desk,
          via: 'telegram',
        })
        const phone = one.phone === undefined ? words('no_phone') : formatPhone(one.phone)
        return answer(queryId, `${phone}\n${words(`wished_${one.wished ?? 'any'}`)}`, true)
      }
      case 'end':
      case 'menu': {
        const isAnothers = one.officer !== undefined && one.officer.id !== staff.id
        if (one.state === 'closed') return answer(queryId, words('refused_closed'), true)
        if (isAnothers)
          return answer(queryId, words('refused_taken', { name: one.officer?.name ?? '' }), true)
        await answer(queryId)
        return showButtons(choosing, choice.does)
      }
      case 'take':
      case 'give_back':
        return decide(choosing, { does: choice.does })
      case 'close':
        return decide(choosing, { does: 'close', outcome: choice.outcome })
    }
  }

  async function showButtons({ at, one, words }: Choosing, which: 'end' | 'menu'): Promise<void> {
    if (at === undefined) return
    const buttons = which === 'end' ? outcomeButtons({ case: one, words }) : cardButtons({ case: one, words })
    await api.turn(at.chatId, 'notice')
    await quietly(() => api.setButtons(at.chatId, at.messageId, buttons))
  }

  async function decide({ queryId, staff, one, words }: Choosing, action: OfficerAction): Promise<void> {
    const result = await tryTo(staff, one.id, action, `tgp-${queryId}`)
    const refusal = refusalOf(result, words)
    if (refusal !== undefined) return answer(queryId, refusal, true)
    const isDone = !(result instanceof StaffError) && result.type === 'done'
    await answer(queryId, words(isDone ? `done_${action.does}` : 'pending'))
  }

  /** A query that is answered already, or too old, needs no answer. */
  async function answer(queryId: string, text?: string, isAlert?: boolean): Promise<void> {
    await quietly(() => api.answer(queryId, text, isAlert))
  }

  async function quietly(call: () => Promise<void>): Promise<void> {
    try {
      await call()
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error
    }
  }

  function caseOf({ chatId, threadId, repliesTo }: OfficeMessage | OfficeEdit): Promise<CaseId | undefined> {
    return shownCases.caseAt({ chat: chatId, topic: threadId, repliesTo }, now())
  }

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
          return hear(event)
        case 'edit':
          return hearEdit(event)
        case 'press':
          return press(event)
      }
    },
  }
}

/** Why it was not done, in words; `undefined` when it was, or will be. */
function refusalOf(result: ActResult | StaffError, words: Words): string | undefined {
  if (result instanceof StaffError) {
    const known = result.reason === 'not_your_desk' ? 'not_your_desk' : 'refused_other'
    return words(known)
  }
  if (result.type !== 'refused') return undefined
  return words(`refused_${result.reason}`, { name: result.by?.name ?? words('somebody') })
}
