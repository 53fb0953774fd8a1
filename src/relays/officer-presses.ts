/** What officers press on a card. */
import type { OfficePress } from '../channels/telegram/office-event.ts'
import type { OfficerAction } from '../engine/turn.ts'
import { StaffError } from '../errors.ts'
import { hasDesk } from '../handoff/accounts/rights.ts'
import type { Staff } from '../handoff/staff.ts'
import type { Case } from '../store/store.ts'
import { formatPhone } from '../text/phone.ts'
import { cardButtons, outcomeButtons } from './card.ts'
import { type CardChoice, choiceIn } from './choices.ts'
import { type OfficersOptions, quietly, refusalOf, tryTo } from './officer-parts.ts'
import type { Words } from './words.ts'

/** Carries out a press; may be called twice for the same one. */
export function officerPresses(options: OfficersOptions): (press: OfficePress) => Promise<void> {
  const { api, store, cases, accounts, audit } = options

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
    const result = await tryTo(cases, staff, one.id, action, `tgp-${queryId}`)
    const refusal = refusalOf(result, words)
    if (refusal !== undefined) return answer(queryId, refusal, true)
    const isDone = !(result instanceof StaffError) && result.type === 'done'
    await answer(queryId, words(isDone ? `done_${action.does}` : 'pending'))
  }

  /** A query that is answered already, or too old, needs no answer. */
  async function answer(queryId: string, text?: string, isAlert?: boolean): Promise<void> {
    await quietly(() => api.answer(queryId, text, isAlert))
  }

  return press
}
