/** Procedures left halfway: coming back to them. */
import { emptyEnv } from '../content/content.ts'
import { type Draft, offer, placeOf } from './draft.ts'
import { metaChoice } from './meta.ts'
import { phrase } from './phrases.ts'
import { render } from './render.ts'

/** Offers to go on with the procedure left last, when there is one. */
export function offerParked(draft: Draft): void {
  const waiting = draft.parked.map((frame) => placeOf(draft, frame)).find((place) => place !== undefined)
  if (waiting === undefined) return
  const { procedure } = waiting
  const name = render(procedure.short, { locale: draft.locale, today: draft.today, env: emptyEnv })
  const resume = `!resume:${procedure.id}`
  const text = phrase(draft.locale, 'resume.parked', { procedure: name })
  offer(draft, text, [metaChoice(draft, resume), metaChoice(draft, '!menu')], { yes: resume, no: '!menu' })
}
