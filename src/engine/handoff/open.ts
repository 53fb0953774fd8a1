/** Opening a case. */
import type { Desk, PlaceId } from '../../content/content.ts'
import { fold } from '../../text/fold.ts'
import { formatPhone } from '../../text/phone.ts'
import { commandOf } from '../command-words.ts'
import { count, type Draft, here, offer, say } from '../draft.ts'
import { metaChoice } from '../meta.ts'
import { phrase } from '../phrases.ts'
import { askAgain } from '../script-turn.ts'
import type { CaseId, CaseReason, Exchange, SessionCase, WishedTime } from '../turn.ts'
import { communeHere } from './desks.ts'
import { acceptBy, letWait } from './due.ts'
import { forOfficers, noteCase, setCase } from './log.ts'
import { promise } from './moments.ts'

export interface Opening {
  readonly desk: Desk
  readonly reason: CaseReason
  readonly commune?: PlaceId | undefined
  /** Present when they are to be rung up. */
  readonly call?: { readonly phone: string; readonly wished: WishedTime }
}

/** Opens a case, tells what can honestly be told of when somebody answers, and goes on where the citizen was. */
export function openCase(draft: Draft, opening: Opening): void {
  const { desk, reason, call } = opening
  const id = draft.around?.caseId() ?? ownId(draft)
  const kind = call === undefined ? 'chat' : 'call_back'
  const recent = draft.around?.recent() ?? []
  const held: SessionCase = {
    ...{ id, kind, desk: desk.id },
    state: 'waiting',
    openedAt: draft.now,
    waitingSince: draft.now,
  }
  setCase(draft, id, {
    ...{ kind, desk: desk.id, reason, openedAt: draft.now, locale: draft.locale.tag },
    ...matterOf(draft, opening.commune),
    ...(call === undefined ? {} : call),
  })
  const wish = wishOf(draft, recent)
  if (wish !== undefined) setCase(draft, id, { wish })
  noteCase(draft, id, { kind: 'opened', reason, desk: desk.id })
  for (const { at, by, text } of recent) noteCase(draft, id, { at, kind: by, text: forOfficers(text) })
  letWait(draft, held, acceptBy(draft, desk))
  draft.misses = 0
  draft.rounds = 0
  count(draft, `case_opened:${reason}`)
  goOnWith(draft, openedWords(draft, opening, draft.case?.dueAt))
}

/** Says something of a case that waits, and asks what is open, or offers the ways on. */
export function goOnWith(draft: Draft, text: string): void {
  draft.pending = undefined
  const place = here(draft)
  if (!draft.hasVanished && place !== undefined && place.frame.at !== null) {
    return askAgain(draft, place, `${text}\n${phrase(draft.locale, 'case.meanwhile')}`)
  }
  offer(draft, text, [metaChoice(draft, '!menu')])
}

/** Tells again what is known of the case that waits. */
export function tellWaiting(draft: Draft, held: SessionCase, lead?: string): void {
  const desk = draft.content.directory.all.get(held.desk)
  if (desk === undefined) return say(draft, 'case.no_promise')
  const when = promise(draft, desk, held.dueAt, held.kind)
  const told = `${phrase(draft.locale, 'case.already', { desk: desk.name })} ${when}`.trim()
  goOnWith(draft, lead === undefined ? told : `${lead}\n${told}`)
}

function openedWords(draft: Draft, { desk, call }: Opening, due: number | undefined): string {
  const kind = call === undefined ? 'chat' : 'call_back'
  const when = `${promise(draft, desk, due, kind)} ${languagesOf(draft, desk)}`.trim()
  const values = { desk: desk.name }
  if (call === undefined) return `${phrase(draft.locale, 'case.opened', values)} ${when}`
  const time = phrase(draft.locale, `call.told_${call.wished}`)
  const told = phrase(draft.locale, 'call.opened', { ...values, phone: formatPhone(call.phone), time })
  return `${told} ${when}`.trim()
}

/** Said only to those who speak another language than the officers. */
function languagesOf({ content, locale }: Draft, { languages }: Desk): string {
  if (languages.includes(locale.tag)) return ''
  const names = languages.flatMap((tag) => content.locales.get(tag)?.name ?? [])
  return phrase(locale, 'case.languages', { languages: names.join(', ') })
}

function matterOf(draft: Draft, told: PlaceId | undefined) {
  const commune = told ?? communeHere(draft)
  const { frame } = draft
  return {
    ...(commune === undefined ? {} : { commune }),
    ...(frame === undefined ? {} : { procedure: frame.procedure, slots: frame.slots }),
    ...(frame === undefined || frame.at === null ? {} : { step: frame.at }),
    ...(frame?.open === undefined ? {} : { open: frame.open }),
  }
}

const minWishWords = 3

/** What was not understood says best what is wanted; else what they wrote last that is more than a command. */
function wishOf(draft: Draft, recent: readonly Exchange[]): string | undefined {
  if (draft.missed.length > 0) return draft.missed.join(' / ')
  const said = recent.filter(({ by }) => by === 'citizen').map(({ text }) => text)
  const wish = said.findLast((text) => {
    const folded = fold(text)
    return folded.split(' ').length >= minWishWords && commandOf(draft, text, folded) === undefined
  })
  return wish === undefined ? undefined : forOfficers(wish)
}

const letters = 'abcdefghijkmnpqrstuvwxyz23456789'

/** Where no shell gives an id: the same for the same turn. */
function ownId(draft: Draft): CaseId {
  const text = `${draft.now} ${draft.heardAt} ${JSON.stringify(draft.frame ?? null)}`
  let id = ''
  for (let part = 0; part < 10; part++) {
    let hash = 2166136261 ^ (part * 97)
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16777619)
    id += letters[(hash >>> 7) % letters.length]
  }
  return id
}
