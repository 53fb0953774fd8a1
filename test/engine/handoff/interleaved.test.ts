/** Citizen, two officers, timers, repeated turns: whatever comes when. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advance } from '../../../src/engine/advance.ts'
import type {
  CaseChange,
  Effect,
  EpochMs,
  Input,
  Officer,
  OfficerAction,
  Outcome,
  Session,
} from '../../../src/engine/turn.ts'
import { deepFreeze } from '../../support/freeze.ts'
import { hour, nothing } from '../../support/talk.ts'
import { atQuestion } from '../kite.ts'
import { hung, type KeptCase, keep, lan, minute, mondayMorning, office } from './office.ts'

const content = deepFreeze(await office())
const phrases = content.locales.get('vi')?.phrases
const start = (await atQuestion('count')).session

type Move =
  | { readonly type: 'say'; readonly text: string }
  | { readonly type: 'input'; readonly input: Input }
  | { readonly type: 'officer'; readonly by: Officer; readonly action: OfficerAction }
  /** The timer rings, early by so much; a late one is a wait before. */
  | { readonly type: 'ring' }
  | { readonly type: 'wait'; readonly ms: number }

const texts = [
  '2',
  'Nghệ An',
  'xyzzy',
  'gặp cán bộ',
  '1',
  '5',
  'bot ơi',
  'quay lại',
  'xóa',
  'không',
  'dạ vâng',
]
const choices = ['!person', '!reach:chat:asked_for_person', '!reach:call_back:silence', '!stay', '!menu']
const actions: readonly OfficerAction[] = [
  { does: 'take' },
  { does: 'answer', text: '#' },
  { does: 'answer', text: '#' },
  { does: 'send_fact', procedure: 'kite', topic: 'fee' },
  { does: 'send_fact', procedure: 'gone', topic: 'fee' },
  { does: 'note', text: '#' },
  { does: 'pass', desk: 'deputy' },
  { does: 'pass', desk: 'gone' },
  { does: 'give_back' },
  { does: 'give_back', step: 'kind' },
  { does: 'close', outcome: 'comes_to_desk' },
]
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...texts).map((text) => ({ type: 'say', text }) as const) },
  { weight: 3, arbitrary: fc.constant({ type: 'say', text: '#' } as const) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...choices).map((choice) => input({ type: 'tap', choice })),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(lan, hung), fc.constantFrom(...actions))
      .map(([by, action]) => ({ type: 'officer', by, action }) as const),
  },
  { weight: 2, arbitrary: fc.constant({ type: 'ring' } as const) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(minute, 16 * minute, 31 * minute, hour, 25 * hour)
      .map((ms) => ({ type: 'wait', ms }) as const),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<Input>(
        { type: 'unsupported', kind: 'photo' },
        { type: 'contact', phone: '0912345678' },
        { type: 'location', latitude: 20, longitude: 106 },
        { type: 'start' },
        { type: 'staff', does: 'writes' },
        { type: 'staff', does: 'gives_back' },
        { type: 'timer', name: 'nudge' },
        { type: 'timer', name: 'remind:kite:reminder', payload: { text: 'Sắp đến hạn ạ.' } },
        { type: 'timer', name: 'held' },
        { type: 'tap', choice: '!erase-yes' },
      )
      .map(input),
  },
)

function input(one: Input): Move {
  return { type: 'input', input: one }
}

interface Turn {
  readonly before: Session | undefined
  readonly input: Input
  readonly now: EpochMs
  readonly outcome: Outcome
  /** The case that was open before, as a store has it after the turn. */
  readonly kept: KeptCase | undefined
}

/** Plays the moves: sessions are written out and read back, every turn is begun, lost in a crash, and begun again. */
function play(moves: readonly Move[], visit: (turn: Turn) => void): ReadonlyMap<string, KeptCase> {
  const cases = new Map<string, KeptCase>()
  let session = start
  let now = mondayMorning
  let due: EpochMs | undefined
  let number = 0
  for (const one of moves) {
    number += 1
    if (one.type === 'wait') {
      now += one.ms
      continue
    }
    const said = inputOf(one, session, number)
    if (said.type === 'timer' && said.name === 'case' && due !== undefined) now = Math.max(now, due)
    const around = { caseId: () => `case${number}`, recent: () => [] }
    const lost = advance(content, deepFreeze(session), deepFreeze(said), now, around)
    const outcome = advance(content, deepFreeze(session), deepFreeze(said), now, around)
    expect(outcome).toEqual(lost)
    const erased = outcome.effects.some(({ type }) => type === 'erase')
    if (erased) for (const [id, { fields }] of cases) cases.set(id, { fields, log: [] })
    for (const change of changes(outcome)) cases.set(change.case, keep(cases.get(change.case), change))
    due = timerAfter(outcome.effects, due)
    const before = session
    session = JSON.parse(JSON.stringify(outcome.session)) as Session
    const id = before?.case?.id
    visit({ before, input: said, now, outcome, kept: id === undefined ? undefined : cases.get(id) })
  }
  return cases
}

function inputOf(one: Exclude<Move, { type: 'wait' }>, session: Session | undefined, number: number): Input {
  const named = (text: string) => text.replace('#', `tin số ${number} ạ`)
  switch (one.type) {
    case 'say':
      return { type: 'text', text: named(one.text), reading: nothing }
    case 'input':
      return one.input
    case 'ring':
      return { type: 'timer', name: 'case' }
    case 'officer': {
      const { action, by } = one
      const worded =
        'text' in action && action.text !== undefined ? { ...action, text: named(action.text) } : action
      return {
        ...{ type: 'officer', id: `act${number}`, case: session?.case?.id ?? 'case0', by, via: 'console' },
        action: worded,
      }
    }
  }
}

function changes({ effects }: Outcome): readonly CaseChange[] {
  return effects.filter((effect) => effect.type === 'case_change')
}

function timerAfter(effects: readonly Effect[], due: EpochMs | undefined): EpochMs | undefined {
  let at = due
  for (const effect of effects) {
    if (effect.type === 'erase') at = undefined
    if (effect.type === 'schedule_timer' && effect.name === 'case') at = effect.at
    if (effect.type === 'cancel_timer' && effect.name === 'case') at = undefined
  }
  return at
}

const always = (visit: (turn: Turn) => void) =>
  fc.assert(
    fc.property(fc.array(move, { minLength: 5, maxLength: 40 }), (moves) => {
      const opened: Move[] = [
        { type: 'say', text: 'gặp cán bộ' },
        { type: 'say', text: '1' },
      ]
      play([...opened, ...moves], visit)
    }),
    { numRuns: 250 },
  )

const isTaken = (session: Session | undefined) => session?.case?.state === 'taken'
const refusedIn = (outcome: Outcome) =>
  changes(outcome).flatMap(({ log }) => log.filter(({ kind }) => kind === 'refused'))

describe('whatever comes between citizen, officers and timers', () => {
  it('the bot says nothing of its own while a person is in charge, and the script stands still', () => {
    always(({ before, input: said, outcome }) => {
      if (!isTaken(before) || !isTaken(outcome.session)) return
      expect(outcome.session.frame).toEqual(before?.frame)
      const texts = outcome.replies.map(({ text }) => text)
      if (said.type !== 'officer') {
        const asksToErase = texts.length === 1 && texts[0] === phrases?.get('erase.text')
        if (!asksToErase) expect(texts).toEqual([])
        return
      }
      const { action } = said
      for (const text of texts) {
        const isTheirs = action.does === 'answer' && text === action.text
        const isFact = action.does === 'send_fact' && text.includes('– lệ phí:')
        expect(isTheirs || isFact || text.startsWith('Cán bộ ')).toBe(true)
      }
    })
  })

  it('no message of either side is lost or doubled', () => {
    always(({ before, input: said, outcome, kept }) => {
      if (before?.case === undefined || kept === undefined) return
      if (outcome.effects.some(({ type }) => type === 'erase')) {
        expect(kept.log).toMatchObject([{ kind: 'closed', outcome: 'other' }])
        return
      }
      const words = (kind: string, text: string) =>
        kept.log.filter((entry) => entry.kind === kind && entry.text === text).length
      if (said.type === 'text' && said.text.startsWith('tin số')) expect(words('citizen', said.text)).toBe(1)
      if (said.type !== 'officer') return
      const isRefused = refusedIn(outcome).length > 0
      expect(kept.log.some(({ action }) => action === said.id)).toBe(true)
      if (said.action.does !== 'answer') return
      const { text } = said.action
      expect(words('officer', text)).toBe(isRefused ? 0 : 1)
      expect(outcome.replies.filter((reply) => reply.text === text)).toHaveLength(isRefused ? 0 : 1)
    })
  })

  it('what the bot says while a case waits is in its log', () => {
    always(({ before, input: said, outcome, kept }) => {
      if (before?.case?.state !== 'waiting' || outcome.session.case?.state !== 'waiting') return
      if (said.type !== 'text' && said.type !== 'tap') return
      const last = kept?.log.slice(-outcome.replies.length).map(({ text }) => text)
      expect(last).toEqual(outcome.replies.map(({ text }) => text))
    })
  })

  it('at most one officer is in charge, and only they carry anything out', () => {
    always(({ before, input: said, outcome, kept }) => {
      const open = outcome.session.case
      if (open !== undefined && kept !== undefined && before?.case?.id === open.id) {
        expect(kept.fields.state).toBe(open.state)
        expect(kept.fields.desk).toBe(open.desk)
        expect(kept.fields.officer).toEqual(open.officer)
        expect(kept.fields.dueAt).toBe(open.dueAt)
      }
      if (said.type !== 'officer') return
      const holder = before?.case?.officer
      const isAnothers = isTaken(before) && holder !== undefined && holder.id !== said.by.id
      if (isAnothers && said.action.does !== 'note') {
        expect(refusedIn(outcome)).toMatchObject([{ reason: 'taken', by: holder, action: said.id }])
        expect(outcome.replies).toEqual([])
        expect(outcome.session).toEqual({ ...before, ...outcome.session })
      }
      if (before?.case === undefined) expect(refusedIn(outcome)).toMatchObject([{ reason: 'closed' }])
    })
  })

  it('after an officer the citizen stands where she stood, and is asked that question', () => {
    always(({ before, input: said, outcome }) => {
      if (!isTaken(before) || outcome.session.case !== undefined) return
      if (outcome.effects.some(({ type }) => type === 'erase')) return
      const isElsewhere = said.type === 'officer' && said.action.does === 'give_back' && said.action.step
      if (isElsewhere) return
      expect(outcome.session.frame?.at).toBe(before?.frame?.at)
      expect(outcome.session.frame?.slots).toEqual(before?.frame?.slots)
      const isSilent = said.type === 'timer'
      if (!isSilent && outcome.session.frame?.at === 'count') {
        expect(outcome.replies.at(-1)?.text).toContain('Bác có mấy con diều ạ?')
      }
    })
  })

  it('something is always owed: an open case has its timer, and the citizen is never left with a silent bot', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
        const rings: Move[] = Array.from({ length: 12 }, () => ({ type: 'ring' }))
        let last: Turn | undefined
        play(
          [{ type: 'say', text: 'gặp cán bộ' }, { type: 'say', text: '1' }, ...moves, ...rings],
          (turn) => {
            last = turn
            const open = turn.outcome.session.case
            if (open !== undefined && turn.input.type === 'timer' && turn.input.name === 'case') {
              expect(open.dueAt ?? open.quietAt).toBeGreaterThan(turn.now)
            }
          },
        )
        expect(isTaken(last?.outcome.session)).toBe(false)
      }),
      { numRuns: 150 },
    )
  })
})
