/** An office whose cases are kept in memory: real accounts and sessions, and a case desk that keeps its word. */

import { temporaryFolder } from '../../../src/cli/temporary.ts'
import type { CaseCard, Office } from '../../../src/console/office.ts'
import type { CaseEntry, CaseFields, OfficerAction } from '../../../src/engine/turn.ts'
import { StaffError } from '../../../src/errors.ts'
import { createAccounts } from '../../../src/handoff/accounts/accounts.ts'
import { createHasher } from '../../../src/handoff/accounts/hasher.ts'
import { operator } from '../../../src/handoff/accounts/rights.ts'
import { createSessions } from '../../../src/handoff/accounts/sessions.ts'
import { createThrottle, type ThrottleLimits } from '../../../src/handoff/accounts/throttle.ts'
import { createAttachments } from '../../../src/handoff/attachments.ts'
import { createAudit } from '../../../src/handoff/audit.ts'
import { createProposals } from '../../../src/handoff/proposals.ts'
import { createReadings } from '../../../src/handoff/readings.ts'
import { reportCsv } from '../../../src/handoff/report-csv.ts'
import type { DeskWeek } from '../../../src/handoff/reports.ts'
import type { ActResult, CaseDesk, Role, Staff } from '../../../src/handoff/staff.ts'
import { createTelegramLinks, type TelegramLinks } from '../../../src/handoff/telegram-links.ts'
import { createUnread } from '../../../src/handoff/unread.ts'
import type { Case, NumberedEntry } from '../../../src/store/store.ts'
import { memoryShelf } from './memory-shelf.ts'

export const deskNames: ReadonlyMap<string, string> = new Map([
  ['hai-phong/hong-bang', 'Một cửa phường Ví Dụ'],
  ['hai-phong/ngo-quyen', 'Một cửa phường Làm Mẫu'],
])

/** Only one of the desks has a group. */
const groups = new Map([['hai-phong/hong-bang', { telegram: { chat: -1001, hasTopics: true } }]])

export interface FakeOffice extends Office {
  /** Opens a case or changes one, as a turn of the engine would. */
  change(id: string, set: Partial<Case>, ...log: readonly CaseEntry[]): Case
  addStaff(login: string, role: Role, desks: readonly string[], name?: string): Promise<void>
  readonly views: Map<string, Partial<CaseCard>>
  readonly weeks: DeskWeek[]
  readonly links: TelegramLinks
  /** Actions as they came, with their ids. */
  readonly acted: { readonly id: string; readonly does: OfficerAction['does'] }[]
}

/** The password of everybody whom `addStaff` adds. */
export const password = 'con trau di cay'

export function fakeOffice(now: () => number, limits?: ThrottleLimits): FakeOffice {
  const shelf = memoryShelf()
  const audit = createAudit({ shelf, now })
  const throttle = createThrottle({ shelf, now, ...(limits === undefined ? {} : { limits }) })
  const hasher = createHasher({ cost: { log2n: 4, r: 1, p: 1 } })
  const accounts = createAccounts({ shelf, now, hasher, throttle, audit, desks: () => deskNames })
  const sessions = createSessions({ shelf, now, hasher, throttle, audit })
  const cases = new Map<string, Case>()
  const logs = new Map<string, NumberedEntry[]>()
  const listeners = new Set<(changed: Case) => void>()
  const views = new Map<string, Partial<CaseCard>>()
  const weeks: DeskWeek[] = []
  const acted: FakeOffice['acted'] = []

  const isTheirs = (staff: Staff, { desk }: Pick<Case, 'desk'>) =>
    staff.role === 'admin' || staff.desks.includes(desk)
  const find = (staff: Staff, id: string): Case => {
    const one = cases.get(id)
    if (one === undefined || !isTheirs(staff, one)) throw new StaffError('not_your_desk', 'not theirs')
    return one
  }

  function change(id: string, set: Partial<Case>, ...log: readonly CaseEntry[]): Case {
    const entries = logs.get(id) ?? []
    logs.set(id, entries)
    for (const entry of log) entries.push({ ...entry, number: entries.length + 1 })
    const before = cases.get(id)
    const fresh: Case = {
      id,
      conversation: 'zalo-oa:4711',
      state: 'waiting',
      kind: 'chat',
      desk: 'hai-phong/hong-bang',
      reason: 'asked_for_person',
      openedAt: now(),
      locale: 'vi',
      lastEntry: 0,
      changedAt: 0,
    }
    const next = { ...fresh, ...before, ...set, lastEntry: entries.length, changedAt: now() } as Case
    cases.set(id, next)
    for (const listener of [...listeners]) listener(next)
    return next
  }

  async function act(
    staff: Staff,
    via: CaseEntry['via'],
    id: string,
    action: OfficerAction,
    actionId: string,
  ): Promise<ActResult> {
    const one = find(staff, id)
    acted.push({ id: actionId, does: action.does })
    if (logs.get(id)?.some((entry) => entry.action === actionId)) return { type: 'done', case: one }
    const by = { id: staff.id, name: staff.name }
    const entry = { at: now(), by, action: actionId, ...(via === undefined ? {} : { via }) }
    if (one.state === 'closed') return { type: 'refused', reason: 'closed' }
    if (one.officer !== undefined && one.officer.id !== staff.id && action.does !== 'note')
      return { type: 'refused', reason: 'taken', by: one.officer }
    const taken: Partial<CaseFields> = { state: 'taken', officer: by, takenAt: one.takenAt ?? now() }
    const { waitingSince: _, dueAt: __, ...answered } = one
    switch (action.does) {
      case 'take':
        return { type: 'done', case: change(id, taken, { ...entry, kind: 'taken' }) }
      case 'answer': {
        cases.set(id, answered as Case)
        const image = action.image === undefined ? {} : { image: action.image }
        return {
          type: 'done',
          case: change(id, taken, { ...entry, kind: 'officer', text: action.text, ...image }),
        }
      }
      case 'send_fact': {
        const text = views.get(id)?.prepared?.find(({ topic }) => topic === action.topic)?.text ?? ''
        return { type: 'done', case: change(id, taken, { ...entry, kind: 'bot', text }) }
      }
      case 'note':
        return { type: 'done', case: change(id, {}, { ...entry, kind: 'note', text: action.text }) }
      case 'pass': {
        const { officer: ___, takenAt: ____, ...loose } = one
        cases.set(id, loose as Case)
        const words = action.text === undefined ? {} : { text: action.text }
        return {
          type: 'done',
          case: change(
            id,
            { state: 'waiting', desk: action.desk },
            { ...entry, kind: 'passed', desk: action.desk, ...words },
          ),
        }
      }
      case 'give_back':
        return {
          type: 'done',
          case: change(
            id,
            { state: 'closed', outcome: 'solved', closedAt: now() },
            { ...entry, kind: 'given_back' },
          ),
        }
      case 'close':
        return {
          type: 'done',
          case: change(
            id,
            { state: 'closed', outcome: action.outcome, closedAt: now() },
            { ...entry, kind: 'closed', outcome: action.outcome },
          ),
        }
    }
  }

  const readings = createReadings({ shelf, audit, now })
  const desk: CaseDesk = {
    list: async (staff, filter) =>
      [...cases.values()]
        .filter((one) => isTheirs(staff, one))
        .filter((one) => filter.states?.includes(one.state) ?? true)
        .filter((one) => one.openedAt < (filter.openedBefore ?? Number.POSITIVE_INFINITY))
        .sort((one, other) => other.openedAt - one.openedAt)
        .slice(0, filter.limit),
    case: async (staff, id) => find(staff, id),
    async log(staff, id, after, limit) {
      find(staff, id)
      return (logs.get(id) ?? []).filter(({ number }) => number > after).slice(0, limit)
    },
    async read(staff, via, id, _limit, address) {
      const one = find(staff, id)
      await readings.note({ staff, of: one, via, ...(address === undefined ? {} : { address }) })
      return { case: one, log: logs.get(id) ?? [] }
    },
    act,
    watch(staff, listener, gone) {
      const known = new Set<string>()
      const hear = (changed: Case) => {
        const who = staff()
        if (who === undefined) return
        if (isTheirs(who, changed)) listener(changed)
        else if (known.has(changed.id)) gone?.(changed.id)
        if (isTheirs(who, changed)) known.add(changed.id)
      }
      listeners.add(hear)
      return () => listeners.delete(hear)
    },
  }

  return {
    cases: desk,
    sessions,
    accounts,
    audit,
    unread: createUnread({ shelf, now }),
    links: createTelegramLinks({ shelf, accounts, throttle, now }),
    views,
    weeks,
    acted,
    change,
    async addStaff(login, role, desks, name = login) {
      const { oneTimePassword } = await accounts.add(operator, { login, name, role, desks })
      const { token } = await sessions.logIn({ login, password: oneTimePassword, address: 'test' })
      await sessions.changePassword({ token, current: oneTimePassword, next: password, address: 'test' })
    },
    desks: () => new Map([...deskNames].map(([id, name]) => [id, { name, ...groups.get(id) }])),
    view: (one) => ({
      wish: one.wish ?? '',
      reason: '',
      told: [],
      answers: [],
      missing: [],
      clocks: [],
      prepared: [],
      steps: [],
      ...views.get(one.id),
    }),
    attachments: createAttachments({ shelf, cases: desk, now, folder: temporaryFolder() }),
    proposals: createProposals({ shelf, cases: desk, audit, now }),
    reports: async (staff) => weeks.filter((week) => isTheirs(staff, week)),
    reportCsv: (rows) => reportCsv(rows, (key) => key),
  }
}
