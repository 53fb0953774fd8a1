/** Cases in memory, moved by officers' inputs one after the other, as the engine and a store would. */
import type { CaseEntry, CaseFields, Officer } from '../../src/engine/turn.ts'
import type { Case, CaseFilter, CaseNews, IncomingInput, NumberedEntry } from '../../src/store/store.ts'
import { start } from './arrange.ts'

export interface World {
  readonly store: {
    case(id: string): Promise<Case | undefined>
    listCases(filter: CaseFilter): Promise<readonly Case[]>
    caseLog(id: string, afterNumber: number, limit: number): Promise<readonly NumberedEntry[]>
    onCases(listener: (news: CaseNews) => void): () => void
  }
  readonly accept: (incoming: IncomingInput) => Promise<boolean>
  /** Everything accepted, in order. */
  readonly accepted: readonly IncomingInput[]
  open(id: string, fields?: Partial<CaseFields>): Case
  change(id: string, set: Partial<CaseFields>, ...log: readonly Omit<CaseEntry, 'at'>[]): void
  erase(id: string): void
  /** From now on what is accepted waits, until `resume`. */
  pause(): void
  resume(): void
  /** From now on nobody is told of changes. */
  deafen(): void
}

export function openWorld(): World {
  const cases = new Map<string, Case>()
  const logs = new Map<string, NumberedEntry[]>()
  const listeners = new Set<(news: CaseNews) => void>()
  const accepted: IncomingInput[] = []
  const seen = new Set<string>()
  let waiting: IncomingInput[] | undefined
  let isDeaf = false

  function tell(id: string): void {
    if (!isDeaf) for (const listener of listeners) listener({ case: id, conversation: `web:${id}` })
  }
  type Changed = { readonly [Name in keyof CaseFields]?: CaseFields[Name] | undefined }
  function change(id: string, set: Changed, ...log: readonly Omit<CaseEntry, 'at'>[]): void {
    const before = cases.get(id)
    if (before === undefined) return
    const entries = logs.get(id) ?? []
    for (const entry of log) entries.push({ at: start, ...entry, number: entries.length + 1 })
    logs.set(id, entries)
    const { officer: _, ...rest } = before
    const kept = 'officer' in set && set.officer === undefined ? rest : before
    const fields = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined))
    cases.set(id, { ...kept, ...fields, lastEntry: entries.length })
    tell(id)
  }
  function process({ input }: IncomingInput): void {
    if (input.type !== 'officer') return
    const { id: action, by, via, desk } = input
    const found = cases.get(input.case)
    if (found === undefined) return
    const note = (kind: CaseEntry['kind'], more: Partial<CaseEntry> = {}) => ({
      kind,
      by,
      via,
      action,
      ...more,
    })
    const refuse = (reason: 'taken' | 'closed') => {
      const { officer } = found
      const who = reason === 'taken' && officer !== undefined ? { by: officer } : {}
      change(found.id, {}, { kind: 'refused', via, action, reason, ...who })
    }
    if (found.state === 'closed') return refuse('closed')
    if (desk !== undefined && desk !== found.desk) return refuse('taken')
    const isOthers = found.officer !== undefined && found.officer.id !== by.id
    const mine: Partial<CaseFields> = { state: 'taken', officer: by satisfies Officer }
    switch (input.action.does) {
      case 'note':
        return change(found.id, {}, note('note', { text: input.action.text }))
      case 'take':
        return isOthers ? refuse('taken') : change(found.id, mine, note('taken'))
      case 'answer':
      case 'send_fact':
        if (isOthers) return refuse('taken')
        return change(
          found.id,
          mine,
          note('officer', { text: 'text' in input.action ? input.action.text : 'fact' }),
        )
      case 'pass':
        return change(
          found.id,
          { state: 'waiting', desk: input.action.desk, officer: undefined },
          note('passed', { desk: input.action.desk }),
        )
      case 'give_back':
        return change(found.id, { state: 'closed', outcome: 'solved' }, note('given_back'))
      case 'close':
        return change(found.id, { state: 'closed', outcome: input.action.outcome }, note('closed'))
    }
  }

  return {
    store: {
      case: async (id) => cases.get(id),
      listCases: async ({ desks, states, openedFrom = 0, openedBefore = Number.POSITIVE_INFINITY, limit }) =>
        [...cases.values()]
          .filter((one) => desks?.includes(one.desk) ?? true)
          .filter((one) => states?.includes(one.state) ?? true)
          .filter(({ openedAt }) => openedAt >= openedFrom && openedAt < openedBefore)
          .sort((a, b) => b.openedAt - a.openedAt || (a.id < b.id ? -1 : 1))
          .slice(0, limit),
      caseLog: async (id, after, limit) =>
        (logs.get(id) ?? []).filter(({ number }) => number > after).slice(0, limit),
      onCases: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    accept: async (incoming) => {
      const key = `${incoming.conversation} ${incoming.updateId}`
      if (seen.has(key)) return false
      seen.add(key)
      accepted.push(incoming)
      if (waiting === undefined) setImmediate(() => process(incoming))
      else waiting.push(incoming)
      return true
    },
    accepted,
    open: (id, fields = {}) => {
      const made: Case = {
        id,
        conversation: `web:${id}`,
        lastEntry: 0,
        changedAt: start,
        state: 'waiting',
        kind: 'chat',
        desk: 'hai-phong/hong-bang',
        reason: 'asked_for_person',
        openedAt: start,
        locale: 'vi',
        ...fields,
      }
      cases.set(id, made)
      change(id, {}, { kind: 'opened' }, { kind: 'citizen', text: 'Cho tôi gặp cán bộ' })
      return cases.get(id) ?? made
    },
    change,
    erase: (id) => {
      cases.delete(id)
      logs.delete(id)
      tell(id)
    },
    pause: () => {
      waiting ??= []
    },
    resume: () => {
      const inputs = waiting ?? []
      waiting = undefined
      for (const input of inputs) process(input)
    },
    deafen: () => {
      isDeaf = true
    },
  }
}
