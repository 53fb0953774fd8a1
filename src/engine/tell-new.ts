/** What stands between the questions: told once, when it is passed. */
import { Day } from '../calendar/day.ts'
import type { Env, SayStep, Text } from '../content/content.ts'
import { count, type Draft, type Place, sayText, viewOf } from './draft.ts'
import { phrase } from './phrases.ts'
import { render, templateOf, type View } from './render.ts'
import { tellFacts } from './tell.ts'
import { remindTimer } from './timers.ts'
import type { Reply } from './turn.ts'
import { assertNever, type TellingStep, type Walk } from './walk.ts'

/**
 * Tells what stands on the way now and did not before; after a changed answer (`isChanged`) also what reads differently. A
 * reminder that is no longer on the way is taken back.
 */
export function tellNew(
  draft: Draft,
  place: Place,
  before: Walk | undefined,
  after: Walk,
  isChanged: boolean,
): void {
  const was = before?.told ?? []
  const known = isChanged ? 0 : commonLength(was, after.told)
  for (const step of after.told.slice(known)) {
    if (before !== undefined && was.includes(step)) {
      if (!isChanged || isToldAlike(draft, place, step, before, after)) continue
    }
    tell(draft, place, step, after)
  }
  for (const step of was.slice(known)) {
    if (step.type === 'remind' && !after.told.includes(step)) {
      draft.effects.push({ type: 'cancel_timer', name: remindTimer(place.procedure.id, step.id) })
    }
  }
}

/** A new answer changes nothing of what was told on the way to its question. */
function commonLength(was: readonly TellingStep[], is: readonly TellingStep[]): number {
  let length = 0
  while (length < was.length && was[length] === is[length]) length += 1
  return length
}

function isToldAlike(draft: Draft, place: Place, step: TellingStep, before: Walk, after: Walk): boolean {
  const isUntouched =
    step.type === 'say' && step.image === undefined && isReadAlike(draft, step.text, before, after)
  return isUntouched || told(draft, place, step, before) === told(draft, place, step, after)
}

/** Whether all that stands in a text is the same; then it need not be written out to be compared. */
function isReadAlike({ locale }: Draft, text: Text, before: Walk, after: Walk): boolean {
  const isSame = (name: string) => isSameValue(name, before.env, after.env)
  return templateOf(text, locale).every((part) => typeof part === 'string' || part.expr.reads.every(isSame))
}

function isSameValue(name: string, before: Env, after: Env): boolean {
  // Which answer `has()` asks for is not among the names.
  if (name === 'answers') return false
  if (name === 'today') return before.today === after.today
  if (name === 'facts') return before.facts === after.facts
  const [was, is] = [before.get(name), after.get(name)]
  return was instanceof Day && is instanceof Day ? was.number === is.number : was === is
}

/** What a step tells, to be compared with what it told before. */
function told(draft: Draft, place: Place, step: TellingStep, walked: Walk): string {
  const view = viewOf(draft, walked)
  if (step.type === 'answer') return tellFacts(place.procedure, step.facts, view, walked.place).join('\n')
  if (step.type === 'say' && step.image !== undefined) return JSON.stringify(saidBy(step, view))
  const on = step.type === 'remind' ? String(dayOf(step.on.evaluate(walked.env))?.iso) : ''
  return on + render(step.text, view)
}

function tell(draft: Draft, place: Place, step: TellingStep, walked: Walk): void {
  const view = viewOf(draft, walked)
  switch (step.type) {
    case 'say':
      draft.replies.push(...saidBy(step, view))
      break
    case 'answer':
      for (const text of tellFacts(place.procedure, step.facts, view, walked.place)) sayText(draft, text)
      break
    case 'remind': {
      const day = dayOf(step.on.evaluate(walked.env))
      const name = remindTimer(place.procedure.id, step.id)
      if (day === undefined || day.number <= draft.today.number) {
        draft.effects.push({ type: 'cancel_timer', name })
        break
      }
      // The text is written out now for that day: the answers may be gone by then.
      const text = render(step.text, { ...view, today: day, env: view.env.copy(day) })
      draft.effects.push({ type: 'schedule_timer', name, at: day.atVietnamHour(9), payload: { text } })
      break
    }
    case 'handoff':
      sayText(draft, `${render(step.text, view)}\n${contactLine(draft, place, view)}`)
      draft.offers = `script:${step.reason}`
      count(draft, `handoff_step:${step.reason}`)
      break
    default:
      assertNever(step)
  }
}

function saidBy(step: SayStep, view: View): readonly Reply[] {
  const text = render(step.text, view)
  if (step.image === undefined) return text === '' ? [] : [{ text }]
  const { source, alt } = step.image
  return [{ text, image: { source, alt: render(alt, view) } }]
}

function contactLine(draft: Draft, place: Place, view: View): string {
  return phrase(draft.locale, 'person.contact', { contact: render(place.procedure.contact.text, view) })
}

function dayOf(value: unknown): Day | undefined {
  return value instanceof Day ? value : undefined
}
