import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Day } from '../../src/calendar/day.ts'
import { workingCalendar } from '../../src/calendar/working-days.ts'
import { baseEnvironment, Scope } from '../../src/content/cel.ts'
import { Env, type ExprValue, type FactNumbers } from '../../src/content/content.ts'

const holiday = { day: '04-30', name: 'Ngày nghỉ thử', source: 'thử' }
const base = baseEnvironment(workingCalendar({ fixed: [holiday], lunar: [], years: [] }))

function scope(): Scope {
  const made = Scope.within(base, {
    slots: new Map([
      ['kind', { kind: 'ask', slotType: 'choice', values: new Set(['paper', 'cloth']) }],
      ['born', { kind: 'ask', slotType: 'date' }],
      ['late', { kind: 'ask', slotType: 'yes_no' }],
      ['big', { kind: 'ask', slotType: 'yes_no' }],
      ['count', { kind: 'ask', slotType: 'number' }],
      ['papers', { kind: 'ask', slotType: 'ticks' }],
    ]),
    facts: new Map([['fee', 'money']]),
  })
  made.declare('kind', 'string')
  made.declare('born', 'date')
  made.declare('late', 'bool')
  made.declare('big', 'bool')
  made.declare('count', 'int')
  made.declare('papers', 'list<string>')
  return made
}

/** Values by name, `today` and `facts` among them. */
interface Known {
  readonly today?: Day
  readonly facts?: FactNumbers
  readonly [name: string]: ExprValue | FactNumbers | undefined
}

function evaluate(source: string, known: Known): unknown {
  const made = scope()
  const { expr, faults } = made.compile(source)
  expect(faults).toEqual([])
  return expr?.evaluate(envOf(made, known))
}

function envOf({ symbols }: Scope, { today, facts, ...values }: Known): Env {
  const env = new Env(symbols, today, facts)
  for (const [name, value] of Object.entries(values)) env.set(name, value as ExprValue)
  return env
}

const today = day('2026-11-22')

function day(iso: string): Day {
  const made = Day.parse(iso)
  if (made === undefined) throw new Error(iso)
  return made
}

/** Facts as the engine gives them: computed when they are read, and maybe without a number. */
function lazyFacts(fee: bigint | undefined): FactNumbers {
  return Object.defineProperty({}, 'fee', { enumerable: true, get: () => fee })
}

describe('a fact that is computed when it is read', () => {
  test.each([
    ['facts.fee == 0', 0n, true],
    ['facts.fee == 0', undefined, undefined],
    ['facts.fee == 0 && late', undefined, false],
    ['facts.fee == 0 || !late', undefined, true],
  ])('%s, with a fee of %s, is %s', (source, fee, value) => {
    expect(evaluate(source, { today, late: false, facts: lazyFacts(fee) })).toBe(value)
  })

  test('is not asked for with has()', () => {
    expect(scope().compile('has(facts.fee)').faults).toMatchObject([
      { rule: 'expression-syntax', mend: 'Write it like has(answers.birth_date).' },
    ])
  })
})

describe('an expression computes', () => {
  test.each([
    ['born <= today', { born: day('2026-11-22') }, true],
    ['born == date("2026-11-05")', { born: day('2026-11-05') }, true],
    ['today - born', { born: day('2026-11-20') }, 2n],
    ['days_between(born, today)', { born: day('2026-11-20') }, 2n],
    ['age_years(born, today)', { born: day('2020-11-23') }, 5n],
    ['is_working_day(date("2027-04-30"))', {}, false],
    ['count * facts.fee', { count: 2n, facts: { fee: 8000n } }, 16000n],
    ['"form" in papers && size(papers) == 1', { papers: ['form'] }, true],
    ['(count + 1) * 2 == 6 || (late && !(kind == "cloth"))', { count: 2n, late: false, kind: 'paper' }, true],
    ['kind in ["paper", "cloth"] ? 1 : 2', { kind: 'paper' }, 1n],
  ])('%s', (source, env, value) => {
    expect(evaluate(source, { today, facts: {}, ...env })).toEqual(value)
  })

  test('days that lead to other days', () => {
    expect(evaluate('add_months(born, 1) + 1', { born: day('2026-01-31') })).toMatchObject({
      iso: '2026-03-01',
    })
    expect(evaluate('add_working_days(date("2027-04-29"), 1)', {})).toMatchObject({ iso: '2027-05-03' })
  })
})

describe('what is computed without the library', () => {
  const sources = [
    'kind == "paper"',
    '"paper" != kind',
    'late == big',
    'late != true',
    'count == 2',
    'count != facts.fee',
    'count < facts.fee',
    'count <= 2',
    'count > 2',
    'count >= facts.fee',
    'born == today',
    'born != date("2026-11-22")',
    'born < today',
    'born <= date("2026-11-22")',
    'born > today',
    'born >= today',
    'born + count',
    'born - count < today - 2',
    'today - born',
    'today - born > count',
    'count + 2 * facts.fee - 1',
    'count * count > 4',
    'kind in ["paper"]',
    '"form" in papers',
    'age_years(born, today)',
    'days_between(born, today) - count',
    'add_months(born, count) < today',
    'add_working_days(born, 2 + facts.fee * facts.fee)',
    'count_days(born, count * count)',
    'count_working_days(born, count * count)',
    'is_working_day(today)',
    'province_of(kind)',
    'facts.fee',
    'kind',
    'born',
    'papers',
  ] as const
  const somewhere = fc.integer({ min: 20_770, max: 20_790 }).map((number) => Day.fromNumber(number))
  const amount = fc.bigInt({ min: -3n, max: 3n })
  const known = fc.record({
    today: somewhere,
    born: somewhere,
    kind: fc.constantFrom('paper', 'cloth'),
    late: fc.boolean(),
    big: fc.boolean(),
    count: amount,
    papers: fc.subarray(['form', 'card']),
    facts: fc.record({ fee: amount }),
  })

  const library = base.environment.clone()
  const types = {
    kind: 'string',
    born: 'date',
    late: 'bool',
    big: 'bool',
    count: 'int',
    papers: 'list<string>',
  }
  for (const [name, type] of Object.entries(types)) library.registerVariable(name, type)

  test.each(sources)('%s is what the library says it is', (source) => {
    const made = scope()
    const { expr } = made.compile(source)
    const evaluated = library.parse(source)
    fc.assert(
      fc.property(known, (env) => {
        expect(expr?.evaluate(envOf(made, env))).toEqual(evaluated({ ...env }))
      }),
    )
  })
})

describe('what is not known stays unknown', () => {
  test.each([
    ['kind == "paper"', {}, undefined],
    ['late && kind == "paper"', { late: false }, false],
    ['kind == "paper" && late', { late: false }, false],
    ['late || kind == "paper"', { late: true }, true],
    ['kind == "paper" || late', { late: true }, true],
    ['!(kind == "paper" && late)', { late: false }, true],
    ['late && kind == "paper"', { late: true }, undefined],
    ['has(answers.kind) && kind == "paper"', {}, false],
    ['!has(answers.kind) || kind == "paper"', {}, true],
    ['late ? kind == "paper" : true', { late: false }, true],
    ['count * facts.fee', { count: 1n }, undefined],
    ['has(answers.kind)', { kind: 'paper' }, true],
    ['(has(answers.kind) ? 1 : 2) + count', { kind: 'paper', count: 1n }, 2n],
    ['count * 5000000000000000000 > 0', { count: 2n }, undefined],
  ])('%s with %o', (source, env, value) => {
    expect(evaluate(source, { today, facts: {}, ...env })).toBe(value)
  })

  test('even without facts at all', () => {
    expect(evaluate('facts.fee > 1', {})).toBeUndefined()
    expect(evaluate('has(answers.kind)', {})).toBe(false)
  })

  test('a slot called like a property of every object is not found in it', () => {
    const made = Scope.within(base, { slots: new Map([['constructor', { kind: 'ask' }]]), facts: new Map() })
    expect(made.compile('has(answers.constructor)').expr?.evaluate(envOf(made, {}))).toBe(false)
  })
})

test('reads names the top-level names', () => {
  expect(scope().compile('has(answers.kind) && born < today + facts.fee').expr?.reads).toEqual(
    expect.arrayContaining(['answers', 'born', 'today', 'facts']),
  )
})

/** Conditions of all shapes, with what they must come to in three-valued logic. */
type Verdict = boolean | undefined
interface Made {
  readonly source: string
  readonly value: (env: Record<string, Verdict>) => Verdict
}
const { condition } = fc.letrec<{ condition: Made }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('late', 'big').map((name): Made => ({ source: name, value: (env) => env[name] })),
    fc.boolean().map((value): Made => ({ source: String(value), value: () => value })),
    tie('condition').map(
      ({ source, value }): Made => ({
        source: `!(${source})`,
        value: (env) => negate(value(env)),
      }),
    ),
    fc.tuple(tie('condition'), tie('condition'), fc.boolean()).map(
      ([a, b, isAnd]): Made => ({
        source: `(${a.source}) ${isAnd ? '&&' : '||'} (${b.source})`,
        value: (env) => combine(a.value(env), b.value(env), !isAnd),
      }),
    ),
  ),
}))

function negate(value: Verdict): Verdict {
  return value === undefined ? undefined : !value
}

function combine(a: Verdict, b: Verdict, decisive: boolean): Verdict {
  if (a === decisive || b === decisive) return decisive
  return a === undefined || b === undefined ? undefined : !decisive
}

test('and, or, not follow three-valued logic, whatever is known', () => {
  const verdict = fc.option(fc.boolean(), { nil: undefined })
  fc.assert(
    fc.property(condition, verdict, verdict, ({ source, value }, late, big) => {
      const known = Object.fromEntries(Object.entries({ late, big }).filter(([, one]) => one !== undefined))
      expect(evaluate(source, known)).toBe(value({ late, big }))
    }),
    { numRuns: 200 },
  )
})

test('nothing an author writes makes the compiler or the evaluation throw', () => {
  const token = fc.constantFrom(
    ...['kind', 'born', 'count', 'late', 'today', 'facts.fee', 'answers', '"paper"', '1', '(', ')', '[', ']'],
    ...[
      '==',
      '<',
      '&&',
      '||',
      '!',
      '?',
      ':',
      '+',
      '-',
      'in',
      'has(',
      'size(',
      'date(',
      '.',
      ',',
      "'",
      '{{',
      '1.5',
    ],
  )
  fc.assert(
    fc.property(fc.array(token, { maxLength: 8 }), (tokens) => {
      const source = tokens.join(' ')
      const made = scope()
      const { expr, faults } = made.compile(source)
      expect(expr === undefined).toBe(faults.length > 0)
      for (const { start, end } of faults) {
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeLessThanOrEqual(source.length)
      }
      expr?.evaluate(envOf(made, { today, kind: 'paper', facts: {} }))
    }),
    { numRuns: 300 },
  )
})
