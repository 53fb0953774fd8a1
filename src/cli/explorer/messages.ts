/** What every message and every session must keep, whatever was said. */
import { isDeepStrictEqual } from 'node:util'
import type { Content } from '../../content/content.ts'
import type { Choice, Reply, Session } from '../../engine/turn.ts'

/** The narrowest channel's limits; docs of the channels have the sources. */
const maxTextUnits = 2000
const maxChoices = 11
const maxChoiceIdBytes = 64
const maxLabelChars = 80
/** What a conversation may take in the store: ever, and in the first twelve turns when nothing comes between. */
const maxSessionBytes = 900
const maxEarlyBytes = 650
const earlyTurns = 12
/** More while a case is open, or can be rated. */
const maxCaseBytes = 300

/** A rule that was broken, in words. */
export interface Fault {
  readonly rule: string
  readonly detail: string
}

/** What is wrong with a reply. */
export function faultsOf(reply: Reply, content: Content): readonly Fault[] {
  const faults: Fault[] = []
  const { text, choices = [], ticks, image } = reply
  if (text.trim() === '') faults.push({ rule: 'empty-message', detail: 'a message without words' })
  if (image?.alt.trim() === '') {
    faults.push({ rule: 'empty-alt', detail: 'a picture that is not described' })
  }
  if (text.length > maxTextUnits) {
    faults.push({ rule: 'long-message', detail: `${text.length} UTF-16 units, at most ${maxTextUnits}` })
  }
  for (const locale of content.locales.values()) {
    const unknown = locale.phrases.get('fact.unknown_value')
    if (unknown !== undefined && text.includes(unknown)) {
      faults.push({ rule: 'unknown-value', detail: `"${unknown}" in "${text}"` })
    }
  }
  const leftover = /\{\{|\}\}|\{\w+\}|\bundefined\b|\bNaN\b|\[object/.exec(text)
  if (leftover !== null) faults.push({ rule: 'leftover', detail: `"${leftover[0]}" in "${text}"` })
  if (choices.length > maxChoices) {
    faults.push({ rule: 'many-choices', detail: `${choices.length} choices, at most ${maxChoices}` })
  }
  for (const choice of choices) faults.push(...faultsOfChoice(choice))
  faults.push(
    ...doubles(
      'choice id',
      choices.map(({ id }) => id),
    ),
  )
  faults.push(
    ...doubles(
      'choice label',
      choices.map(({ label }) => label),
    ),
  )
  if (ticks !== undefined && ticks.items.length === 0) {
    faults.push({ rule: 'empty-list', detail: 'a tick-list without papers' })
  }
  return faults
}

function faultsOfChoice({ id, label }: Choice): readonly Fault[] {
  const faults: Fault[] = []
  const bytes = Buffer.byteLength(id)
  if (bytes > maxChoiceIdBytes) {
    faults.push({ rule: 'long-choice-id', detail: `"${id}" has ${bytes} bytes, at most ${maxChoiceIdBytes}` })
  }
  if (label.trim() === '') faults.push({ rule: 'empty-label', detail: `choice ${id} has no label` })
  if (label.length > maxLabelChars) {
    faults.push({
      rule: 'long-label',
      detail: `"${label}" has ${label.length} characters, at most ${maxLabelChars}`,
    })
  }
  return faults
}

function doubles(what: string, names: readonly string[]): readonly Fault[] {
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  return twice.map((name) => ({ rule: 'double-choice', detail: `the ${what} "${name}" stands there twice` }))
}

/** What a careful author looks at again. */
export function remarksOn(reply: Reply): readonly Fault[] {
  const questions = reply.text.split('?').length - 1
  return questions > 1 ? [{ rule: 'two-questions', detail: `${questions} questions in "${reply.text}"` }] : []
}

/** The session as a store gives it back. */
export function stored(session: Session): Session {
  return JSON.parse(JSON.stringify(session)) as Session
}

/** The bytes a session may take after so many turns of plain answers; `undefined` when something else came between. */
export function limitAfter(turns: number | undefined): number {
  return turns !== undefined && turns <= earlyTurns ? maxEarlyBytes : maxSessionBytes
}

/** Bytes a session takes as JSON. */
export function bytesOf(session: Session): number {
  return Buffer.byteLength(JSON.stringify(session))
}

/** What is wrong with a session that may take so many bytes. */
export function faultsOfSession(session: Session, back: Session, limitBytes: number): readonly Fault[] {
  const faults: Fault[] = []
  const hasCase = session.case !== undefined || session.rate !== undefined
  const limit = hasCase ? limitBytes + maxCaseBytes : limitBytes
  if (!isDeepStrictEqual(session, back)) {
    faults.push({ rule: 'not-json', detail: 'the session comes back different from JSON' })
  }
  const bytes = bytesOf(session)
  if (bytes > limit) {
    faults.push({
      rule: 'large-session',
      detail: `${bytes} bytes, at most ${limit}: ${JSON.stringify(session)}`,
    })
  }
  return faults
}
