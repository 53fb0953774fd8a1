/** What is to be done next so that a group shows a case as it stands. Pure: one step at a time, each safe to repeat. */
import type { Case } from '../store/store.ts'
import type { Batch } from './entries.ts'
import type { Left, Place, ShownCase } from './shown.ts'

/** Where a case belongs. */
export interface Target {
  /** As the directory names the group. */
  readonly group: number
  /** Its id now. */
  readonly chat: number
  readonly hasTopics: boolean
}

export type Step =
  | { readonly type: 'create_topic' }
  | { readonly type: 'card' }
  | { readonly type: 'reopen_topic' }
  | { readonly type: 'post'; readonly batch: Batch }
  | { readonly type: 'pin' }
  | { readonly type: 'edit_card' }
  | { readonly type: 'close_topic' }
  /** Of the place it left first. */
  | { readonly type: 'tell_left' | 'strip_left' | 'close_left'; readonly left: Left }
  /** Nothing more to come. */
  | { readonly type: 'end' }

export interface Standing {
  readonly case: Case
  readonly shown: ShownCase
  readonly target: Target | undefined
  /** Whether topics can be made there, as far as is known. */
  readonly canHaveTopics: boolean
  /** What the card would be marked with now. */
  readonly cardMark: string
  readonly batch: Batch | undefined
}

/** Staff delete a topic once by mistake. */
const maxLostTopics = 1

/**
 * How the case is shown once it is at another desk, or its group is another: what was made there is left. The same object
 * when nothing changed.
 */
export function moved(shown: ShownCase, { desk, state }: Case, target: Target | undefined): ShownCase {
  const { place, ...rest } = shown
  if (place === undefined) return shown.desk === desk ? shown : { ...rest, desk, posted: 0 }
  const isSameGroup = target !== undefined && target.group === place.group
  if (isSameGroup && target.chat === place.chat) return shown.desk === desk ? shown : { ...shown, desk }
  // What is over stays where it is.
  if (state === 'closed') return shown
  // The old messages stand in the new group as well, under other numbers.
  if (isSameGroup) return { ...rest, desk }
  return { ...rest, desk, posted: 0, left: [...(shown.left ?? []), { ...place, to: desk }] }
}

/** `undefined` when the group shows all there is to show. */
export function nextStep(standing: Standing): Step | undefined {
  const { case: one, shown, target } = standing
  const isClosed = one.state === 'closed'
  const here = target === undefined && !isClosed ? undefined : stepHere(standing)
  if (here !== undefined) return here
  const [left] = shown.left ?? []
  if (left !== undefined) return stepLeft(left)
  return isClosed ? { type: 'end' } : undefined
}

function stepHere({ case: one, shown, target, canHaveTopics, cardMark, batch }: Standing): Step | undefined {
  const { place } = shown
  const isClosed = one.state === 'closed'
  if (place === undefined) {
    if (isClosed || target === undefined) return undefined
    const wantsTopic = target.hasTopics && canHaveTopics && (shown.lostTopics ?? 0) <= maxLostTopics
    return { type: wantsTopic ? 'create_topic' : 'card' }
  }
  if (place.card === undefined && !isClosed) return { type: 'card' }
  if (batch !== undefined) {
    const isShut = place.isClosed === true && batch.text !== ''
    return isShut ? { type: 'reopen_topic' } : { type: 'post', batch }
  }
  if (place.card !== undefined && place.cardSays !== cardMark) return { type: 'edit_card' }
  if (!place.isPinned && !isClosed) return { type: 'pin' }
  if (isClosed && isOpenTopic(place)) return { type: 'close_topic' }
  return undefined
}

function stepLeft(left: Left): Step {
  if (!left.isTold) return { type: 'tell_left', left }
  if (left.card !== undefined) return { type: 'strip_left', left }
  return { type: 'close_left', left }
}

export function isOpenTopic({ topic, isClosed }: Place): boolean {
  return topic !== undefined && isClosed !== true
}
