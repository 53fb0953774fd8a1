/** What the killed service runs. */
import { join } from 'node:path'
import type { Content } from '../../src/content/content.ts'
import type { Effect, Input, Session, SessionCase } from '../../src/engine/turn.ts'
import type { Advance } from '../../src/runtime/run-turn.ts'
import type { RuntimeOptions } from '../../src/runtime/service.ts'
import type { Store } from '../../src/store/store.ts'

interface Machine extends Pick<RuntimeOptions, 'content' | 'advance' | 'understand' | 'clock'> {
  /** Whether the conversations are over only when all timers rang. */
  readonly waitsForTimers: boolean
}

/** The machine of the shipped flows stands at this moment, so that what it says can be foretold. */
export const flowsNow = Date.parse('2026-11-22T09:00+07:00')

export const timerAfterMs = 30

/** Everything heard so far. */
export function heardBy(session: Session | undefined): readonly string[] {
  return (session?.frame?.slots.heard ?? []) as readonly string[]
}

const wordsOf = (input: Input) => (input.type === 'text' ? input.text : `${input.type}!`)

/**
 * Remembers all it hears, in the session and, from the second thing on, in the log of a case, so that a step lost, doubled
 * or out of order shows; "wake me" sets a timer.
 */
const count: Advance = (_content, session, input, now, around) => {
  const heard = [...heardBy(session), wordsOf(input)]
  const open = session?.case ?? (heard.length === 2 ? openedAt(now, around?.caseId() ?? 'none') : undefined)
  const wake: Effect = { type: 'schedule_timer', name: 'wake', at: now + timerAfterMs }
  return {
    session: {
      v: 1,
      content: '000000000000',
      locale: 'vi',
      frame: { procedure: 'p', at: null, slots: { heard } },
      ...(open === undefined ? {} : { case: open }),
      heardAt: now,
    },
    replies: [{ text: `${heard.length} ${wordsOf(input)}` }],
    effects: [
      { type: 'count', name: 'turns' },
      ...(open === undefined ? [] : [noted(open, session?.case === undefined, wordsOf(input), now)]),
      ...(wordsOf(input).endsWith('wake me') ? [wake] : []),
    ],
  }
}

function openedAt(now: number, id: string): SessionCase {
  return { id, state: 'waiting', kind: 'chat', desk: 'd', openedAt: now }
}

function noted(open: SessionCase, isNew: boolean, words: string, at: number): Effect {
  const { id, ...fields } = open
  return {
    type: 'case_change',
    case: id,
    set: isNew ? { ...fields, reason: 'asked_for_person', locale: 'vi' } : {},
    log: [{ at, kind: 'citizen', text: words }],
  }
}

/** What is wrong with the case of a conversation of the counting machine; `undefined` when all is well. */
export async function caseFault(id: string, store: Store): Promise<string | undefined> {
  const session = await store.session(id)
  const heard = heardBy(session).slice(1)
  if (session?.case === undefined) return heard.length === 0 ? undefined : 'no case in the session'
  const its = await store.case(session.case.id)
  if (its?.conversation !== id || its.lastEntry !== heard.length) return 'no such case'
  const log = await store.caseLog(its.id, 0, 1_000)
  const isSame = log.every(({ number, text }, index) => number === index + 1 && text === heard[index])
  return isSame && log.length === heard.length ? undefined : 'another log'
}

/** The service as it ships, with the `flows` and `locales` in this folder. */
async function flows(root: string): Promise<Machine> {
  const folder = (name: string) => join(root, name)
  const [{ loadContent }, { advance }, { lazyUnderstander }] = await Promise.all([
    import('../../src/content/load.ts'),
    import('../../src/engine/advance.ts'),
    import('../../src/understanding/lazy.ts'),
  ])
  const loaded = await loadContent({ flowsDir: folder('flows'), localesDir: folder('locales') })
  if (!loaded.ok) throw new Error(`${loaded.problems.length} problems in the flow files`)
  const understander = lazyUnderstander(folder('locales'))
  return {
    content: () => loaded.content,
    advance,
    understand: (text) => understander(loaded.content).read(text),
    clock: {
      now: () => flowsNow,
      setTimer: (at, ring) => {
        const timer = setTimeout(ring, Math.min(at - flowsNow, 2 ** 31 - 1))
        return () => clearTimeout(timer)
      },
    },
    waitsForTimers: false,
  }
}

export const machines = {
  flows,
  counter: async (): Promise<Machine> => ({
    waitsForTimers: true,
    content: () =>
      ({ version: '000000000000', defaultLocale: 'vi', locales: new Map() }) as unknown as Content,
    advance: count,
    understand: () => ({
      confidence: 0,
      isOutOfScope: false,
      topic: 'other',
      topicConfidence: 0,
      candidates: [],
    }),
  }),
}
export type MachineName = keyof typeof machines
