/**
 * What conditions and computed values are made of, as plain functions. The CEL library walks its tree for each evaluation,
 * some ten times the work, and a turn evaluates dozens of them.
 */
import type { ASTNode } from '@marcbachmann/cel-js'
import { Count } from '../calendar/count.ts'
import { Day } from '../calendar/day.ts'
import { type CelFunction, isOfKind } from './cel-functions.ts'
import { fieldOf } from './cel-tree.ts'
import type { Env, ExprValue } from './content.ts'

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

/** Compiles a checked expression; `undefined` when any part of it is nothing that is computed here. */
export function compileDirect(ast: ASTNode, functions: readonly CelFunction[]): Direct | undefined {
  const fact = fieldOf(ast, 'facts')
  if (fact !== undefined) return (env) => valueIn(env.facts, fact)
  switch (ast.op) {
    case 'value': {
      const constant = ast.args as ExprValue
      return () => constant
    }
    case 'id': {
      const name = ast.args
      return (env) => valueIn(env, name)
    }
    case 'call':
      return compileDay(ast.args) ?? compileCall(ast.args, functions)
    case 'list': {
      const parts = compileAll(ast.args, functions)
      return parts && ((env) => known(parts, env))
    }
    default:
      return compileComparison(ast) ?? compileOperator(ast, functions)
  }
}

function compileAll(
  parts: readonly ASTNode[],
  functions: readonly CelFunction[],
): readonly Direct[] | undefined {
  const compiled = parts.map((part) => compileDirect(part, functions))
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
  functions: readonly CelFunction[],
): Direct | undefined {
  const called = functions.find((one) => one.name === name)
  const [first, second] = compileAll(args, functions) ?? []
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

/** `parents == "married"`, as most conditions are: by far the most often evaluated. */
function compileComparison(ast: ASTNode): Direct | undefined {
  if (ast.op !== '==' && ast.op !== '!=') return undefined
  const [left, right] = ast.args
  if (left.op !== 'id' || right.op !== 'value' || typeof right.args !== 'string') return undefined
  const name = left.args
  const text = right.args
  const whenSame = ast.op === '=='
  return (env) => {
    const value = env[name]
    return typeof value === 'string' ? (value === text) === whenSame : undefined
  }
}

function compileOperator(ast: ASTNode, functions: readonly CelFunction[]): Direct | undefined {
  const operator = operators[ast.op]
  if (operator === undefined) return undefined
  const [left, right] = ast.args as readonly [ASTNode, ASTNode]
  const first = compileDirect(left, functions)
  const second = compileDirect(right, functions)
  if (first === undefined || second === undefined) return undefined
  return (env) => operator(first(env), second(env))
}

/** A name like "constructor" finds something in every object; it is no value. */
function valueIn(holder: unknown, name: string): ExprValue | undefined {
  const value = (holder as Readonly<Record<string, unknown>> | undefined)?.[name]
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint') return value
  return value instanceof Day || value instanceof Count || Array.isArray(value) ? value : undefined
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
