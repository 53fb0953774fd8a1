/** A store that may come later than the service: until then every call fails as if the connection were lost. */
import type { EpochMs } from '../engine/turn.ts'
import { StoreError } from '../errors.ts'
import type { Shelf } from './shelf.ts'
import type { Accepted, Claim, ConversationId, IncomingInput, Store } from './store.ts'

export interface LateOptions<T> {
  readonly open: () => Promise<T>
  readonly clock: { now(): EpochMs; setTimer(at: EpochMs, ring: () => void): () => void }
  /** Told of the first failure only. */
  readonly onAbsent: (error: unknown) => void
  /** Told when it is there at last, not when it was there at once. */
  readonly onCome: () => void
}

export interface Late<T> {
  readonly current: T | undefined
  /** Why it is not there, by the last attempt. */
  readonly why: string
  /** Calls `work` as soon as it is there, also at once. */
  whenThere(work: (opened: T) => void): void
  /** Gives up waiting. What came is the caller's to close. */
  stop(): void
}

const againMs = 1_000

/**
 * Opens something; when it cannot be reached, goes on trying every second.
 * @throws StoreError `store/corrupt`: waiting would not help
 */
export async function openLate<T>({ open, clock, onAbsent, onCome }: LateOptions<T>): Promise<Late<T>> {
  let current: T | undefined
  let why = ''
  let waiting: ((opened: T) => void)[] = []
  let cancel: (() => void) | undefined
  let isStopped = false

  async function attempt(isFirst: boolean): Promise<void> {
    try {
      current = await open()
    } catch (error) {
      if (isFirst && !isUnreachable(error)) throw error
      if (isFirst) onAbsent(error)
      if (error instanceof StoreError) why = error.message
      if (!isStopped) cancel = clock.setTimer(clock.now() + againMs, () => void attempt(false))
      return
    }
    if (!isFirst) onCome()
    const told = waiting
    waiting = []
    for (const tell of told) tell(current)
  }

  await attempt(true)
  return {
    get current() {
      return current
    },
    get why() {
      return why
    },
    whenThere: (work) => {
      if (current === undefined) waiting.push(work)
      else work(current)
    },
    stop: () => {
      isStopped = true
      cancel?.()
    },
  }
}

/** What cannot be reached, not even said to be damaged. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'store/unreachable'
}

/** The store that comes later; listeners given before are told from then on. */
export function lateStore(late: Late<Store>): Store {
  const there = <T>(work: (store: Store) => Promise<T>): Promise<T> => demand(late, work)
  return {
    accept: (incoming) => there((store) => store.accept(incoming)),
    claim: (options) => there((store) => store.claim(options)),
    claimMany: (options) => there((store) => claimSome(store, options)),
    acceptTurn: (incoming, take) =>
      there((store) => store.acceptTurn?.(incoming, take) ?? acceptOnly(store, incoming)),
    release: (claim) => there((store) => store.release(claim)),
    commit: (commit) => there((store) => store.commit(commit)),
    session: (conversation) => there((store) => store.session(conversation)),
    claimDeliveries: (options) => there((store) => store.claimDeliveries(options)),
    settle: (delivery, result) => there((store) => store.settle(delivery, result)),
    settleWith: (delivery, result, settling) => {
      const { current } = late
      if (current?.settleWith) return current.settleWith(delivery, result, settling)
      void there((store) => store.settle(delivery, result)).then(
        () => settling.onSettled(),
        (error: unknown) => settling.onUnsettled(error),
      )
    },
    replies: (conversation, after, limit) => there((store) => store.replies(conversation, after, limit)),
    ringTimers: (now) => there((store) => store.ringTimers(now)),
    nextWake: (now) => there((store) => store.nextWake(now)),
    case: (id) => there((store) => store.case(id)),
    listCases: (filter) => there((store) => store.listCases(filter)),
    caseLog: (id, after, limit) => there((store) => store.caseLog(id, after, limit)),
    onCases: (listener) => subscribe(late, (store) => store.onCases(listener)),
    deadLetters: (limit) => there((store) => store.deadLetters(limit)),
    counters: () => there((store) => store.counters()),
    stats: () => there((store) => store.stats()),
    expire: (before) => there((store) => store.expire(before)),
    lease: (name, now, ms) => there(async (store) => store.lease?.(name, now, ms) ?? true),
    onWork: (listener) => {
      late.whenThere(listener)
      return subscribe(late, (store) => store.onWork?.(listener))
    },
    onPassed: (accept) => subscribe(late, (store) => store.onPassed?.(accept)),
    onPassing: (listener) => subscribe(late, (store) => store.onPassing?.(listener)),
    onReplies: (listener: (conversation: ConversationId) => void) =>
      subscribe(late, (store) => store.onReplies?.(listener)),
    close: async () => {
      late.stop()
      await late.current?.close()
    },
  }
}

/** The shelf that comes later. */
export function lateShelf(late: Late<Shelf>): Shelf {
  const there = <T>(work: (shelf: Shelf) => Promise<T>): Promise<T> => demand(late, work)
  return {
    get: (kind, id, now) => there((shelf) => shelf.get(kind, id, now)),
    put: (kind, id, body, now, options) => there((shelf) => shelf.put(kind, id, body, now, options)),
    remove: (kind, id) => there((shelf) => shelf.remove(kind, id)),
    list: (kind, now) => there((shelf) => shelf.list(kind, now)),
    append: (log, body, at) => there((shelf) => shelf.append(log, body, at)),
    read: (log, options) => there((shelf) => shelf.read(log, options)),
    expire: (now, logs) => there((shelf) => shelf.expire(now, logs)),
  }
}

async function acceptOnly(store: Store, incoming: IncomingInput): Promise<Accepted> {
  return (await store.accept(incoming)) ? 'accepted' : 'duplicate'
}

async function claimSome(
  store: Store,
  options: Parameters<NonNullable<Store['claimMany']>>[0],
): Promise<readonly Claim[]> {
  if (store.claimMany) return store.claimMany(options)
  const claim = await store.claim(options)
  return claim ? [claim] : []
}

/** Does `work` with what is there; rejects with StoreError `store/unreachable` while nothing is */
export function demand<T, R>(late: Late<T>, work: (opened: T) => Promise<R>): Promise<R> {
  const { current } = late
  if (current !== undefined) return work(current)
  const words = `The store could not be reached since the start. ${late.why}`
  return Promise.reject(new StoreError('store/unreachable', words.trim()))
}

function subscribe(late: Late<Store>, begin: (store: Store) => (() => void) | undefined): () => void {
  let end: (() => void) | undefined
  let isOver = false
  late.whenThere((store) => {
    if (!isOver) end = begin(store)
  })
  return () => {
    isOver = true
    end?.()
  }
}
