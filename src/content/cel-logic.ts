/**
 * Evaluation with "unknown": an expression that reads something absent is unknown, and unknown goes through and,
 * or, not as in Kleene's logic (false and unknown is false, true or unknown is true). Doing this outside the CEL
 * library spares its exceptions, which cost a hundred times an evaluation.
 */
import type { ASTNode } from '@marcbachmann/cel-js'
import { compileDirect } from './cel-direct.ts'
import { hasAnswer, readsOf, sliceOf } from './cel-tree.ts'
import type { Env, ExprValue } from './content.ts'

type Evaluate = (env: Env) => ExprValue | undefined
type Parse = (source: string) => (context: Env) => unknown

/** Compiles a checked expression; the result never throws. */
export function compileLogic(ast: ASTNode, source: string, parse: Parse): Evaluate {
  switch (ast.op) {
    case '&&':
      return decide(ast.args, false, source, parse)
    case '||':
      return decide(ast.args, true, source, parse)
    case '!_': {
      const inner = compileLogic(ast.args, source, parse)
      return (env) => {
        const value = inner(env)
        return typeof value === 'boolean' ? !value : undefined
      }
    }
    case '?:': {
      const [condition, yes, no] = ast.args.map((part) => compileLogic(part, source, parse))
      return (env) => {
        const value = condition?.(env)
        return typeof value === 'boolean' ? (value ? yes?.(env) : no?.(env)) : undefined
      }
    }
    default:
      return compileLeaf(ast, source, parse)
  }
}

/** One side that is `decisive` decides, whatever the other is. */
function decide(
  [left, right]: readonly [ASTNode, ASTNode],
  decisive: boolean,
  source: string,
  parse: Parse,
): Evaluate {
  const first = compileLogic(left, source, parse)
  const second = compileLogic(right, source, parse)
  return (env) => {
    const a = first(env)
    if (a === decisive) return decisive
    const b = second(env)
    if (b === decisive) return decisive
    return a === undefined || b === undefined ? undefined : !decisive
  }
}

function compileLeaf(ast: ASTNode, source: string, parse: Parse): Evaluate {
  const asked = hasAnswer(ast)
  if (asked !== undefined) return (env) => readField(env.answers, asked) !== undefined
  if (ast.op === 'value') {
    const constant = ast.args as ExprValue
    return () => constant
  }
  const reads = readsOf(ast)
  const facts = reads.facts
  const names = reads.names.filter((name) => name !== 'answers')
  const direct = compileDirect(ast)
  const run = parse(sliceOf(source, ast))
  return (env) => {
    const value = direct?.(env)
    if (value !== undefined) return value
    for (const name of names) if (env[name] === undefined) return undefined
    for (const fact of facts) if (readField(env.facts, fact) === undefined) return undefined
    try {
      return run(env) as ExprValue
    } catch {
      return undefined
    }
  }
}

function readField(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined
  return Object.hasOwn(holder, name) ? (holder as Record<string, unknown>)[name] : undefined
}
