/** A case in plain text, for groups and notifications: identity numbers and phone numbers are not in it. */
import type { Content, Desk } from '../content/content.ts'
import type { CaseCard } from '../engine/case-card.ts'
import type { CaseEntry, EpochMs } from '../engine/turn.ts'
import type { Case } from '../store/store.ts'
import { hidden, hideSecrets } from '../text/identity.ts'
import { fillIn } from '../text/pattern.ts'
import { isShort, viewOf } from './view.ts'

export interface NoticeOptions {
  /** Of those who read it. */
  readonly locale: string
  readonly now: EpochMs
  readonly desk: Pick<Desk, 'name'>
  /** As far as it is at hand, oldest first; the last things said are shown. */
  readonly log?: readonly CaseEntry[]
}

const maxLineChars = 300
const maxAnswers = 12
const lastSaid = 6
/** As people write them: +84 or 0, then nine or ten digits, grouped or not. */
const phoneNumber = /(?<![\d.])(?:\+?84|0)(?:[ .-]?\d){8,10}(?!\d)/g

/** One screen: a legal deadline first when it is short, then who needs what and why, and what is known. */
export function caseNotice(content: Content, about: Case, options: NoticeOptions): string {
  const card = viewOf(content, about, options)
  const say = phrasesOf(content, options.locale)
  const clocks = card.clocks.map((clock) => ({ clock, line: clockLine(clock, say) }))
  const lines = [
    ...clocks.filter(({ clock }) => isShort(clock)).map(({ line }) => line),
    say('office.notice_head', { desk: options.desk.name }),
    say('office.notice_wish', { wish: card.wish }),
    say('office.notice_reason', { reason: card.reason }),
    ...(card.procedure === undefined
      ? []
      : [say('office.notice_matter', { procedure: card.procedure.name })]),
    ...(card.step === undefined ? [] : [say('office.notice_step', { step: card.step })]),
    ...(card.commune === undefined ? [] : [say('office.notice_commune', { commune: card.commune })]),
    ...listLine(
      say,
      'office.notice_answers',
      card.answers.slice(0, maxAnswers).map(({ label, value }) => `${label}: ${value}`),
    ),
    ...listLine(say, 'office.notice_missing', card.missing),
    ...clocks.filter(({ clock }) => !isShort(clock)).map(({ line }) => line),
    ...listLine(
      say,
      'office.notice_told',
      card.told.map(({ label, source }) => `${label} (${source})`),
    ),
    ...(about.kind === 'call_back' ? [say(`office.notice_call_${about.wished ?? 'any'}`)] : []),
    ...stateLines(about, say),
  ]
  const said = saidLast(options.log ?? [], say)
  return [...lines.map(safeLine), ...(said.length === 0 ? [] : ['', ...said.map(safeLine)])].join('\n')
}

/** One line, e.g. for a browser's notification: what is wanted, without numbers of persons. */
export function caseLine(
  content: Content,
  about: Case,
  { locale, now }: Pick<NoticeOptions, 'locale' | 'now'>,
): string {
  const card = viewOf(content, about, { locale, now })
  const urgent = card.clocks.find(isShort)
  const say = phrasesOf(content, locale)
  return safeLine(urgent === undefined ? card.wish : `${clockLine(urgent, say)} · ${card.wish}`)
}

type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string

function phrasesOf({ locales, defaultLocale }: Content, tag: string): Say {
  const phrases = (locales.get(tag) ?? locales.get(defaultLocale))?.phrases
  return (key, values = {}) => fillIn(phrases?.get(key) ?? key, values)
}

function clockLine({ label, day, daysLeft }: CaseCard['clocks'][number], say: Say): string {
  if (daysLeft === 0) return say('office.notice_clock_today', { label, day })
  const key = daysLeft > 0 ? 'office.notice_clock' : 'office.notice_clock_over'
  return say(key, { label, day, days: Math.abs(daysLeft) })
}

function listLine(say: Say, key: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [say(key, { items: items.join('; ') })]
}

function stateLines({ state, officer, dueAt }: Case, say: Say): readonly string[] {
  if (state === 'closed') return [say('office.notice_closed')]
  if (officer !== undefined) return [say('office.notice_taken', { officer: officer.name })]
  return dueAt === undefined ? [] : [say('office.notice_due', { time: vietnamTime(dueAt) })]
}

function saidLast(log: readonly CaseEntry[], say: Say): readonly string[] {
  return log
    .filter(({ kind, text }) => (kind === 'citizen' || kind === 'bot') && text !== undefined && text !== '')
    .slice(-lastSaid)
    .map(({ kind, text = '' }) => say(`office.notice_said_${kind}`, { text }))
}

/** Numbers are taken out before it is cut, so that no part of one stays. */
function safeLine(text: string): string {
  const line = hideSecrets(text.replaceAll(phoneNumber, hidden)).replaceAll(/\s+/g, ' ').trim()
  const characters = [...line]
  return characters.length <= maxLineChars ? line : `${characters.slice(0, maxLineChars - 1).join('')}…`
}

/** `10:30 24/11`. */
function vietnamTime(at: EpochMs): string {
  const [, month, day, time] =
    /-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(new Date(at + 7 * 3_600_000).toISOString()) ?? []
  return `${time} ${Number(day)}/${Number(month)}`
}
