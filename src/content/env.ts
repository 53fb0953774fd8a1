/** What expressions read. By index instead of by name: a walk reads and writes dozens of values. Opened through content.ts. */
import type { Day } from '../calendar/day.ts'
import type { ExprValue, FactId } from './wording.ts'

/** The answers and computed values that the expressions of a procedure name, each with its index. */
export class SymbolTable {
  readonly #indexes = new Map<string, number>()
  /** As many values as there are names, none of them known. */
  readonly #blank: undefined[] = []

  /** The index of a name; one that is new gets the next. */
  indexOf(name: string): number {
    const known = this.#indexes.get(name)
    if (known !== undefined) return known
    this.#indexes.set(name, this.#blank.length)
    return this.#blank.push(undefined) - 1
  }

  /** The index of a name that some expression or step has; `undefined` for any other. */
  find(name: string): number | undefined {
    return this.#indexes.get(name)
  }

  blank(): (ExprValue | undefined)[] {
    return this.#blank.slice()
  }

  get names(): Iterable<string> {
    return this.#indexes.keys()
  }
}

/** The number of a fact by its id; absent or `undefined` where there is none, or it is not confirmed. */
export type FactNumbers = Readonly<Record<FactId, bigint | undefined>>

const noNumbers: FactNumbers = {}

/**
 * The values of one procedure's names: answers and computed values, `today` and `facts`. A name without a value makes the
 * expression that reads it unknown (see {@link Expr}).
 */
export class Env {
  readonly symbols: SymbolTable
  readonly today: Day | undefined
  facts: FactNumbers
  readonly #values: (ExprValue | undefined)[]

  constructor(
    symbols: SymbolTable,
    today: Day | undefined,
    facts: FactNumbers = noNumbers,
    values = symbols.blank(),
  ) {
    this.symbols = symbols
    this.today = today
    this.facts = facts
    this.#values = values
  }

  /** The value with an index of {@link SymbolTable.indexOf}. */
  at(index: number): ExprValue | undefined {
    return this.#values[index]
  }

  put(index: number, value: ExprValue | undefined): void {
    this.#values[index] = value
  }

  /** The value of an answer or computed value. */
  get(name: string): ExprValue | undefined {
    const index = this.symbols.find(name)
    return index === undefined ? undefined : this.at(index)
  }

  set(name: string, value: ExprValue | undefined): void {
    this.put(this.symbols.indexOf(name), value)
  }

  copy(today = this.today): Env {
    return new Env(this.symbols, today, this.facts, this.#values.slice())
  }

  /** What is known, by name. */
  known(): Record<string, ExprValue> {
    const known: Record<string, ExprValue> = {}
    for (const name of this.symbols.names) {
      const value = this.get(name)
      if (value !== undefined) known[name] = value
    }
    return known
  }
}

/** For texts that read nothing. */
export const emptyEnv = new Env(new SymbolTable(), undefined)
