/** Answers as they are kept, as expressions see them, and as they are shown. */
import { Day } from '../calendar/day.ts'
import type { AskStep, Check, Env, ExprValue, SlotValue, Text } from '../content/content.ts'

/** A kept answer as an expression value; `undefined` when it does not fit the question any more. */
export function exprValueOf(step: AskStep, value: SlotValue): ExprValue | undefined {
  switch (step.slotType) {
    case 'choice':
    case 'phone':
    case 'place':
    case 'text':
      return typeof value === 'string' ? value : undefined
    case 'yes_no':
      return typeof value === 'boolean' ? value : undefined
    case 'number':
      return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined
    case 'date':
      return typeof value === 'string' ? Day.parse(value) : undefined
    case 'ticks':
      return Array.isArray(value) ? value : undefined
    default:
      return undefined
  }
}

/**
 * Whether a kept answer would be taken if it were given now: the option is still there and offered, and every
 * check holds. `env` already has the answer.
 */
export function isStillAllowed(step: AskStep, value: SlotValue, env: Env): boolean {
  if (step.slotType === 'choice') {
    const option = typeof value === 'string' ? step.options.get(value) : undefined
    if (option === undefined) return false
    if (option.when !== undefined && option.when.evaluate(env) !== true) return false
  }
  return step.checks.every((check) => check.expr.evaluate(env) !== false)
}

/** What is said of an answer that breaks a rule of its question; `undefined` when it keeps them all, as far as is known. */
export function brokenCheck(ask: AskStep, value: SlotValue, env: Env): Text | undefined {
  if (ask.checks.length === 0) return undefined
  const given = env.copy()
  given.set(ask.slot, exprValueOf(ask, value))
  return ask.checks.find((check: Check) => check.expr.evaluate(given) === false)?.otherwise
}
