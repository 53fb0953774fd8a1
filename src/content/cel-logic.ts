/**
 * Evaluation with "unknown": an expression that reads something absent is unknown, and unknown goes through and,
 * or, not as in Kleene's logic (false and unknown is false, true or unknown is true). Doing this outside the CEL
 * library spares its exceptions, which cost a hundred times an evaluation.
 */
import type { ASTNode } from '@marcbachmann/cel-js'
import { compileDirect } from './cel-direct.ts'
import type { CelFunction } from './cel-functions.ts'
import { hasAnswer, readsOf, sliceOf } from './cel-tree.ts'
import type { Env, ExprValue } from './content.ts'

type Evaluate = (env: Env) => ExprValue | undefined

/** Where an expression comes from. */
export interface Origin {
  readonly source: string
  readonly functions: readonly CelFunction[]
  /** By the library. */
  parse(part: string): (context: Env) => unknown
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

function compileLeaf(ast: ASTNode, { source, functions, parse }: Origin): Evaluate {
  const asked = hasAnswer(ast)
  if (asked !== undefined) return (env) => readField(env, asked) !== undefined
  if (ast.op === 'value') {
    const constant = ast.args as ExprValue
    return () => constant
  }
  const direct = compileDirect(ast, functions)
  const reads = readsOf(ast)
  const facts = reads.facts
  const names = reads.names.filter((name) => name !== 'answers')
  const run = parse(sliceOf(source, ast))
  const byLibrary: Evaluate = (env) => {
    for (const name of names) if (env[name] === undefined) return undefined
    for (const fact of facts) if (readField(env.facts, fact) === undefined) return undefined
    try {
      return run({ ...env, answers: withValue(env) }) as ExprValue
    } catch {
      return undefined
    }
  }
  return direct === undefined ? byLibrary : (env) => direct(env) ?? byLibrary(env)
}

/** Names may be there without a value; for the library `has()` would be true of them. */
function withValue(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined))
}

function readField(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined
  return Object.hasOwn(holder, name) ? (holder as Record<string, unknown>)[name] : undefined
}
