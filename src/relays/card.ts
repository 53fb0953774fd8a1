/** A case as a message with buttons, and as the name of a topic. */
import type { OfficeButtons } from '../channels/telegram/office-api.ts'
import type { Content, Desk } from '../content/content.ts'
import { caseOutcomes, type EpochMs } from '../engine/turn.ts'
import { caseNotice } from '../handoff/notice.ts'
import { viewOf } from '../handoff/view.ts'
import type { Case } from '../store/store.ts'
import { maskPersonal } from '../text/mask.ts'
import { dataOf } from './choices.ts'
import { masked, maskedPhone } from './mask.ts'
import type { Words } from './words.ts'

export interface CardAbout {
  readonly case: Case
  readonly content: Content
  readonly desk: Pick<Desk, 'name' | 'languages'>
  readonly words: Words
  readonly now: EpochMs
}

/** Room for what the platform may count otherwise. */
const maxCardUnits = 4_000
const maxNameChars = 120
const maxMatterChars = 60
const shownIdChars = 4

/** `Khai sinh · AB12 · chờ trả lời`. No name and no number of a person is in it. */
export function topicName({ case: about, content, desk, words, now }: CardAbout): string {
  const view = viewOf(content, about, { locale: languageOf(desk, content), now })
  const matter = maskPersonal(view.procedure?.name ?? view.wish)
  const who = words(about.kind === 'call_back' ? 'name_call_back' : 'name_chat')
  const parts = [cut(matter, maxMatterChars), shortId(about), who].filter((part) => part !== '')
  return cut(parts.join(' · '), maxNameChars)
}

export function shortId({ id }: Pick<Case, 'id'>): string {
  return id.slice(0, shownIdChars).toUpperCase()
}

/** @param hasTopic without one, whoever answers has to answer this very message */
export function cardText(about: CardAbout, hasTopic: boolean): string {
  const { case: one, content, desk, words, now } = about
  const notice = caseNotice(content, one, { locale: languageOf(desk, content), now, desk })
  const lines = [words('case', { id: shortId(one) }), notice, ...callBack(one, words)]
  const hint = one.state === 'closed' ? '' : words(hasTopic ? 'hint_topic' : 'hint_reply')
  const text = cut(masked(lines.join('\n')), maxCardUnits - hint.length - 2)
  return [text, hint].filter((part) => part !== '').join('\n\n')
}

export function languageOf(
  { languages }: Pick<Desk, 'languages'>,
  { locales, defaultLocale }: Content,
): string {
  return languages.find((tag) => locales.has(tag)) ?? defaultLocale
}

function callBack({ kind, phone }: Case, words: Words): readonly string[] {
  if (kind !== 'call_back') return []
  return [phone === undefined ? words('no_phone') : words('phone', { phone: maskedPhone(phone) })]
}

/** Buttons by the state of the case; none once it is closed. */
export function cardButtons({ case: one, words }: Pick<CardAbout, 'case' | 'words'>): OfficeButtons {
  const { id, state, kind, phone } = one
  if (state === 'closed') return []
  const button = (key: string, does: 'take' | 'give_back' | 'end' | 'phone') => ({
    text: words(key),
    data: dataOf(id, { does }),
  })
  return [
    ...(state === 'waiting' ? [[button('button_take', 'take')]] : []),
    ...(kind === 'call_back' && phone !== undefined ? [[button('button_phone', 'phone')]] : []),
    [button('button_end', 'end'), button('button_give_back', 'give_back')],
  ]
}

/** How a case can be ended, and the way back to the usual buttons. */
export function outcomeButtons({ case: { id }, words }: Pick<CardAbout, 'case' | 'words'>): OfficeButtons {
  const ways = caseOutcomes.map((outcome) => [
    { text: words(`outcome_${outcome}`), data: dataOf(id, { does: 'close', outcome }) },
  ])
  return [...ways, [{ text: words('button_menu'), data: dataOf(id, { does: 'menu' }) }]]
}

/** Marks what a card tells of how things stand: changed when this is, and not because a day has passed. */
export function cardMark({ state, officer, desk, dueAt, phone }: Case): string {
  return [state, officer?.id ?? '', desk, state === 'waiting' ? (dueAt ?? '') : '', phone ?? ''].join(' ')
}

function cut(text: string, maxUnits: number): string {
  return text.length <= maxUnits
    ? text
    : `${text
        .slice(0, maxUnits - 1)
        .toWellFormed()
        .trimEnd()}…`
}
