/** All expressions of a script, wherever they stand. */
import type { AskStep, Expr, Script, Step, Text } from '../content/content.ts'

/** Every condition, computed value and placeholder, in no particular order. */
export function expressionsOf(script: Script): readonly Expr[] {
  return script.steps.flatMap((step) => [...step.guards, ...ownExpressions(step)])
}

function ownExpressions(step: Step): readonly Expr[] {
  switch (step.type) {
    case 'ask':
      return askExpressions(step)
    case 'say':
      return [...inText(step.text), ...inText(step.image?.alt)]
    case 'handoff':
      return inText(step.text)
    case 'end':
      return inText(step.text)
    case 'set':
      return [step.value]
    case 'branch':
      return step.cases.map(({ when }) => when)
    case 'remind':
      return [step.on, ...inText(step.text)]
    case 'jump':
    case 'answer':
      return []
  }
}

function askExpressions(step: AskStep): readonly Expr[] {
  const checks = step.checks.flatMap(({ expr, otherwise }) => [expr, ...inText(otherwise)])
  const texts = [step.text, step.label, step.hint, step.why].flatMap(inText)
  const options =
    step.slotType === 'choice'
      ? [...step.options.values()].flatMap(({ label, when }) => [...inText(label), ...(when ? [when] : [])])
      : []
  return [...checks, ...texts, ...options]
}

function inText(text: Text | undefined): readonly Expr[] {
  if (text === undefined) return []
  return [...text.values()].flatMap((template) =>
    template.flatMap((part) => (typeof part === 'string' ? [] : [part.expr])),
  )
}
