/** Looking into a parsed expression. */
import type { ASTNode } from '@marcbachmann/cel-js'

/** The parts of a node that are expressions themselves. */
export function childrenOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return []
    case '.':
    case '.?':
      return [node.args[0]]
    case '!_':
    case '-_':
      return [node.args]
    case 'call':
      return node.args[1]
    case 'rcall':
      return [node.args[1], ...node.args[2]]
    case 'list':
      return node.args
    case 'map':
      return node.args.flat()
    default:
      return node.args
  }
}

/** `x` of `has(answers.x)`, or `undefined` for anything else. */
export function hasAnswer(node: ASTNode): string | undefined {
  if (node.op !== 'call' || node.args[0] !== 'has') return undefined
  const [field] = node.args[1]
  return field === undefined ? undefined : fieldOf(field, 'answers')
}

/** `x` of `facts.x` when `of` is `facts`. */
export function fieldOf(node: ASTNode, of: string): string | undefined {
  if (node.op !== '.') return undefined
  const [object, field] = node.args
  return object.op === 'id' && object.args === of ? field : undefined
}

/** What an expression reads: top-level names, and which facts of `facts`. */
export interface Reads {
  readonly names: readonly string[]
  readonly facts: readonly string[]
}

export function readsOf(ast: ASTNode): Reads {
  const names = new Set<string>()
  const facts = new Set<string>()
  const visit = (node: ASTNode): void => {
    if (node.op === 'id') names.add(node.args)
    const fact = fieldOf(node, 'facts')
    if (fact !== undefined) facts.add(fact)
    for (const child of childrenOf(node)) visit(child)
  }
  visit(ast)
  return { names: [...names], facts: [...facts] }
}

/**
 * The source of a part of an expression. The parser's ranges leave out brackets around operands, so the slice is
 * widened until its brackets balance.
 */
export function sliceOf(source: string, node: ASTNode): string {
  let { start, end } = node.range
  const { opened, closed } = unbalanced(source.slice(start, end))
  for (let missing = closed; missing > 0 && start > 0; ) {
    start -= 1
    if (source[start] === '(') missing -= 1
  }
  for (let missing = opened; missing > 0 && end < source.length; ) {
    if (source[end] === ')') missing -= 1
    end += 1
  }
  return source.slice(start, end)
}

function unbalanced(text: string): { opened: number; closed: number } {
  let opened = 0
  let closed = 0
  const outsideTexts = text.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, '')
  for (const char of outsideTexts) {
    if (char === '(') opened += 1
    else if (char === ')' && opened > 0) opened -= 1
    else if (char === ')') closed += 1
  }
  return { opened, closed }
}
