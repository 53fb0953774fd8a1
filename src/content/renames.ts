/** Questions that were renamed without saying so (`was`), found by comparing two versions of a script. */
import type { AskStep, Content, Script, StepId, Template, Text } from './content.ts'

/** A question that an edit seems to have renamed. */
export interface Rename {
  readonly procedure: string
  readonly from: StepId
  readonly to: StepId
}

export interface Renamed {
  readonly content: Content
  readonly renames: readonly Rename[]
}

/**
 * A question of `before` that is gone from `after`, while exactly one new question asks the same in the same words,
 * was renamed: answers kept under the old id move over. Anything less sure is left alone.
 */
export function keepRenamed(before: Content, after: Content): Renamed {
  const renames: Rename[] = []
  const procedures = new Map(after.procedures)
  for (const [id, procedure] of after.procedures) {
    const earlier = before.procedures.get(id)?.script
    if (procedure.script === undefined || earlier === undefined) continue
    const found = findRenames(earlier, procedure.script)
    const inherited = [...earlier.renamed].filter(([, to]) => found.has(to) || asks(procedure.script, to))
    const renamed = new Map([
      ...inherited.map(([from, to]) => [from, found.get(to) ?? to] as const),
      ...found,
      ...procedure.script.renamed,
    ])
    for (const [from, to] of found) renames.push({ procedure: id, from, to })
    for (const step of procedure.script.steps) renamed.delete(step.id)
    procedures.set(id, { ...procedure, script: { ...procedure.script, renamed } })
  }
  return { content: { ...after, procedures }, renames }
}

function asks(script: Script | undefined, id: StepId): boolean {
  return script?.byId.get(id)?.type === 'ask'
}

function findRenames(before: Script, after: Script): ReadonlyMap<StepId, StepId> {
  const gone = asksOf(before).filter((ask) => !asks(after, ask.id) && !after.renamed.has(ask.id))
  const added = asksOf(after).filter((ask) => !asks(before, ask.id))
  const found = new Map<StepId, StepId>()
  for (const ask of gone) {
    const same = added.filter((one) => likeness(one) === likeness(ask))
    const twins = gone.filter((one) => likeness(one) === likeness(ask))
    const [only] = same
    if (only !== undefined && same.length === 1 && twins.length === 1) found.set(ask.id, only.id)
  }
  return found
}

function asksOf(script: Script): readonly AskStep[] {
  return script.steps.filter((step) => step.type === 'ask')
}

/** What a citizen sees of a question, as one text to compare. */
function likeness(ask: AskStep): string {
  const options =
    ask.slotType === 'choice' ? [...ask.options].map(([id, option]) => [id, writtenText(option.label)]) : []
  return JSON.stringify([ask.slotType, writtenText(ask.text), options])
}

function writtenText(text: Text): string {
  return writtenTemplate(text.get('vi') ?? [])
}

function writtenTemplate(template: Template): string {
  return template
    .map((part) => (typeof part === 'string' ? part : `{{ ${part.expr.source} | ${part.format} }}`))
    .join('')
}
