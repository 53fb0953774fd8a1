/**
 * Evaluation with "unknown": an expression that reads something absent is unknown, and unknown goes through and,
 * or, not as in Kleene's logic (false and unknown is false, true or unknown is true). Doing this outside the CEL
 * library spares its exceptions, which cost a hundred times an evaluation.
 */
import type { ASTNode } from '@marcbachmann/cel-js'
import { compileComparison, compileDirect, numberOf } from './cel-direct.ts'
import type { CelFunction } from './cel-functions.ts'
import { hasAnswer, readsOf, sliceOf } from './cel-tree.ts'
import type { Env, ExprValue, SymbolTable } from './content.ts'

type Evaluate = (env: Env) => ExprValue | undefined

/** Where an expression comes from. */
export interface Origin {
  readonly source: string
  readonly functions: readonly CelFunction[]
  readonly symbols: SymbolTable
  /** By the library. */
  parse(part: string): (context: Readonly<Record<string, unknown>>) => unknown
}

/** Compiles a checked expression; the result never throws. */
export function compileLogic(ast: ASTNode, origin: Origin): Evaluate {
  switch (ast.op) {
    case '&&':
      return decide(ast.args, false, origin)
    case '||':
      return decide(ast.args, true, origin)
    case '!_': {
      const inner = compileLogic(ast.args, origin)
      return (env) => {
        const value = inner(env)
        return typeof value === 'boolean' ? !value : undefined
      }
    }
    case '?:': {
      const [condition, yes, no] = ast.args.map((part) => compileLogic(part, origin))
      return (env) => {
        const value = condition?.(env)
        return typeof value === 'boolean' ? (value ? yes?.(env) : no?.(env)) : undefined
      }
    }
    default:
      return compileLeaf(ast, origin)
  }
}

/** One side that is `decisive` decides, whatever the other is. */
function decide([left, right]: readonly [ASTNode, ASTNode], decisive: boolean, origin: Origin): Evaluate {
  const first = compileLogic(left, origin)
  const second = compileLogic(right, origin)
  return (env) => {
    const a = first(env)
    if (a === decisive) return decisive
    const b = second(env)
    if (b === decisive) return decisive
    return a === undefined || b === undefined ? undefined : !decisive
  }
}

function compileLeaf(ast: ASTNode, origin: Origin): Evaluate {
  const { source, symbols, parse } = origin
  const asked = hasAnswer(ast)
  if (asked !== undefined) {
    const index = symbols.indexOf(asked)
    return (env) => env.at(index) !== undefined
  }
  if (ast.op === 'value') {
    const constant = ast.args as ExprValue
    return () => constant
  }
  const reads = readsOf(ast)
  const facts = reads.facts
  const names = reads.names.filter((name) => !['answers', 'facts', 'today'].includes(name))
  const indexes = names.map((name) => symbols.indexOf(name))
  const readsToday = reads.names.includes('today')
  const run = parse(sliceOf(source, ast))
  const byLibrary: Evaluate = (env) => {
    for (const index of indexes) if (env.at(index) === undefined) return undefined
    if (readsToday && env.today === undefined) return undefined
    for (const fact of facts) if (numberOf(env, fact) === undefined) return undefined
    const answers = env.known()
    try {
      return run({ ...answers, answers, facts: env.facts, today: env.today }) as ExprValue
    } catch {
      return undefined
    }
  }
  const comparison = compileComparison(ast, origin, byLibrary)
  if (comparison !== undefined) return comparison
  const direct = compileDirect(ast, origin)
  return direct === undefined ? byLibrary : (env) => direct(env) ?? byLibrary(env)
}
