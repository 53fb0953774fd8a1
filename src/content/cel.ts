/** Expressions: CEL with days as a type, checked against the names a script declares. */
import { type ASTNode, Environment } from '@marcbachmann/cel-js'
import { Count } from '../calendar/count.ts'
import { Day } from '../calendar/day.ts'
import type { WorkingCalendar } from '../calendar/working-days.ts'
import { explain } from './cel-errors.ts'
import { compileLogic } from './cel-logic.ts'
import { type Fault, findNameFaults, type Names } from './cel-names.ts'
import { readsOf } from './cel-tree.ts'
import { type Expr, provinceOf } from './content.ts'

/** What became of one expression; `expr` is there when there are no faults. */
export interface CompiledExpr {
  readonly expr?: Expr
  /** The CEL type of its value: `bool`, `date`, `int`, `string`, `list<string>`, ... */
  readonly type?: string
  readonly ast?: ASTNode
  /** Offsets count in the expression. */
  readonly faults: readonly Fault[]
}

/** The functions an expression may call, with how they are called, for the mend of a mistyped one. */
export const functionForms: ReadonlyMap<string, string> = new Map([
  ['date', 'date("2026-11-22")'],
  ['age_years', 'age_years(birth_date, today)'],
  ['days_between', 'days_between(from, to)'],
  ['add_months', 'add_months(date, number)'],
  ['add_working_days', 'add_working_days(date, number)'],
  ['count_days', 'count_days(date, number)'],
  ['count_working_days', 'count_working_days(date, number)'],
  ['is_working_day', 'is_working_day(date)'],
  ['province_of', 'province_of(home)'],
  ['size', 'size(list)'],
  ['has', 'has(answers.name)'],
])

/** A CEL environment with days and calendar functions; scopes are cloned from it. */
export function baseEnvironment(calendar: WorkingCalendar): Environment {
  const env = new Environment({ unlistedVariablesAreDyn: false })
  env.registerType('date', { ctor: Day, fields: {} })
  env.registerOperator('date < date: bool', (a: Day, b: Day) => a.number < b.number)
  env.registerOperator('date <= date: bool', (a: Day, b: Day) => a.number <= b.number)
  env.registerOperator('date > date: bool', (a: Day, b: Day) => a.number > b.number)
  env.registerOperator('date >= date: bool', (a: Day, b: Day) => a.number >= b.number)
  env.registerOperator('date == date: bool', (a: Day, b: Day) => a.number === b.number)
  env.registerOperator('date + int: date', (a: Day, days: bigint) => a.plusDays(Number(days)))
  env.registerOperator('date - int: date', (a: Day, days: bigint) => a.plusDays(-Number(days)))
  env.registerOperator('date - date: int', (a: Day, b: Day) => BigInt(a.number - b.number))
  env.registerFunction('date(string): date', (iso: string) => dayOf(iso))
  env.registerFunction('age_years(date, date): int', (born: Day, on: Day) => BigInt(born.yearsUntil(on)))
  env.registerFunction('days_between(date, date): int', (a: Day, b: Day) => BigInt(b.number - a.number))
  env.registerFunction('add_months(date, int): date', (a: Day, months: bigint) =>
    a.plusMonths(Number(months)),
  )
  env.registerFunction('add_working_days(date, int): date', (a: Day, count: bigint) =>
    calendar.plusWorkingDays(a, Number(count)),
  )
  env.registerFunction('province_of(string): string', (place: string) => provinceOf(place))
  env.registerType('count', { ctor: Count, fields: {} })
  env.registerFunction('count_days(date, int): count', (a: Day, days: bigint) =>
    Count.ofCalendarDays(calendar, a, Number(days)),
  )
  env.registerFunction('count_working_days(date, int): count', (a: Day, days: bigint) =>
    Count.ofWorkingDays(calendar, a, Number(days)),
  )
  env.registerFunction('is_working_day(date): bool', (a: Day) => calendar.isWorking(a))
  env.registerVariable('today', 'date')
  env.registerVariable('facts', 'map<string, int>')
  env.registerVariable('answers', 'map<string, dyn>')
  return env
}

function dayOf(iso: string): Day {
  const day = Day.parse(iso)
  if (day === undefined) throw new RangeError(`no such day: ${iso}`)
  return day
}

/** The names one script's expressions may read, and the compiler for them. Expressions are compiled once each. */
export class Scope {
  readonly #env: Environment
  readonly #names: Names
  readonly #compiled = new Map<string, CompiledExpr>()

  private constructor(env: Environment, names: Names) {
    this.#env = env
    this.#names = names
  }

  static within(base: Environment, names: Names): Scope {
    return new Scope(base.clone(), names)
  }

  /** The same names, but facts may not be read: for the conditions of facts themselves. */
  withoutFacts(): Scope {
    return new Scope(this.#env, { slots: this.#names.slots, facts: undefined })
  }

  get names(): Names {
    return this.#names
  }

  /** Makes a slot or computed value readable from here on. */
  declare(name: string, celType: string): void {
    this.#env.registerVariable(name, celType)
    this.#compiled.clear()
  }

  /** Checks and compiles. Never throws: whatever is wrong is in `faults`. */
  compile(source: string): CompiledExpr {
    const known = this.#compiled.get(source)
    if (known !== undefined) return known
    const made = this.#compile(source)
    this.#compiled.set(source, made)
    return made
  }

  /** A condition's parsed form; `undefined` when it is faulty or not true or false, which is reported elsewhere. */
  condition(source: string): ASTNode | undefined {
    const { ast, type, faults } = this.compile(source)
    return faults.length === 0 && type === 'bool' ? ast : undefined
  }

  #compile(source: string): CompiledExpr {
    let ast: ASTNode
    try {
      ast = this.#env.parse(source).ast
    } catch (error) {
      return { faults: [explain(error, source)] }
    }
    const faults = findNameFaults(ast, this.#names, functionForms)
    if (faults.length > 0) return { ast, faults }
    const { valid, type, error } = this.#env.check(source)
    if (!valid || type === undefined) return { ast, faults: [explain(error, source)] }
    const evaluate = compileLogic(ast, source, (part) => this.#env.parse(part))
    return { ast, type, faults: [], expr: { source, reads: readsOf(ast).names, evaluate } }
  }
}
