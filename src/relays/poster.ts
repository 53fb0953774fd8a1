/** Brings one case's place in a group up to date, step by step; what was done is written down after each. */
import { backoffMs, wait } from '../channels/telegram/wait.ts'
import type { CaseId } from '../engine/turn.ts'
import { ChannelError } from '../errors.ts'
import type { Case } from '../store/store.ts'
import { isWrittenIn } from './action-ids.ts'
import { cardMark } from './card.ts'
import { batchOf } from './entries.ts'
import { createErase } from './erase.ts'
import { createKeeper, type Kept } from './kept.ts'
import { createMending } from './mend.ts'
import { createPerform } from './perform.ts'
import { moved, nextStep, type Standing, type Step } from './plan.ts'
import type { PosterOptions } from './poster-options.ts'

export interface Poster {
  /** Shows a case as it stands; resolves when there is nothing to do any more, or it is left for later. Never throws. */
  show(id: CaseId): Promise<void>
  /** A group may be written to again: whoever waits for it tries now. */
  retry(): void
}

const entriesAtOnce = 100
const maxWaitMs = 60_000

export function createPoster(options: PosterOptions): Poster {
  const { api, store, shownCases, groups, alarms, clock, signal } = options
  const { read, save } = createKeeper(options)
  const perform = createPerform(options, save)
  const mending = createMending(options, { save, rest })
  let waiting = new AbortController()
  const erase = createErase({ ...options, now: clock.now, rest })

  async function standing(kept: Kept, one: Case): Promise<Standing> {
    await groups.load()
    const target = groups.of(one.desk)
    const shown = moved(kept.shown, one, target)
    if (shown !== kept.shown) await save(kept, shown)
    const entries = await store.caseLog(one.id, shown.posted, entriesAtOnce)
    const { place } = shown
    const batch = batchOf(entries, {
      words: options.words(one.desk),
      deskName: (id) => options.content().directory.all.get(id)?.name ?? id,
      isThere: (entry) => place !== undefined && isWrittenIn(place, entry),
    })
    const canHaveTopics = mending.canHaveTopics(target)
    return { case: one, shown, target, canHaveTopics, cardMark: cardMark(one), batch }
  }

  /** One step; `false` when nothing is left to do. */
  async function step(id: CaseId, refusals: number): Promise<boolean> {
    const one = await store.case(id)
    if (one === undefined) {
      await erase(id)
      return false
    }
    const kept = await read(id, one)
    if (kept === undefined) return false
    const before = await standing(kept, one)
    const planned = nextStep(before)
    if (planned === undefined) return false
    if (planned.type === 'end') {
      if (!kept.isOver) await shownCases.end(id, kept.shown, clock.now())
      return false
    }
    const chat = chatOf(planned, before)
    const isSaid = planned.type !== 'post' || planned.batch.text !== ''
    if (isSaid) await api.turn(chat, 'news')
    // What was said while it waited goes along; what was erased does not.
    const present = await store.case(id)
    const again = present && (await read(id, present))
    if (present === undefined || again === undefined) return true
    const fresh = await standing(again, present)
    const now = nextStep(fresh)
    if (now === undefined || now.type !== planned.type || chatOf(now, fresh) !== chat) return true
    try {
      await perform(again, present, now, fresh.target)
      alarms.over('gone', present.desk)
      alarms.over('refused', present.desk)
      return true
    } catch (error) {
      return mending.mend(again, present, now, { error, refusals, target: fresh.target })
    }
  }

  function rest(ms: number): Promise<void> {
    return wait(ms, clock, AbortSignal.any([signal, waiting.signal]))
  }

  return {
    show: async (id) => {
      for (let failures = 0; !signal.aborted && options.isOurs(); ) {
        try {
          if (!(await step(id, failures))) return
          failures = 0
        } catch (error) {
          if (signal.aborted) return
          // How long to wait the next turn knows.
          if (error instanceof ChannelError && error.code === 'channel/rate_limited') continue
          failures += 1
          if (failures === 1) options.onError(error)
          await rest(backoffMs(failures, maxWaitMs))
        }
      }
    },
    retry: () => {
      waiting.abort()
      waiting = new AbortController()
      mending.retry()
    },
  }
}

function chatOf(step: Step, { shown, target }: Standing): number {
  if ('left' in step) return step.left.chat
  return shown.place?.chat ?? target?.chat ?? 0
}
