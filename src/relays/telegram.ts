/** The Telegram groups of the desks: a surface on the same cases as the console. */
import { openOfficeApi } from '../channels/telegram/office-api.ts'
import type { OfficeEvent, OfficeGroups } from '../channels/telegram/office-event.ts'
import type { Content, DeskId } from '../content/content.ts'
import type { CaseId, EpochMs } from '../engine/turn.ts'
import type { Office } from '../handoff/office.ts'
import type { Shelf } from '../store/shelf.ts'
import type { Store } from '../store/store.ts'
import { createRelayAlarms, type RelayLog } from './alarms.ts'
import { languageOf } from './card.ts'
import { choiceIn } from './choices.ts'
import { createGroups } from './groups.ts'
import { createHeard } from './heard.ts'
import { createOfficers } from './officers.ts'
import { createPoster } from './poster.ts'
import { createShownCases } from './shown.ts'
import { type Words, wordsFrom } from './words.ts'

export interface TelegramRelayOptions {
  readonly token: string
  readonly apiRoot: string
  readonly office: Pick<Office, 'cases' | 'accounts' | 'attachments' | 'audit' | 'links' | 'desks'>
  readonly shelf: Shelf
  readonly store: Pick<Store, 'case' | 'caseLog' | 'listCases' | 'onCases'>
  readonly content: () => Content
  /** The words of a language, by key. */
  readonly phrases: (locale: string) => (key: string) => string
  readonly clock: { now(): EpochMs; setTimer(at: EpochMs, ring: () => void): () => void }
  readonly log: RelayLog
  /** Whether this process is the one that shows cases. */
  readonly isOurs: () => boolean
}

export interface TelegramRelay {
  /** For the channel: what happens in the groups. */
  readonly groups: OfficeGroups
  start(): void
  /** Looks now, once it runs, for what is to be shown or was left undone: the turn has just come here. */
  look(): void
  /** Resolves when what was heard is done, or left for the next start. */
  stop(): Promise<void>
}

/** News may be lost with a connection, and desks change with the files. */
const lookAgainMs = 30_000
/** Cases that are over are looked at for what was erased or kept long enough. */
const lookBackMs = 3_600_000
const maxOpen = 1_000

export function telegramRelay(options: TelegramRelayOptions): TelegramRelay {
  const { office, shelf, store, content, clock, log, isOurs } = options
  const api = openOfficeApi(options)
  const ending = new AbortController()
  const { signal } = ending
  const shownCases = createShownCases(shelf)
  const groups = createGroups({ shelf, desks: office.desks, now: clock.now })
  const onError = (error: unknown) => {
    if (!signal.aborted)
      log.warn({ channel: 'telegram', err: error }, 'Something in a Telegram group of a desk was put off.')
  }
  const words = (desk?: DeskId): Words => {
    const known = desk === undefined ? undefined : office.desks().get(desk)
    return wordsFrom(
      options.phrases(known === undefined ? content().defaultLocale : languageOf(known, content())),
    )
  }
  const poster = createPoster({
    ...{ api, store, shownCases, groups, content, words, clock, isOurs, signal, onError },
    alarms: createRelayAlarms(log),
  })
  const officers = createOfficers({ ...office, api, shelf, store, shownCases, words, now: clock.now })
  const heard = createHeard({ shelf, clock, carryOut, onError, signal })

  /** Being shown; `true`: something happened meanwhile. */
  const showing = new Map<CaseId, boolean>()
  const inHand = new Set<Promise<void>>()
  let unsubscribe = () => {}
  let cancel = () => {}
  let lookedBackAt: EpochMs | undefined
  let wasOurs = false
  let isStarted = false

  function show(id: CaseId): void {
    if (!isOurs() || signal.aborted) return
    if (showing.has(id)) return void showing.set(id, true)
    const work = showUntilCalm(id)
    inHand.add(work)
    void work.finally(() => inHand.delete(work))
  }

  async function showUntilCalm(id: CaseId): Promise<void> {
    do {
      showing.set(id, false)
      await poster.show(id)
    } while (showing.get(id) && !signal.aborted)
    showing.delete(id)
  }

  async function look(): Promise<void> {
    const shown = new Map((await shownCases.open(clock.now())).map(({ id, body }) => [id, body]))
    const desks = [...office.desks().values()].flatMap(({ id, telegram }) =>
      telegram === undefined ? [] : [id],
    )
    const open =
      desks.length === 0 ? [] : await store.listCases({ desks, states: ['waiting', 'taken'], limit: maxOpen })
    // The oldest waits longest.
    for (const { id, lastEntry } of [...open].reverse()) {
      const known = shown.get(id)
      shown.delete(id)
      if (known?.place?.isPinned === undefined || known.posted < lastEntry || known.left !== undefined)
        show(id)
    }
    for (const id of shown.keys()) show(id)
    if (clock.now() - (lookedBackAt ?? 0) < lookBackMs) return
    lookedBackAt = clock.now()
    for (const { id } of await shownCases.over(clock.now()))
      if ((await store.case(id)) === undefined) show(id)
  }

  async function lookNowAndThen(): Promise<void> {
    try {
      // What the process that had the turn before left undone comes at once.
      if (!wasOurs && isOurs()) await heard.resume()
      wasOurs = isOurs()
      if (isOurs()) await look()
    } catch (error) {
      onError(error)
    }
    if (signal.aborted) return
    cancel()
    cancel = clock.setTimer(clock.now() + lookAgainMs, () => track(lookNowAndThen()))
  }

  function track(work: Promise<void>): void {
    inHand.add(work)
    void work.finally(() => inHand.delete(work))
  }

  async function carryOut(event: OfficeEvent): Promise<void> {
    switch (event.type) {
      case 'moved':
        await groups.moved(event.from, event.to)
        return retry()
      case 'standing':
        return event.isIn ? retry() : undefined
      case 'topic_closed':
      case 'topic_reopened': {
        const { chatId, threadId } = event
        const id = await shownCases.caseAt({ chat: chatId, topic: threadId }, clock.now())
        if (id === undefined || threadId === undefined) return
        const isClosed = event.type === 'topic_closed'
        if (isClosed && (await officers.keepOpen(id, { chatId, threadId }))) return
        return noteTopic(id, isClosed)
      }
      default:
        return officers.carryOut(event)
    }
  }

  /** A person closed the topic or opened it: before something is said there, it is opened again. */
  async function noteTopic(id: CaseId, isClosed: boolean): Promise<void> {
    const found = await shownCases.find(id, clock.now())
    if (found?.body.place === undefined || found.isOver) return
    const { isClosed: _before, ...place } = found.body.place
    const changed = { ...found.body, place: isClosed ? { ...place, isClosed: true as const } : place }
    await shownCases.put(id, changed, found.version, clock.now())
  }

  function retry(): void {
    poster.retry()
    track(look().catch(onError))
  }

  return {
    groups: {
      hears: async (event) => {
        switch (event.type) {
          case 'press':
            if (event.at === undefined) return choiceIn(event.data) !== undefined
            return groups.isOurs(event.at.chatId)
          case 'moved':
            return groups.isOurs(event.from)
          default:
            return groups.isOurs(event.chatId)
        }
      },
      take: heard.take,
    },
    start: () => {
      isStarted = true
      unsubscribe = store.onCases(({ case: id }) => show(id))
      heard.start()
      track(lookNowAndThen())
    },
    look: () => {
      if (isStarted && !signal.aborted) track(lookNowAndThen())
    },
    stop: async () => {
      unsubscribe()
      cancel()
      ending.abort()
      api.close()
      while (inHand.size > 0) await Promise.all(inHand)
      await heard.settled()
    },
  }
}
