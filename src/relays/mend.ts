/** What follows when a step failed: what can be mended is, and where waiting helps, it is waited. */
import { movedTo, type Trouble, troubleOf } from '../channels/telegram/trouble.ts'
import type { EpochMs } from '../engine/turn.ts'
import { ChannelError } from '../errors.ts'
import type { Case } from '../store/store.ts'
import { afterTrouble, withLeft } from './after-trouble.ts'
import type { Kept, Save } from './kept.ts'
import type { Deed } from './perform.ts'
import type { Target } from './plan.ts'
import type { PosterOptions } from './poster-options.ts'
import { addressOf, type Left, type Place } from './shown.ts'

export interface Failed {
  readonly error: unknown
  /** How often in a row it was refused before. */
  readonly refusals: number
  readonly target: Target | undefined
}

export interface Mending {
  /** `true`: go on. @throws what it does not know to mend */
  mend(kept: Kept, one: Case, planned: Deed, failed: Failed): Promise<boolean>
  /** Whether a group is not known to refuse topics. */
  canHaveTopics(target: Target | undefined): boolean
  /** A group may be written to again. */
  retry(): void
}

const goneWaitMs = 5 * 60_000
const refusedWaitMs = 60_000
/** Topics are tried again after this. */
const noTopicsMs = 10 * 60_000
/** A message refused so often for a reason we do not know is told of, and the rest goes on. */
const maxRefusals = 3

const neverThere: Place = { group: 0, chat: 0, since: 0 }
const neverLeft: Left = { ...neverThere, to: '' }

export function createMending(
  options: Pick<PosterOptions, 'api' | 'groups' | 'alarms' | 'words' | 'clock'>,
  { save, rest }: { readonly save: Save; readonly rest: (ms: number) => Promise<void> },
): Mending {
  const { api, groups, alarms, clock } = options
  const noTopicsUntil = new Map<number, EpochMs>()

  async function mend(kept: Kept, one: Case, planned: Deed, failed: Failed): Promise<boolean> {
    const { error } = failed
    const trouble = troubleOf(error)
    const to = movedTo(error)
    if (trouble === 'moved' && to !== undefined) {
      const from =
        'left' in planned ? planned.left.chat : (kept.shown.place?.chat ?? failed.target?.chat ?? 0)
      await groups.moved(from, to)
      // What stands in the old group has other numbers in the new one.
      const { card: _card, topic: _topic, ...left } = 'left' in planned ? planned.left : neverLeft
      if ('left' in planned) await save(kept, withLeft(kept.shown, { ...left, chat: to }))
      return true
    }
    if ('left' in planned) return mendLeft(kept, planned.left, trouble, error)
    const changed = trouble === undefined ? undefined : afterTrouble(trouble, kept.shown, planned)
    if (trouble === 'no_topics' && planned.type === 'create_topic') {
      noTopicsUntil.set(failed.target?.group ?? 0, clock.now() + noTopicsMs)
      alarms.tell('no_topics', one.desk)
      return true
    }
    if (trouble === 'not_allowed' && planned.type === 'pin') alarms.tell('no_pin', one.desk)
    if (trouble === 'no_topics') alarms.tell('no_topics', one.desk)
    if (changed !== undefined) {
      await save(kept, changed)
      return true
    }
    if (trouble === 'group_gone') {
      alarms.tell('gone', one.desk)
      await rest(goneWaitMs)
      return true
    }
    if (!(error instanceof ChannelError) || error.code !== 'channel/rejected') throw error
    alarms.tell('refused', one.desk, error)
    if (planned.type === 'post' && failed.refusals + 1 >= maxRefusals) {
      await save(kept, { ...kept.shown, posted: planned.batch.upTo })
      await api.send(addressOf(kept.shown.place ?? neverThere), options.words(one.desk)('not_shown'))
      return true
    }
    await rest(refusedWaitMs)
    throw error
  }

  /** What is left behind must not keep up what is ahead. */
  async function mendLeft(
    kept: Kept,
    left: Left,
    trouble: Trouble | undefined,
    error: unknown,
  ): Promise<boolean> {
    const isFinal = error instanceof ChannelError && error.code === 'channel/rejected'
    if (trouble === undefined && !isFinal) throw error
    if (trouble === 'message_gone') {
      const { card: _gone, ...rest } = left
      await save(kept, withLeft(kept.shown, { ...rest, isTold: true }))
    } else await save(kept, withLeft(kept.shown, undefined))
    return true
  }

  return {
    mend,
    canHaveTopics: (target) => (noTopicsUntil.get(target?.group ?? 0) ?? 0) <= clock.now(),
    retry: () => noTopicsUntil.clear(),
  }
}
