/** What stands behind the buttons of a card. */
import { type CaseId, type CaseOutcome, caseOutcomes } from '../engine/turn.ts'

export type CardChoice =
  | { readonly does: 'take' | 'give_back' | 'end' | 'menu' | 'phone' }
  | { readonly does: 'close'; readonly outcome: CaseOutcome }

const mark = 'case'
const plain = ['take', 'give_back', 'end', 'menu', 'phone'] as const

/** At most 64 bytes: an id of a case has ten. */
export function dataOf(id: CaseId, choice: CardChoice): string {
  const does = choice.does === 'close' ? `close-${choice.outcome}` : choice.does
  return `${mark}:${id}:${does}`
}

/** `undefined` for a button that is none of a card's. */
export function choiceIn(data: string): { readonly case: CaseId; readonly choice: CardChoice } | undefined {
  const match = /^case:([\w-]{1,32}):([a-z_-]{1,24})$/.exec(data)
  if (match === null) return undefined
  const [, id = '', does = ''] = match
  const known = plain.find((one) => one === does)
  if (known !== undefined) return { case: id, choice: { does: known } }
  const outcome = caseOutcomes.find((one) => does === `close-${one}`)
  return outcome === undefined ? undefined : { case: id, choice: { does: 'close', outcome } }
}
