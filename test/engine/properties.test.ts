/** What holds for whatever is said, on the shipped scripts. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandNames, type Topic, topics } from '../../src/content/content.ts'
import { advance } from '../../src/engine/advance.ts'
import type { Input, Outcome, Reading, Session } from '../../src/engine/turn.ts'
import { loadShipped } from '../support/files.ts'
import { deepFreeze } from '../support/freeze.ts'
import { day, hour, sundayMorning } from '../support/talk.ts'

const content = deepFreeze(await loadShipped())
const procedures = [...content.procedures.keys()]
const strange = ['constructor', '__proto__', 'toString', '', '#done', 'no-such-thing']

const asks = [...content.procedures.values()].flatMap(({ script }) =>
  (script?.steps ?? []).filter((step) => step.type === 'ask'),
)
const optionsOf = (ask: (typeof asks)[number]) =>
  ask.slotType === 'choice'
    ? [...ask.options.keys()]
    : ask.slotType === 'yes_no'
      ? ['yes', 'no']
      : ['#done', '1']

const reading: fc.Arbitrary<Reading> = fc.record({
  procedure: fc.constantFrom(...procedures, 'other-public-service', 'out-of-scope', ...strange),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  isOutOfScope: fc.boolean(),
  topic: fc.constantFrom<Topic>(...topics),
  topicConfidence: fc.double({ min: 0, max: 1, noNaN: true }),
  candidates: fc.array(
    fc.record({
      procedure: fc.constantFrom(...procedures, ...strange),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { maxLength: 4 },
  ),
})

const commandWords = [...content.locales.values()].flatMap(({ commands }) => {
  const words = [...commands]
  return commandNames.flatMap((name) => words.find(([, command]) => command === name)?.[0] ?? [])
})
const answerWords = [
  '1',
  '2',
  '3',
  'có',
  'không',
  '5/11/2026',
  'hôm qua',
  'Hải Phòng',
  'xong',
  'đủ rồi',
  '12',
  '1 2',
  'mẹ',
]
const words = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...answerWords) },
  { weight: 2, arbitrary: fc.constantFrom(...commandWords, ...strange) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
)
const text: fc.Arbitrary<Input> = fc
  .tuple(words, fc.option(reading, { nil: undefined }))
  .map(([said, read]) => ({ type: 'text', text: said, ...(read === undefined ? {} : { reading: read }) }))

const optionTap = fc
  .constantFrom(...asks)
  .chain((ask) => fc.constantFrom(...optionsOf(ask), ...strange).map((option) => `${ask.id}:${option}`))
const verbs = [
  'start',
  'guide',
  'switch',
  'topic',
  'more',
  'keep',
  'resume',
  'restart',
  'restart-yes',
  'restart-no',
]
const moreVerbs = [
  'change',
  'change-no',
  'person',
  'reach',
  'rate',
  'word',
  'when',
  'desk',
  'commune',
  'stay',
  'none',
  'menu',
  'lang',
  'erase-yes',
  'erase-no',
  ...strange,
]
const args = fc.constantFrom(
  ...procedures,
  'vi',
  'en',
  'fee',
  'documents',
  'chat',
  'call_back',
  'phone',
  ...asks.map(({ id }) => id),
  ...strange,
)
const ownTap = fc
  .tuple(fc.constantFrom(...verbs, ...moreVerbs), args, args)
  .map(([verb, first, second]) => `!${verb}:${first}:${second}`)
const tap: fc.Arbitrary<Input> = fc
  .oneof(
    { weight: 3, arbitrary: optionTap },
    { weight: 2, arbitrary: ownTap },
    { weight: 2, arbitrary: fc.constantFrom(...procedures).map((id) => `!start:${id}`) },
    { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
  )
  .map((choice) => ({ type: 'tap', choice }))

const otherInput: fc.Arbitrary<Input> = fc.oneof(
  fc.record({
    type: fc.constant('ticks' as const),
    step: fc.constantFrom(...asks.map(({ id }) => id), ...strange),
    ids: fc.array(fc.constantFrom('identity_card', 'original', ...strange), { maxLength: 3 }),
    isDone: fc.boolean(),
  }),
  fc.constantFrom<Input>(
    { type: 'unsupported', kind: 'photo' },
    { type: 'unsupported', kind: 'withheld' },
    { type: 'unsupported', kind: 'sticker' },
    { type: 'start' },
    { type: 'timer', name: 'nudge' },
    { type: 'timer', name: 'remind:birth-linked:register_reminder', payload: { text: 'Đến ngày rồi ạ.' } },
    { type: 'timer', name: 'toString' },
    { type: 'timer', name: 'held' },
    { type: 'staff', does: 'writes' },
    { type: 'staff', does: 'gives_back' },
    { type: 'timer', name: 'case' },
  ),
  fc.record({
    type: fc.constant('contact' as const),
    phone: fc.oneof(fc.constant('84912345678'), fc.string()),
  }),
  fc.record({ type: fc.constant('location' as const), latitude: fc.double(), longitude: fc.double() }),
)

/** Something said; `answer` stands for a fitting answer to whatever is asked, so that walks lead far. */
type Move = { readonly wait: number; readonly input: Input | 'answer' }
const move: fc.Arbitrary<Move> = fc.record({
  wait: fc.constantFrom(0, 0, 0, 1000, 13 * hour, 40 * day),
  input: fc.oneof(
    { weight: 6, arbitrary: fc.constant('answer' as const) },
    { weight: 3, arbitrary: text },
    { weight: 3, arbitrary: tap },
    { weight: 1, arbitrary: otherInput },
  ),
})
const moves = fc.tuple(fc.constantFrom(...procedures), fc.array(move, { maxLength: 20 }))

/** The first option, or something that fits. */
function fitting(session: Session | undefined): Input {
  const ask = asks.find(({ id }) => id === session?.frame?.at)
  switch (ask?.slotType) {
    case 'choice':
    case 'yes_no':
      return { type: 'tap', choice: `${ask.id}:${optionsOf(ask)[0]}` }
    case 'date':
      return { type: 'text', text: '20/11/2026' }
    case 'number':
      return { type: 'text', text: '3' }
    case 'place':
      return { type: 'text', text: 'Nghệ An' }
    case 'phone':
      return { type: 'contact', phone: '84912345678' }
    case 'ticks':
      return { type: 'text', text: 'xong' }
    default:
      return { type: 'text', text: 'khai sinh' }
  }
}

interface Step {
  readonly before: Session | undefined
  readonly input: Input
  readonly now: number
  readonly outcome: Outcome
}

/** Lets a citizen go through the moves; sessions are written out and read back in between. */
function wander(procedure: string, path: readonly Move[], visit: (step: Step) => void): void {
  let session: Session | undefined
  let now = sundayMorning
  const first: Move = { wait: 0, input: { type: 'tap', choice: `!start:${procedure}` } }
  for (const { wait, input: said } of [first, ...path]) {
    now += wait
    const input = deepFreeze(said === 'answer' ? fitting(session) : said)
    const outcome = advance(content, deepFreeze(session), input, now)
    visit({ before: session, input, now, outcome })
    session = JSON.parse(JSON.stringify(outcome.session)) as Session
  }
}

function always(visit: (step: Step) => void): void {
  fc.assert(
    fc.property(moves, ([procedure, path]) => wander(procedure, path, visit)),
    { numRuns: 150 },
  )
}

/** Ticks sent along by a page, timers and officers may be met with silence, and all that is said to an officer. */
const mayBeSilent = (input: Input, { heldSince, case: open }: Session) =>
  heldSince !== undefined || open?.state === 'taken' || ['ticks', 'timer', 'staff'].includes(input.type)

describe('whatever is said', () => {
  it('a turn never throws, never changes what it was given, and answers', () => {
    always(({ input, outcome }) => {
      if (!mayBeSilent(input, outcome.session)) expect(outcome.replies.length).toBeGreaterThan(0)
      // Bounded work: a turn is a few messages and effects, however long the script.
      expect(outcome.replies.length).toBeLessThan(25)
      expect(outcome.effects.length).toBeLessThan(25)
    })
  })

  it('every reply is a text that every channel can carry, with choices that come back', () => {
    always(({ outcome }) => {
      for (const { text: said, choices = [] } of outcome.replies) {
        expect(said.trim()).not.toBe('')
        expect(said.length).toBeLessThanOrEqual(2000)
        expect(said).not.toMatch(/undefined|\[object|\{\{|NaN|\{\w+\}/)
        expect(new Set(choices.map(({ id }) => id)).size).toBe(choices.length)
        for (const { id, label } of choices) {
          expect(Buffer.byteLength(id)).toBeLessThanOrEqual(64)
          expect(label.trim()).not.toBe('')
        }
      }
    })
  })

  it('the same turn again gives the same outcome', () => {
    always(({ before, input, now, outcome }) => {
      expect(advance(content, before, input, now)).toEqual(outcome)
    })
  })

  it('a session survives being written out, and stands at a question of its script', () => {
    always(({ outcome: { session } }) => {
      expect(JSON.parse(JSON.stringify(session))).toEqual(session)
      for (const frame of [session.frame, ...(session.parked ?? [])]) {
        if (frame === undefined) continue
        const script = content.procedures.get(frame.procedure)?.script
        if (frame.at !== null) expect(script?.byId.get(frame.at)?.type).toBe('ask')
        for (const slot of Object.keys(frame.slots)) expect(script?.byId.get(slot)?.type).toBe('ask')
      }
    })
  })

  it('arbitrary text at any question never throws and is answered', () => {
    const places = procedures.flatMap((procedure) => {
      const steps = content.procedures.get(procedure)?.script?.steps ?? []
      return steps.flatMap(({ type, id }) => (type === 'ask' ? [{ procedure, at: id, slots: {} }] : []))
    })
    const anything = fc.string({ unit: 'binary', maxLength: 200 })
    fc.assert(
      fc.property(fc.constantFrom(...places), anything, (frame, said) => {
        const session: Session = {
          v: 1,
          content: content.version,
          locale: 'vi',
          frame,
          heardAt: sundayMorning,
        }
        const { replies } = advance(content, session, { type: 'text', text: said }, sundayMorning)
        expect(replies.length).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })
})

describe('while an officer writes', () => {
  const held = (session: Session | undefined, now: number) =>
    session?.heldSince !== undefined && now < session.heldSince + day
  it('the script does not move, and nothing is said but what the citizen asked of the bot', () => {
    always(({ before, input, now, outcome }) => {
      if (before === undefined || !held(before, now) || !held(outcome.session, now)) return
      expect(outcome.session.frame?.slots).toEqual(before.frame?.slots)
      const isReminder = input.type === 'timer' && input.name.startsWith('remind:')
      if (outcome.replies.length > 0 && !isReminder) expect(outcome.session.pending?.yes).toBe('!erase-yes')
    })
  })
})

describe('a session', () => {
  it.each(procedures)('stays below 600 bytes after twelve answers in %s', (procedure) => {
    let turns = 0
    wander(
      procedure,
      Array.from({ length: 12 }, () => ({ wait: 60_000, input: 'answer' as const })),
      (step) => {
        turns += 1
        expect(Buffer.byteLength(JSON.stringify(step.outcome.session))).toBeLessThan(600)
      },
    )
    expect(turns).toBe(13)
  })
})
