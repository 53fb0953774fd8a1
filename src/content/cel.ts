/** Expressions: CEL with days as a type, checked against the names a script declares. */
import { type ASTNode, Environment } from '@marcbachmann/cel-js'
import { Count } from '../calendar/count.ts'
import { Day } from '../calendar/day.ts'
import type { WorkingCalendar } from '../calendar/working-days.ts'
import { explain } from './cel-errors.ts'
import { type CelFunction, functionsBy, signatureOf } from './cel-functions.ts'
import { compileLogic } from './cel-logic.ts'
import { type Fault, findNameFaults, type Names } from './cel-names.ts'
import { readsOf } from './cel-tree.ts'
import { type Expr, SymbolTable } from './content.ts'

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

/** What every scope starts from: a CEL environment with days, and the functions of its calendar. */
export interface Base {
  readonly environment: Environment
  readonly functions: readonly CelFunction[]
}

export function baseEnvironment(calendar: WorkingCalendar): Base {
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
  env.registerType('count', { ctor: Count, fields: {} })
  env.registerFunction('date(string): date', (iso: string) => dayOf(iso))
  const functions = functionsBy(calendar)
  for (const one of functions) env.registerFunction(signatureOf(one), one.run)
  env.registerVariable('today', 'date')
  env.registerVariable('facts', 'map<string, int>')
  env.registerVariable('answers', 'map<string, dyn>')
  return { environment: env, functions }
}

function dayOf(iso: string): Day {
  const day = Day.parse(iso)
  if (day === undefined) throw new RangeError(`no such day: ${iso}`)
  return day
}

/** The names one script's expressions may read, and the compiler for them. Expressions are compiled once each. */
export class Scope {
  readonly #env: Environment
  readonly #functions: readonly CelFunction[]
  readonly #names: Names
  readonly #compiled = new Map<string, CompiledExpr>()
  readonly symbols: SymbolTable

  private constructor({ environment, functions }: Base, names: Names, symbols: SymbolTable) {
    this.#env = environment
    this.#functions = functions
    this.#names = names
    this.symbols = symbols
  }

  static within({ environment, functions }: Base, names: Names, symbols = new SymbolTable()): Scope {
    return new Scope({ environment: environment.clone(), functions }, names, symbols)
  }

  /** The same names, but facts may not be read: for the conditions of facts themselves. */
  withoutFacts(): Scope {
    const base = { environment: this.#env, functions: this.#functions }
    return new Scope(base, { slots: this.#names.slots, facts: undefined }, this.symbols)
  }

  get names(): Names {
    return this.#names
  }

  /** Makes a slot or computed value readable from here on. */
  declare(name: string, celType: string): void {
    this.#env.registerVariable(name, celType)
    this.symbols.indexOf(name)
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
    const evaluate = compileLogic(ast, {
      source,
      functions: this.#functions,
      symbols: this.symbols,
      parse: (part) => this.#env.parse(part),
    })
    return { ast, type, faults: [], expr: { source, reads: readsOf(ast).names, evaluate } }
  }
}
