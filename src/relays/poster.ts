/** Brings one case's place in a group up to date, step by step; what was done is written down after each. */
import type { OfficeApi } from '../channels/telegram/office-api.ts'
import { movedTo, type Trouble, troubleOf } from '../channels/telegram/trouble.ts'
import { backoffMs, wait } from '../channels/telegram/wait.ts'
import type { Content } from '../content/content.ts'
import type { CaseId, DeskId, EpochMs } from '../engine/turn.ts'
import { ChannelError } from '../errors.ts'
import type { Case, NumberedEntry, Store } from '../store/store.ts'
import { afterTrouble, withLeft } from './after-trouble.ts'
import type { RelayAlarms } from './alarms.ts'
import { type CardAbout, cardButtons, cardMark, cardText, topicName } from './card.ts'
import { batchOf } from './entries.ts'
import { createErase } from './erase.ts'
import type { Groups } from './groups.ts'
import { moved, nextStep, type Standing, type Step, type Target } from './plan.ts'
import { addressOf, type Left, type Place, type ShownCase, type ShownCases, withMessage } from './shown.ts'
import type { Words } from './words.ts'

export interface PosterOptions {
  readonly api: OfficeApi
  readonly store: Pick<Store, 'case' | 'caseLog'>
  readonly shownCases: ShownCases
  readonly groups: Groups
  readonly content: () => Content
  /** The words of a desk's language. */
  readonly words: (desk: DeskId) => Words
  readonly alarms: RelayAlarms
  readonly clock: { now(): EpochMs; setTimer(at: EpochMs, ring: () => void): () => void }
  /** Whether this process shows cases. */
  readonly isOurs: () => boolean
  readonly signal: AbortSignal
  /** Told of what it does not know to mend; the case is tried again later. */
  readonly onError: (error: unknown) => void
}

export interface Poster {
  /** Shows a case as it stands; resolves when there is nothing to do any more, or it is left for later. Never throws. */
  show(id: CaseId): Promise<void>
  /** A group may be written to again: whoever waits for it tries now. */
  retry(): void
}

const entriesAtOnce = 100
const goneWaitMs = 5 * 60_000
const refusedWaitMs = 60_000
const maxWaitMs = 60_000
/** Topics are tried again after this. */
const noTopicsMs = 10 * 60_000
/** A message refused so often for a reason we do not know is told of, and the rest goes on. */
const maxRefusals = 3

interface Kept {
  readonly id: CaseId
  shown: ShownCase
  version: number
  isOver: boolean
}

export function createPoster(options: PosterOptions): Poster {
  const { api, store, shownCases, groups, alarms, clock, signal } = options
  const noTopicsUntil = new Map<number, EpochMs>()
  let waiting = new AbortController()
  const erase = createErase({ ...options, now: clock.now, rest })

  async function save(kept: Kept, shown: ShownCase): Promise<void> {
    if (kept.isOver) await shownCases.reopen(kept.id, shown, clock.now())
    if (kept.isOver) kept.version = (await shownCases.find(kept.id, clock.now()))?.version ?? 0
    else kept.version = await shownCases.put(kept.id, shown, kept.version, clock.now())
    kept.isOver = false
    kept.shown = shown
  }

  async function read(id: CaseId, one: Case): Promise<Kept | undefined> {
    const found = await shownCases.find(id, clock.now())
    if (found !== undefined) return { id, shown: found.body, version: found.version, isOver: found.isOver }
    if (one.state === 'closed' || groups.of(one.desk) === undefined) return undefined
    return { id, shown: { desk: one.desk, posted: 0 }, version: 0, isOver: false }
  }

  function about(one: Case): CardAbout {
    const content = options.content()
    const desk = content.directory.all.get(one.desk) ?? { name: one.desk, languages: [] }
    return { case: one, content, desk, words: options.words(one.desk), now: clock.now() }
  }

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
    const canHaveTopics = (noTopicsUntil.get(target?.group ?? 0) ?? 0) <= clock.now()
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
      await carryOut(again, present, now, fresh.target)
      alarms.over('gone', present.desk)
      alarms.over('refused', present.desk)
      return true
    } catch (error) {
      return mend(again, present, now, { error, refusals, target: fresh.target })
    }
  }

  async function carryOut(
    kept: Kept,
    one: Case,
    planned: Exclude<Step, { type: 'end' }>,
    target: Target | undefined,
  ): Promise<void> {
    const { shown } = kept
    const { place } = shown
    const { words } = about(one)
    switch (planned.type) {
      case 'create_topic': {
        if (target === undefined) return
        const topic = await api.createTopic(target.chat, topicName(about(one)))
        await shownCases.noteTopic(target.chat, topic, one.id, clock.now())
        const made: Place = { group: target.group, chat: target.chat, topic, since: one.lastEntry }
        alarms.over('no_topics', one.desk)
        return save(kept, { ...shown, place: made })
      }
      case 'card': {
        const where = place ?? (target && { group: target.group, chat: target.chat, since: one.lastEntry })
        if (where === undefined) return
        const text = cardText(about(one), where.topic !== undefined)
        const card = await send(kept, where, text, { buttons: cardButtons({ case: one, words }) })
        const { isPinned: _before, ...rest } = where
        const carded = { ...withMessage(rest, card), card, cardSays: cardMark(one) }
        return save(kept, { ...shown, place: carded })
      }
      case 'post': {
        if (place === undefined) return
        const { text, upTo, isSilent } = planned.batch
        if (text === '') return save(kept, { ...shown, posted: upTo })
        const inPlain = place.topic === undefined
        const lead = inPlain ? `${words('case', { id: one.id.slice(0, 4).toUpperCase() })}\n` : ''
        const answer = inPlain && place.card !== undefined ? { repliesTo: place.card } : {}
        const message = await send(kept, place, lead + text, { isSilent, ...answer })
        return save(kept, { ...shown, place: withMessage(place, message), posted: upTo })
      }
      case 'edit_card': {
        if (place?.card === undefined) return
        const text = cardText(about(one), place.topic !== undefined)
        await api.edit(place.chat, place.card, text, cardButtons({ case: one, words }))
        return save(kept, { ...shown, place: { ...place, cardSays: cardMark(one) } })
      }
      case 'pin':
        if (place?.card === undefined) return
        await api.pin(place.chat, place.card)
        return save(kept, { ...shown, place: { ...place, isPinned: true } })
      case 'reopen_topic': {
        if (place?.topic === undefined) return
        await unlessSo(api.reopenTopic(place.chat, place.topic))
        const { isClosed: _shut, ...open } = place
        return save(kept, { ...shown, place: open })
      }
      case 'close_topic':
        if (place?.topic === undefined) return
        await unlessSo(api.closeTopic(place.chat, place.topic))
        return save(kept, { ...shown, place: { ...place, isClosed: true } })
      case 'tell_left': {
        const { left } = planned
        const desk = options.content().directory.all.get(left.to)?.name ?? left.to
        const text = words('left', { desk, id: one.id.slice(0, 4).toUpperCase() })
        const answer = left.card === undefined || left.topic !== undefined ? {} : { repliesTo: left.card }
        await api.send(addressOf(left), text, { isSilent: true, ...answer })
        return save(kept, withLeft(shown, { ...left, isTold: true }))
      }
      case 'strip_left': {
        const { card, ...rest } = planned.left
        if (card !== undefined) await api.setButtons(rest.chat, card, [])
        return save(kept, withLeft(shown, rest))
      }
      case 'close_left':
        if (planned.left.topic !== undefined)
          await unlessSo(api.closeTopic(planned.left.chat, planned.left.topic))
        return save(kept, withLeft(shown, undefined))
    }
  }

  /** Sends to a place, and notes what may be answered there. */
  async function send(
    kept: Kept,
    place: Place,
    text: string,
    how: Parameters<OfficeApi['send']>[2],
  ): Promise<number> {
    const message = await api.send(addressOf(place), text, how)
    if (place.topic === undefined) await shownCases.noteMessage(place.chat, message, kept.id, clock.now())
    return message
  }

  /** After a step that failed: mends what can be, waits where that helps; `true`: go on. */
  async function mend(
    kept: Kept,
    one: Case,
    planned: Exclude<Step, { type: 'end' }>,
    failed: { readonly error: unknown; readonly refusals: number; readonly target: Target | undefined },
  ): Promise<boolean> {
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
      noTopicsUntil.clear()
    },
  }

  async function unlessSo(call: Promise<void>): Promise<void> {
    try {
      await call
    } catch (error) {
      if (troubleOf(error) !== 'is_so') throw error
    }
  }
}

const neverThere: Place = { group: 0, chat: 0, since: 0 }
const neverLeft: Left = { ...neverThere, to: '' }

function chatOf(step: Step, { shown, target }: Standing): number {
  if ('left' in step) return step.left.chat
  return shown.place?.chat ?? target?.chat ?? 0
}

/** What an officer wrote in this very place stands there already. */
function isWrittenIn(place: Place, { kind, action, number }: NumberedEntry): boolean {
  if (kind !== 'officer' && kind !== 'note') return false
  return number > place.since && action?.startsWith(actionPrefix(place.chat)) === true
}

/** What the ids of actions begin with that were written in a group. */
export function actionPrefix(chat: number): string {
  return `tg${Math.abs(chat)}-`
}
