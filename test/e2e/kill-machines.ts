/** What the killed service runs. */
import type { Content } from '../../src/content/content.ts'
import type { Effect, Input, Session } from '../../src/engine/turn.ts'
import type { Advance } from '../../src/runtime/run-turn.ts'
import type { RuntimeOptions } from '../../src/runtime/service.ts'

type Machine = Pick<RuntimeOptions, 'content' | 'advance' | 'understand'>

export const timerAfterMs = 30

/** Everything heard so far. */
export function heardBy(session: Session | undefined): readonly string[] {
  return (session?.frame?.slots.heard ?? []) as readonly string[]
}

const wordsOf = (input: Input) => (input.type === 'text' ? input.text : `${input.type}!`)

/** Remembers all it hears, so that a step lost, doubled or out of order shows; "wake me" sets a timer. */
const count: Advance = (_content, session, input, now) => {
  const heard = [...heardBy(session), wordsOf(input)]
  const wake: Effect = { type: 'schedule_timer', name: 'wake', at: now + timerAfterMs }
  return {
    session: {
      v: 1,
      content: '000000000000',
      locale: 'vi',
      frame: { procedure: 'p', at: null, slots: { heard } },
      heardAt: now,
    },
    replies: [{ text: `${heard.length} ${wordsOf(input)}` }],
    effects: [{ type: 'count', name: 'turns' }, ...(wordsOf(input).endsWith('wake me') ? [wake] : [])],
  }
}

export const machines = {
  counter: async (): Promise<Machine> => ({
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
