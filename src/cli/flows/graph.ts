import type { Procedure, Script, Step, Text } from '../../content/content.ts'
import type { Command } from './command.ts'
import { loadFor, procedureFor } from './load.ts'

/** Draws a script. */
export const graph: Command = {
  usage: 'graph ID [--all]',
  summary: 'draw a script as a Mermaid flowchart (--all: with what is merely said or computed)',

  async run(desk, args) {
    const content = await loadFor(desk)
    if (content === undefined) return 1
    const procedure = procedureFor(
      desk,
      content,
      args.find((arg) => !arg.startsWith('-')),
    )
    if (procedure === undefined) return 2
    if (procedure.script === undefined) {
      desk.complain(`${procedure.id} has no script.`)
      return 1
    }
    desk.print(drawScript(procedure, procedure.script, args.includes('--all')))
    return 0
  },
}

const maxLabelChars = 90
const bottom = 'bottom'

/**
 * A script as a Mermaid flowchart: questions, branches with their conditions, answers, reminders, handoffs, ends.
 * @param isComplete also shows what is merely said or computed
 */
export function drawScript(procedure: Procedure, script: Script, isComplete: boolean): string {
  const isShown = (step: Step) => isComplete || (step.type !== 'say' && step.type !== 'set')
  /** Where the script really goes on at an index: past jumps and what is not drawn. */
  const nodeAt = (index: number): string => {
    const step = script.steps[index]
    if (step === undefined) return bottom
    if (step.type === 'jump') return nodeAt(step.target)
    return isShown(step) ? nodeOf(step) : nodeAt(index + 1)
  }
  const lines = ['flowchart TD', `  start([${quoted(plain(procedure.short))}]) --> ${nodeAt(0)}`]
  for (const step of script.steps) {
    if (step.type === 'jump' || !isShown(step)) continue
    lines.push(`  ${nodeOf(step)}${shapeOf(step)}`, ...edgesOf(step, nodeAt))
  }
  if (lines.some((line) => line.endsWith(` ${bottom}`))) lines.push(`  ${bottom}([${quoted('(end)')}])`)
  return lines.join('\n')
}

function edgesOf(step: Step, nodeAt: (index: number) => string): readonly string[] {
  const node = nodeOf(step)
  if (step.type === 'branch') {
    const cases = step.cases.map(
      ({ when, target }) => `  ${node} -->|${quoted(when.source)}| ${nodeAt(target)}`,
    )
    return [...cases, `  ${node} -->|${quoted('else')}| ${nodeAt(step.otherwise)}`]
  }
  const next = nodeAt(step.index + 1)
  if (step.type !== 'end') return [`  ${node} --> ${next}`]
  return step.guards.length === 0 ? [] : [`  ${node} -.->|${quoted('else')}| ${next}`]
}

/** A node's id; no step's id alone, since Mermaid keeps words such as "end" for itself. */
function nodeOf(step: Step): string {
  return `s_${step.id.replaceAll(/\W/g, '_')}_${step.index}`
}

function shapeOf(step: Step): string {
  const guard = step.guards.map((one) => `\n[${one.source}]`).join('')
  const label = quoted(`${wordsOf(step)}${guard}`)
  switch (step.type) {
    case 'ask':
      return `[/${label}/]`
    case 'branch':
      return `{${label}}`
    case 'answer':
      return `[[${label}]]`
    case 'handoff':
      return `{{${label}}}`
    case 'end':
      return `([${label}])`
    default:
      return `[${label}]`
  }
}

function wordsOf(step: Step): string {
  switch (step.type) {
    case 'ask':
      return `${step.id} (${step.slotType})\n${plain(step.text)}`
    case 'say':
      return plain(step.text)
    case 'branch':
      return `${step.id}?`
    case 'set':
      return `${step.id} = ${step.value.source}`
    case 'answer':
      return `${step.id}: ${step.facts.join(', ')}`
    case 'remind':
      return `${step.id}: ${step.on.source}\n${plain(step.text)}`
    case 'handoff':
      return `${step.id} (${step.reason})\n${plain(step.text)}`
    case 'end':
      return step.text === undefined ? step.id : plain(step.text)
    case 'jump':
      return step.id
    default:
      return step satisfies never
  }
}

/** A text in Vietnamese with its placeholders as they are written. */
function plain(text: Text): string {
  const parts = text.get('vi') ?? []
  return parts
    .map((part) => (typeof part === 'string' ? part : `{${part.expr.source}}`))
    .join('')
    .trim()
}

/** A label in quotes: cut to a readable length, with everything Mermaid would read as its own written as a code. */
function quoted(text: string): string {
  const lines = text.split('\n').map((line) => {
    const cut = line.length > maxLabelChars ? `${line.slice(0, maxLabelChars - 1).trimEnd()}…` : line
    // A number or dash at the start would be read as a Markdown list.
    return cut
      .replaceAll(/[#&"<>`*\\]/g, (sign) => `#${sign.charCodeAt(0)};`)
      .replace(/^(\d+)\. /, '$1#46; ')
      .replace(/^([-+]) /, (_, sign: string) => `#${sign.charCodeAt(0)}; `)
  })
  return `"${lines.filter((line) => line !== '').join('<br/>')}"`
}
