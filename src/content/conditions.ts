/** What a condition says about the situation: its expression as a region, when true and when not. */
import { type ASTNode, serialize } from '@marcbachmann/cel-js'
import { hasAnswer } from './cel-tree.ts'
import { everywhere, meet, type Region, without } from './regions.ts'

/** The values a slot can have, when they are few: options of a choice; `undefined` otherwise. */
export type DomainOf = (slot: string) => ReadonlySet<string> | undefined

const booleans: ReadonlySet<string> = new Set(['true', 'false'])
const opposites: Readonly<Record<string, string>> = { '>=': '<', '>': '<=', '!=': '==' }

/** Where the expression is true; `undefined` when it never is. */
export function whereTrue(node: ASTNode, domainOf: DomainOf): Region | undefined {
  return where(node, true, domainOf)
}

/** A region around everywhere it is not true; `undefined` when it always is. */
export function whereFalse(node: ASTNode, domainOf: DomainOf): Region | undefined {
  return where(node, false, domainOf)
}

/** The name under which `has(answers.slot)` is tracked. */
export function hasThing(slot: string): string {
  return `has ${slot}`
}

/** The slot of a {@link hasThing}; `undefined` for anything else. */
export function slotOfHas(thing: string): string | undefined {
  return thing.startsWith('has ') ? thing.slice('has '.length) : undefined
}

/**
 * The part of `region` where the condition is not true. Of a condition with several parts this is exact only when
 * all but one of them are sure already; otherwise nothing can be excluded. That there is no answer yet does not
 * last, so it is not remembered.
 */
export function exclude(region: Region, node: ASTNode, domainOf: DomainOf): Region | undefined {
  const yes = whereTrue(node, domainOf)
  if (yes === undefined) return region
  const open = [...yes].filter(([thing, values]) => {
    const mine = region.get(thing)
    return mine === undefined || ![...mine].every((value) => values.has(value))
  })
  if (open.length === 0) return undefined
  const no = whereFalse(node, domainOf)
  const stays =
    no && without(no, (thing) => slotOfHas(thing) !== undefined && no.get(thing)?.has('true') === false)
  const rest = stays && meet(region, stays)
  const [only, second] = open
  if (only === undefined || second !== undefined || slotOfHas(only[0]) !== undefined) return rest
  const domain = domainOf(only[0]) ?? booleans
  const others = new Set([...domain].filter((value) => !only[1].has(value)))
  return rest && meet(rest, new Map([[only[0], others]]))
}

function where(node: ASTNode, isTrue: boolean, domainOf: DomainOf): Region | undefined {
  if (node.op === '!_') return where(node.args, !isTrue, domainOf)
  if (node.op === 'value' && typeof node.args === 'boolean') {
    return node.args === isTrue ? everywhere : undefined
  }
  if (node.op === '&&' || node.op === '||') {
    const [a, b] = node.args.map((side) => where(side, isTrue, domainOf))
    const isBoth = (node.op === '&&') === isTrue
    if (isBoth) return a && b && meet(a, b)
    if (a === undefined || b === undefined) return a ?? b
    return eitherOf(a, b) ?? opaque(node, isTrue)
  }
  return atom(node, isTrue, domainOf)
}

/** "kind is a or kind is b" is one region; anything wider is not. */
function eitherOf(a: Region, b: Region): Region | undefined {
  const [thing] = a.keys()
  if (thing === undefined || a.size !== 1 || b.size !== 1) return undefined
  const other = b.get(thing)
  return other && new Map([[thing, new Set([...(a.get(thing) ?? []), ...other])]])
}

function opaque(node: ASTNode, isTrue: boolean): Region {
  return new Map([[serialize(node), new Set([String(isTrue)])]])
}

function atom(node: ASTNode, isTrue: boolean, domainOf: DomainOf): Region | undefined {
  const asked = hasAnswer(node)
  if (asked !== undefined) return new Map([[hasThing(asked), new Set([String(isTrue)])]])
  const chosen = chosenValues(node)
  if (chosen !== undefined) {
    const domain = domainOf(chosen.slot) ?? (chosen.isBoolean ? booleans : undefined)
    if (domain !== undefined) {
      const isListed = chosen.isListed === isTrue
      const values = new Set([...domain].filter((value) => chosen.values.has(value) === isListed))
      return values.size === 0 ? undefined : new Map([[chosen.slot, values]])
    }
  }
  const positive = opposites[node.op]
  if (positive === undefined) return opaque(node, isTrue)
  const [left, right] = node.args as readonly [ASTNode, ASTNode]
  return new Map([[`${serialize(left)} ${positive} ${serialize(right)}`, new Set([String(!isTrue)])]])
}

interface Chosen {
  readonly slot: string
  readonly values: ReadonlySet<string>
  readonly isListed: boolean
  readonly isBoolean: boolean
}

/** `kind == "home"`, `"home" != kind`, `kind in ["home", "other"]`, `late == true`. */
function chosenValues(node: ASTNode): Chosen | undefined {
  if (node.op !== '==' && node.op !== '!=' && node.op !== 'in') return undefined
  const [left, right] = node.args
  const [holder, literal] = left.op === 'id' || node.op === 'in' ? [left, right] : [right, left]
  if (holder.op !== 'id') return undefined
  const items = node.op === 'in' ? (literal.op === 'list' ? literal.args : []) : [literal]
  const values = items.map((item) => (item.op === 'value' ? item.args : undefined))
  const isPlain = values.every((value) => typeof value === 'string' || typeof value === 'boolean')
  if (values.length === 0 || !isPlain) return undefined
  return {
    slot: holder.args,
    values: new Set(values.map(String)),
    isListed: node.op !== '!=',
    isBoolean: values.every((value) => typeof value === 'boolean'),
  }
}
