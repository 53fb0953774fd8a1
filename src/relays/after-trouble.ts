/** How a case is shown after something went wrong, as far as writing it down mends it. Pure. */
import type { Trouble } from '../channels/telegram/trouble.ts'
import type { Step } from './plan.ts'
import type { Left, ShownCase } from './shown.ts'

/** With the first place it left changed, or done with. */
export function withLeft(shown: ShownCase, changed: Left | undefined): ShownCase {
  const { left = [], ...rest } = shown
  const kept = [...(changed === undefined ? [] : [changed]), ...left.slice(1)]
  return kept.length === 0 ? rest : { ...rest, left: kept }
}

/** How the case is shown after a trouble that can be got over at once; `undefined`: it cannot. */
export function afterTrouble(trouble: Trouble, shown: ShownCase, step: Step): ShownCase | undefined {
  const { place, ...rest } = shown
  if (place === undefined) return undefined
  const { topic, card: _card, cardSays: _says, isPinned: _pin, isClosed: _shut, ...plain } = place
  switch (trouble) {
    case 'topic_gone':
      return { ...rest, posted: 0, lostTopics: (shown.lostTopics ?? 0) + 1 }
    case 'topic_closed':
      return topic === undefined || place.isClosed
        ? undefined
        : { ...shown, place: { ...place, isClosed: true } }
    case 'no_topics':
      if (step.type === 'close_topic') return { ...shown, place: { ...place, isClosed: true } }
      return step.type === 'reopen_topic' ? { ...rest, place: plain } : undefined
    case 'message_gone':
      if (step.type === 'edit_card')
        return { ...shown, place: { ...plain, ...(topic === undefined ? {} : { topic }) } }
      return step.type === 'pin' ? { ...shown, place: { ...place, isPinned: true } } : undefined
    case 'not_allowed':
      return step.type === 'pin' ? { ...shown, place: { ...place, isPinned: true } } : undefined
    case 'is_so':
    case 'moved':
    case 'group_gone':
      return undefined
  }
}
