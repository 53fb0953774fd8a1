/** Whether what an expression reads has a value by then. */
import type { ASTNode } from '@marcbachmann/cel-js'
import { childrenOf, hasAnswer } from '../cel-tree.ts'
import { type DomainOf, hasThing, whereFalse, whereTrue } from '../conditions.ts'
import { isWithin, meet, type Region } from '../regions.ts'

/** Where each slot and computed value has a value, by name. */
export type Known = ReadonlyMap<string, readonly Region[]>

/** A name that is read where it may have no value; offsets count in the expression. */
export interface Unsure {
  readonly name: string
  readonly start: number
  readonly end: number
}

/**
 * Names read without a sure value, given where the expression is read. Within it, what stands left of `&&`, `||`
 * and `?` counts: `has(answers.x) && x == 1` is sure.
 */
export function findUnsure(
  ast: ASTNode,
  region: Region,
  known: Known,
  domainOf: DomainOf,
): readonly Unsure[] {
  const unsure: Unsure[] = []
  const visit = (node: ASTNode, here: Region | undefined): void => {
    if (here === undefined || hasAnswer(node) !== undefined) return
    if (node.op === '&&' || node.op === '||') {
      const [left, right] = node.args
      visit(left, here)
      visit(right, narrowed(here, left, node.op === '&&', domainOf))
    } else if (node.op === '?:') {
      const [condition, yes, no] = node.args
      visit(condition, here)
      visit(yes, narrowed(here, condition, true, domainOf))
      visit(no, narrowed(here, condition, false, domainOf))
    } else if (node.op === 'id') {
      if (!isSure(node.args, here, known)) unsure.push({ name: node.args, ...node.range })
    } else {
      for (const child of childrenOf(node)) visit(child, here)
    }
  }
  visit(ast, region)
  return unsure
}

function narrowed(here: Region, by: ASTNode, isTrue: boolean, domainOf: DomainOf): Region | undefined {
  const there = isTrue ? whereTrue(by, domainOf) : whereFalse(by, domainOf)
  return there && meet(here, there)
}

const always: ReadonlySet<string> = new Set(['today', 'facts', 'answers'])

function isSure(name: string, here: Region, known: Known): boolean {
  if (always.has(name)) return true
  const has = here.get(hasThing(name))
  if (has?.size === 1 && has.has('true')) return true
  return (known.get(name) ?? []).some((region) => isWithin(here, region))
}
