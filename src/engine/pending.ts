/** What a typed answer means where choices of our own were offered. */
import { fold } from '../text/fold.ts'
import { hideSecrets } from '../text/identity.ts'
import { pickOption } from '../text/options.ts'
import { tokenise } from '../text/tokens.ts'
import { readYesNo } from '../text/yes-no.ts'
import { commandOf } from './command-words.ts'
import type { Draft } from './draft.ts'
import { metaLabel, readMeta } from './meta.ts'
import type { Pending } from './turn.ts'

/** Who tells more in one message writes a letter: what a script asks is told at the beginning or not at all. */
const mostSaidUnits = 200
/** Fewer words name a matter, and tell nothing about it. */
const leastSaidWords = 3

/** What an offer keeps of the words that led to it, until it is answered; a bare name is not worth its bytes. */
export function keepSaid(words: string): Pick<Pending, 'said'> {
  if (words.trim().split(/\s+/).length < leastSaidWords) return {}
  return { said: hideSecrets(words).slice(0, mostSaidUnits).toWellFormed() }
}

/** The words kept with an offer, when this is one of its choices: older messages can be tapped too. */
export function saidWith(pending: Pending | undefined, id: string): string | undefined {
  return pending?.offered.includes(id) ? pending.said : undefined
}

/** The id of the offered choice that was typed; `undefined` when it is something else. */
export function readPending(
  draft: Draft,
  pending: Pending,
  text: string,
  folded: string,
): string | undefined {
  if (pending.byNameOnly && /^\d+$/.test(folded)) return undefined
  // The question's own options are read by the question; here they only hold their numbers.
  const options = pending.offered.map((id) => ({
    id,
    label: readMeta(id) === undefined ? '' : metaLabel(draft, id),
    words: otherWords(draft, id),
  }))
  const picked = pickOption(text, options, { padding: draft.locale.padding, folded })
  if (picked !== undefined && 'id' in picked && picked.isExact) return picked.id
  const answer = readYesNo(folded, draft.locale, text)
  const meant = answer === undefined ? undefined : answer ? pending.yes : pending.no
  if (meant !== undefined) return meant
  // A command goes before a label that merely contains its words, unless it means the same.
  const command = commandOf(draft, text, folded)
  if (picked === undefined || !('id' in picked)) {
    return command === 'help' ? pending.offered.find((id) => readMeta(id)?.verb === 'guide') : undefined
  }
  const verb = readMeta(picked.id)?.verb
  if (isTopic.has(verb) && saysMore(draft, metaLabel(draft, picked.id), text)) return undefined
  // Where guidance is offered, a call for help asks for it.
  const isMeant = command === undefined || verb === command || (command === 'help' && verb === 'guide')
  return isMeant ? picked.id : undefined
}

/** Choices that tell more of the matter in hand: a question of one's own contains their labels, too. */
const isTopic: ReadonlySet<string | undefined> = new Set(['about', 'more'])
/** "Lệ phí làm căn cước" is no answer "lệ phí": it names another matter, or a case of this one. */
function saysMore({ locale: { common } }: Draft, label: string, text: string): boolean {
  const ofLabel = new Set(fold(label).split(' '))
  return tokenise(text).some(({ raw, folded }) => !ofLabel.has(folded) && !common.has(raw))
}

/** What a way to a person, or a choice of a question back, is also called. */
function otherWords({ locale, content }: Draft, id: string): readonly string[] {
  const meta = readMeta(id)
  const [first = '', second = ''] = meta?.args ?? []
  if (meta?.verb === 'meant') return content.askingBack.byId.get(first)?.choices.get(second)?.words ?? []
  return meta?.verb === 'reach' ? (locale.ways.get(first) ?? []) : []
}
