/** Names in expressions: whether what is read and called exists, before types are looked at. */
import type { ASTNode } from '@marcbachmann/cel-js'
import { Day } from '../calendar/day.ts'
import { childrenOf, fieldOf, hasAnswer } from './cel-tree.ts'
import type { FactId, FactType, SlotType } from './content.ts'
import { didYouMean } from './suggest.ts'

/** Something wrong in an expression or a placeholder; offsets count in that text. */
export interface Fault {
  readonly rule: string
  readonly start: number
  readonly end: number
  readonly message: string
  readonly mend: string
}

/** A slot or a computed value. */
export interface NameInfo {
  readonly kind: 'ask' | 'set'
  readonly slotType?: SlotType
  /** The only texts the value can be, when they are known: options, papers or provinces. */
  readonly values?: ReadonlySet<string>
}

export interface Names {
  readonly slots: Map<string, NameInfo>
  /** `undefined` where facts may not be read. */
  readonly facts: ReadonlyMap<FactId, FactType> | undefined
}

const numericTypes: ReadonlySet<FactType> = new Set(['money', 'calendar_days', 'working_days', 'hours'])
const supported: ReadonlySet<string> = new Set([
  ...['value', 'id', '.', 'call', 'list', '?:', '||', '&&', '!_', '-_'],
  ...['==', '!=', 'in', '+', '-', '*', '/', '%', '<', '<=', '>', '>='],
])

/** All faults of names, functions and literals in an expression. */
export function findNameFaults(
  ast: ASTNode,
  names: Names,
  functions: ReadonlyMap<string, string>,
): readonly Fault[] {
  const faults: Fault[] = []
  const complain = (node: ASTNode, rule: string, message: string, mend: string): void => {
    faults.push({ rule, ...node.range, message, mend })
  }
  const visit = (node: ASTNode): void => {
    if (!supported.has(node.op)) {
      complain(node, 'expression-syntax', 'this form is not used here', 'Use the functions of the manual.')
      return
    }
    const asked = hasAnswer(node)
    if (asked !== undefined) return checkAnswerName(node, asked, names, complain)
    if (node.op === 'call') checkCall(node, functions, complain)
    if (node.op === 'id') return checkName(node, node.args, names, complain)
    if (node.op === '.') return checkField(node, names, complain)
    checkLiterals(node, names, complain)
    for (const child of childrenOf(node)) visit(child)
  }
  visit(ast)
  return faults
}

type Complain = (node: ASTNode, rule: string, message: string, mend: string) => void

function checkName(node: ASTNode, name: string, names: Names, complain: Complain): void {
  if (name === 'today' || names.slots.has(name)) return
  if (name === 'facts' || name === 'answers') {
    const form = name === 'facts' ? 'facts.fee' : 'has(answers.birth_date)'
    complain(node, 'expression-syntax', `"${name}" cannot be read alone`, `Write it like ${form}.`)
    return
  }
  if (names.facts?.has(name)) {
    complain(node, 'unknown-name', `"${name}" is a fact, not an answer`, `Write facts.${name}.`)
    return
  }
  const mend = didYouMean(name, [...names.slots.keys(), 'today'], 'Ask or set it before it is read.')
  complain(node, 'unknown-name', `nothing is called "${name}" here`, mend)
}

function checkAnswerName(node: ASTNode, name: string, names: Names, complain: Complain): void {
  if (names.slots.get(name)?.kind === 'ask') return
  const asked = [...names.slots].filter(([, info]) => info.kind === 'ask').map(([slot]) => slot)
  complain(
    node,
    'unknown-name',
    `no question is called "${name}"`,
    didYouMean(name, asked, 'Name a question.'),
  )
}

function checkField(node: ASTNode, names: Names, complain: Complain): void {
  const fact = fieldOf(node, 'facts')
  if (fact === undefined) {
    const answer = fieldOf(node, 'answers')
    const mend =
      answer === undefined ? 'Use a function, e.g. age_years(birth_date, today).' : `Write ${answer}.`
    complain(node, 'expression-syntax', 'a dot is only used after facts, and inside has(answers. )', mend)
    return
  }
  if (names.facts === undefined) {
    const mend = 'Compute it in the script with a `set` step and read that.'
    complain(node, 'fact-reads-fact', 'the condition of a fact cannot read another fact', mend)
    return
  }
  const type = names.facts.get(fact)
  if (type === undefined) {
    const mend = didYouMean(fact, names.facts.keys(), 'Add it to facts.yaml.')
    complain(node, 'unknown-fact', `there is no fact "${fact}"`, mend)
  } else if (!numericTypes.has(type)) {
    const message = `the fact "${fact}" is of type ${type}, which has no number`
    complain(node, 'fact-not-a-number', message, 'Only money, days and hours can be computed with.')
  }
}

function checkCall(
  node: Extract<ASTNode, { op: 'call' }>,
  functions: ReadonlyMap<string, string>,
  complain: Complain,
): void {
  const [name, args] = node.args
  if (!functions.has(name)) {
    const mend = didYouMean(name, functions.keys(), 'There are only the functions of the manual.')
    complain(node, 'unknown-function', `there is no function "${name}"`, mend)
    return
  }
  if (name === 'has') {
    complain(node, 'expression-syntax', 'has() asks for an answer', 'Write it like has(answers.birth_date).')
  }
  const [first] = args
  if (name !== 'date' || first === undefined) return
  if (first.op !== 'value' || typeof first.args !== 'string') {
    complain(node, 'wrong-arguments', 'date() takes a day in quotes', 'Write it like date("2026-11-22").')
  } else if (Day.parse(first.args) === undefined) {
    complain(
      first,
      'no-such-day',
      `there is no day ${first.args}`,
      'Write year-month-day, e.g. "2026-11-22".',
    )
  }
}

/** `kind == "hom"`, `kind in ["hom"]`, `"hom" in papers`: texts that the value can never be. */
function checkLiterals(node: ASTNode, names: Names, complain: Complain): void {
  if (node.op !== '==' && node.op !== '!=' && node.op !== 'in') return
  const [left, right] = node.args
  for (const [holder, literal] of [
    [left, right],
    [right, left],
  ] as const) {
    if (holder.op !== 'id') continue
    const values = names.slots.get(holder.args)?.values
    if (values === undefined) continue
    for (const item of literal.op === 'list' ? literal.args : [literal]) {
      if (item.op !== 'value' || typeof item.args !== 'string' || values.has(item.args)) continue
      const mend = didYouMean(item.args, values, 'Use the id of an option.')
      complain(item, 'unknown-option', `"${holder.args}" can never be "${item.args}"`, mend)
    }
  }
}
