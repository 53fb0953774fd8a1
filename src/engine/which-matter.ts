/** Where a list of matters was offered and none was picked: which one is asked once more. */
import { readYesNo } from '../text/yes-no.ts'
import { type Draft, offer } from './draft.ts'
import { metaChoice, readMeta } from './meta.ts'
import { phrase } from './phrases.ts'
import { sureSwitch } from './questions.ts'
import type { Pending, Reading } from './turn.ts'

/** A plain yes under a list of matters picks none of them: which one is asked. False where there is no such list. */
export function asksWhichMatter(draft: Draft, pending: Pending, text: string, folded: string): boolean {
  const isList = pending.yes === undefined && pending.offered.includes('!none')
  if (!isList || readYesNo(folded, draft.locale, text) !== true) return false
  offerAgain(draft, pending)
  return true
}

/** "Chưa có giấy", told where it was asked which matter is meant: it names none of its own, so that is asked once more. */
export function asksOnceMore(draft: Draft, pending: Pending, reading: Reading | undefined): boolean {
  const isAsked = pending.offered.some((id) => readMeta(id)?.verb === 'meant')
  const isSure = reading?.procedure !== undefined && !reading.isOutOfScope && reading.confidence >= sureSwitch
  if (!isAsked || isSure || draft.misses > 0) return false
  draft.misses += 1
  offerAgain(draft, pending)
  return true
}

function offerAgain(draft: Draft, { offered, yes, said }: Pending): void {
  const choices = offered.map((id) => metaChoice(draft, id))
  const kept = { ...(yes === undefined ? {} : { yes }), ...(said === undefined ? {} : { said }) }
  offer(draft, phrase(draft.locale, 'unclear.choice'), choices, { no: '!none', ...kept })
}
