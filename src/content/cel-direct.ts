/**
 * What conditions and computed values are made of, as plain functions. The CEL library walks its tree for each evaluation,
 * some ten times the work, and a turn evaluates dozens of them.
 */
import type { ASTNode } from '@marcbachmann/cel-js'
import { Day } from '../calendar/day.ts'
import { type CelFunction, isOfKind } from './cel-functions.ts'
import { fieldOf } from './cel-tree.ts'
import type { Env, ExprValue, FactId, SymbolTable } from './content.ts'

/** `undefined` leaves it to the library: a value is missing, or not of the kinds that are computed here. */
export type Direct = (env: Env) => ExprValue | undefined

type Operator = (a: ExprValue | undefined, b: ExprValue | undefined) => ExprValue | undefined

const operators: Readonly<Partial<Record<ASTNode['op'], Operator>>> = {
  '==': isEqual,
  '!=': (a, b) => {
    const same = isEqual(a, b)
    return same === undefined ? undefined : !same
  },
  '<': ordered((order) => order < 0),
  '<=': ordered((order) => order <= 0),
  '>': ordered((order) => order > 0),
  '>=': ordered((order) => order >= 0),
  '+': (a, b) => {
    if (typeof b !== 'bigint') return undefined
    if (typeof a === 'bigint') return bounded(a + b)
    return a instanceof Day ? a.plusDays(Number(b)) : undefined
  },
  '-': (a, b) => {
    if (a instanceof Day && b instanceof Day) return BigInt(a.number - b.number)
    if (typeof b !== 'bigint') return undefined
    if (typeof a === 'bigint') return bounded(a - b)
    return a instanceof Day ? a.plusDays(-Number(b)) : undefined
  },
  '*': (a, b) => (typeof a === 'bigint' && typeof b === 'bigint' ? bounded(a * b) : undefined),
  in: (a, b) => (typeof a === 'string' && Array.isArray(b) ? b.includes(a) : undefined),
}

/** What overflows is the library's to refuse. */
const bounded = (number: bigint) => (BigInt.asIntN(64, number) === number ? number : undefined)

/** What the names and the calls of an expression mean. */
export interface Meanings {
  readonly functions: readonly CelFunction[]
  readonly symbols: SymbolTable
}

/** Compiles a checked expression; `undefined` when any part of it is nothing that is computed here. */
export function compileDirect(ast: ASTNode, meanings: Meanings): Direct | undefined {
  const fact = fieldOf(ast, 'facts')
  if (fact !== undefined) return (env) => numberOf(env, fact)
  switch (ast.op) {
    case 'value': {
      const constant = ast.args as ExprValue
      return () => constant
    }
    case 'id': {
      if (ast.args === 'today') return (env) => env.today
      const index = meanings.symbols.indexOf(ast.args)
      return (env) => env.at(index)
    }
    case 'call':
      return compileDay(ast.args) ?? compileCall(ast.args, meanings)
    case 'list': {
      const parts = compileAll(ast.args, meanings)
      return parts && ((env) => known(parts, env))
    }
    default:
      return compileOperator(ast, meanings)
  }
}

function compileAll(parts: readonly ASTNode[], meanings: Meanings): readonly Direct[] | undefined {
  const compiled = parts.map((part) => compileDirect(part, meanings))
  return compiled.every((part) => part !== undefined) ? compiled : undefined
}

/** The values of all parts; `undefined` when one is not known. */
function known(parts: readonly Direct[], env: Env): readonly ExprValue[] | undefined {
  const values: ExprValue[] = []
  for (const part of parts) {
    const value = part(env)
    if (value === undefined) return undefined
    values.push(value)
  }
  return values
}

/** All functions take one value or two. */
function compileCall(
  [name, args]: readonly [string, readonly ASTNode[]],
  meanings: Meanings,
): Direct | undefined {
  const called = meanings.functions.find((one) => one.name === name)
  const [first, second] = compileAll(args, meanings) ?? []
  if (called === undefined || first === undefined) return undefined
  const { takes, run } = called
  const [kind, otherKind] = takes
  return (env) => {
    const a = first(env)
    const b = second?.(env)
    if (!isOfKind(a, kind) || (otherKind !== undefined && !isOfKind(b, otherKind))) return undefined
    return run(a as never, b as never)
  }
}

/** `date("2027-03-01")` is read once, and not at every evaluation. */
function compileDay([name, [written]]: readonly [string, readonly ASTNode[]]): Direct | undefined {
  if (name !== 'date' || written?.op !== 'value' || typeof written.args !== 'string') return undefined
  const day = Day.parse(written.args)
  return day === undefined ? undefined : () => day
}

/** `parents == "married"`, as most conditions are: by far the most often evaluated. `otherwise` is asked of other values than texts. */
export function compileComparison(
  ast: ASTNode,
  { symbols }: Meanings,
  otherwise: Direct,
): Direct | undefined {
  if (ast.op !== '==' && ast.op !== '!=') return undefined
  const [left, right] = ast.args
  if (left.op !== 'id' || right.op !== 'value' || typeof right.args !== 'string') return undefined
  const index = symbols.indexOf(left.args)
  const text = right.args
  const whenSame = ast.op === '=='
  return (env) => {
    const value = env.at(index)
    if (typeof value === 'string') return (value === text) === whenSame
    return value === undefined ? undefined : otherwise(env)
  }
}

function compileOperator(ast: ASTNode, meanings: Meanings): Direct | undefined {
  const operator = operators[ast.op]
  if (operator === undefined) return undefined
  const [left, right] = ast.args as readonly [ASTNode, ASTNode]
  const first = compileDirect(left, meanings)
  const second = compileDirect(right, meanings)
  if (first === undefined || second === undefined) return undefined
  return (env) => operator(first(env), second(env))
}

/** A fact's number. A name like "constructor" finds something in every object; it is no number. */
export function numberOf({ facts }: Env, fact: FactId): bigint | undefined {
  const number: unknown = facts[fact]
  return typeof number === 'bigint' ? number : undefined
}

function isEqual(a: ExprValue | undefined, b: ExprValue | undefined): boolean | undefined {
  if (typeof a === 'string' || typeof a === 'boolean' || typeof a === 'bigint') {
    return typeof a === typeof b ? a === b : undefined
  }
  return a instanceof Day && b instanceof Day ? a.number === b.number : undefined
}

/** Compares days and whole numbers. */
function ordered(holds: (order: number) => boolean): Operator {
  return (a, b) => {
    if (a instanceof Day && b instanceof Day) return holds(a.number - b.number)
    if (typeof a !== 'bigint' || typeof b !== 'bigint') return undefined
    return holds(a < b ? -1 : a > b ? 1 : 0)
  }
}
