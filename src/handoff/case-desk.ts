/** Cases as officers reach them: theirs by their desks, and moved through the citizen's conversation. */
import type { DeskId } from '../content/content.ts'
import type { CaseEntry, CaseId, EpochMs, OfficerAction, Surface } from '../engine/turn.ts'
import { StaffError } from '../errors.ts'
import type { Case, CaseFilter, IncomingInput, Store } from '../store/store.ts'
import { hasDesk } from './accounts/rights.ts'
import { cleanAction } from './actions.ts'
import type { Audit } from './audit.ts'
import { createCaseWatch } from './case-watch.ts'
import type { Readings } from './readings.ts'
import type { ActResult, CaseDesk, Staff } from './staff.ts'

export interface CaseDeskOptions {
  readonly store: Pick<Store, 'case' | 'listCases' | 'caseLog' | 'onCases'>
  /** Makes an input durable and sees to it that it is processed; `false` for a duplicate. */
  readonly accept: (incoming: IncomingInput) => Promise<boolean>
  /** The directory as it is now. */
  readonly desks: () => ReadonlyMap<DeskId, unknown>
  readonly audit: Pick<Audit, 'note'>
  readonly readings: Readings
  readonly clock: { now(): EpochMs; setTimer(at: EpochMs, ring: () => void): () => void }
  /** Told of what went wrong while nobody waited for it. */
  readonly onError: (error: unknown) => void
  /** A case is there no more: the citizen had everything erased. */
  readonly onErased?: (id: CaseId) => void
  /** How long to wait until an action is carried out. */
  readonly patienceMs?: number
}

export interface OpenedCaseDesk extends CaseDesk {
  stop(): void
}

const usualPatienceMs = 8_000
/** News may be lost with a connection. */
const lookAgainMs = 500
const entriesAtOnce = 200
const writtenMeanwhile = 50
const actionIdPattern = /^[\w-]{8,64}$/

export function createCaseDesk(options: CaseDeskOptions): OpenedCaseDesk {
  const { store, accept, audit, clock } = options
  const watch = createCaseWatch({ store, onErased: options.onErased, onError: options.onError })

  async function listOf(staff: Staff, filter: CaseFilter): Promise<readonly Case[]> {
    if (staff.role === 'admin') return store.listCases(filter)
    const desks = filter.desks?.filter((desk) => staff.desks.includes(desk)) ?? staff.desks
    return desks.length === 0 ? [] : store.listCases({ ...filter, desks })
  }

  async function mine(staff: Staff, id: CaseId): Promise<Case> {
    const found = await store.case(id)
    if (found === undefined || !hasDesk(staff, found.desk)) throw notYours()
    watch.know([found])
    return found
  }

  /** What the case's log says of an action, after a number; and up to which number it was read. */
  async function findAction(
    id: CaseId,
    { action, staff, after }: { readonly action: string; readonly staff: Staff; readonly after: number },
  ): Promise<{ readonly entry: CaseEntry | undefined; readonly readTo: number }> {
    let readTo = after
    for (;;) {
      const entries = await store.caseLog(id, readTo, entriesAtOnce)
      const entry = entries.find((one) => one.action === action && isOf(staff, one))
      readTo = entries.at(-1)?.number ?? readTo
      if (entry !== undefined || entries.length < entriesAtOnce) return { entry, readTo }
    }
  }

  /** Waits until the action is in the case's log; `undefined` when patience ends first. */
  async function ending(
    before: Case,
    staff: Staff,
    action: string,
    after: number,
  ): Promise<ActResult | undefined> {
    const until = clock.now() + (options.patienceMs ?? usualPatienceMs)
    let isNews = false
    let wake = () => {}
    const unsubscribe = store.onCases(({ case: id }) => {
      if (id !== before.id) return
      isNews = true
      wake()
    })
    const rest = () =>
      new Promise<void>((resolve) => {
        const cancel = clock.setTimer(Math.min(until, clock.now() + lookAgainMs), resolve)
        wake = () => {
          cancel()
          resolve()
        }
      })
    try {
      for (let readTo = after; ; ) {
        isNews = false
        const found = await findAction(before.id, { action, staff, after: readTo })
        readTo = found.readTo
        const now = await store.case(before.id)
        // Erased meanwhile by its citizen.
        if (now === undefined) return { type: 'refused', reason: 'closed' }
        if (found.entry !== undefined) return resultOf(found.entry, now, staff)
        if (clock.now() >= until) return undefined
        if (!isNews) await rest()
      }
    } finally {
      unsubscribe()
    }
  }

  async function logOf(staff: Staff, id: CaseId, afterNumber: number, limit: number) {
    const entries = await store.caseLog(id, afterNumber, limit)
    // Looked at afterwards: it may be passed to somebody else at this moment.
    await mine(staff, id)
    return entries
  }

  return {
    list: async (staff, filter) => {
      const found = await listOf(staff, filter)
      watch.know(found)
      return found
    },
    case: mine,
    log: logOf,
    read: async (staff, via, id, limit, address) => {
      const found = await mine(staff, id)
      await options.readings.note({ staff, of: found, via, ...(address === undefined ? {} : { address }) })
      // What is written meanwhile is new, and not the newest that it was read for.
      const log = await logOf(staff, id, Math.max(0, found.lastEntry - limit), limit + writtenMeanwhile)
      return { case: found, log }
    },
    act: async (staff, via, id, wanted, actionId, address) => {
      const action = cleanAction(wanted, options.desks())
      if (!actionIdPattern.test(actionId))
        throw new StaffError('bad_action', 'An action needs an id of its own.')
      const before = await store.case(id)
      if (before === undefined) throw notYours()
      if (!hasDesk(staff, before.desk)) {
        // Passed on with this very action, whose end the surface did not hear of.
        const { entry } = await findAction(id, { action: actionId, staff, after: 0 })
        if (entry === undefined) throw notYours()
        return resultOf(entry, before, staff)
      }
      await audit.note({
        who: staff.id,
        what: `case.${action.does}`,
        case: id,
        desk: before.desk,
        via,
        action: actionId,
        ...(address === undefined ? {} : { address }),
      })
      const isNew = await accept(inputOf({ staff, via, id, action, actionId, before, now: clock.now() }))
      const after = isNew ? before.lastEntry : 0
      return (await ending(before, staff, actionId, after)) ?? { type: 'pending' }
    },
    watch: watch.watch,
    stop: watch.stop,
  }
}

function inputOf(of: {
  readonly staff: Staff
  readonly via: Surface
  readonly id: CaseId
  readonly action: OfficerAction
  readonly actionId: string
  readonly before: Case
  readonly now: EpochMs
}): IncomingInput {
  const { staff, via, id, action, actionId, before, now } = of
  return {
    conversation: before.conversation,
    // Nobody takes a colleague's id away.
    updateId: `officer:${staff.id}:${actionId}`,
    input: {
      type: 'officer',
      id: actionId,
      case: id,
      by: { id: staff.id, name: staff.name },
      via,
      action,
      ...(staff.role === 'admin' ? {} : { desk: before.desk }),
    },
    receivedAt: now,
  }
}

/** Whether an entry came of an action of theirs; one that was refused names whoever has the case. */
function isOf(staff: Staff, { kind, by }: CaseEntry): boolean {
  return kind === 'refused' || by === undefined || by.id === staff.id
}

function resultOf(entry: CaseEntry, now: Case, staff: Staff): ActResult {
  if (entry.kind === 'refused') {
    const reason = entry.reason === 'taken' || entry.reason === 'unknown' ? entry.reason : 'closed'
    const by = reason === 'taken' ? (entry.by ?? now.officer) : undefined
    return { type: 'refused', reason, ...(by === undefined ? {} : { by }) }
  }
  return { type: 'done', case: hasDesk(staff, now.desk) ? now : outside(now) }
}

/** What who has passed a case on still sees of it: where it went. */
function outside({
  id,
  conversation,
  lastEntry,
  changedAt,
  state,
  kind,
  desk,
  reason,
  openedAt,
  locale,
}: Case): Case {
  return { id, conversation, lastEntry, changedAt, state, kind, desk, reason, openedAt, locale }
}

/** The same for a case that does not exist: nobody learns which there are. */
function notYours(): StaffError {
  return new StaffError('not_your_desk', 'This case is not of a desk of yours.')
}
