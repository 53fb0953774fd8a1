/** Begins a procedure that was asked for. */
import { emptyEnv, type ProcedureId } from '../content/content.ts'
import { count, type Draft, here, park, say, sayText, unpark } from './draft.ts'
import { notedAsks, noteHeard, sayHeard } from './foreheard.ts'
import { tellStraight } from './free-answer.ts'
import { showMenu } from './menu.ts'
import { phrase } from './phrases.ts'
import { render } from './render.ts'
import { askAgain, settle } from './script-turn.ts'
import type { Frame } from './turn.ts'

/**
 * Starts a procedure, or goes on with it where it was left. What its questions hear in `words`, with which it was asked
 * for, and in what was asked about it right before, is not asked again.
 */
export function startProcedure(draft: Draft, id: ProcedureId, words = ''): void {
  const procedure = draft.content.procedures.get(id)
  if (procedure === undefined) return showMenu(draft, 'menu.text')
  const { script, guide } = procedure
  const view = { locale: draft.locale, today: draft.today, env: emptyEnv }
  const name = render(procedure.short, view)
  if (script === undefined && guide !== undefined) return startProcedure(draft, guide, words)
  if (script === undefined)
    return tellStraight(draft, procedure, { topics: ['overview'], part: 0, words: '' })
  if (draft.frame?.procedure === id && draft.frame.at !== null) {
    const place = here(draft)
    if (place !== undefined) return askAgain(draft, place, phrase(draft.locale, 'flow.led_back'))
  }
  const before = heardBefore(draft, id)
  park(draft)
  const waiting = unpark(draft, id)
  draft.misses = 0
  if (waiting !== undefined) {
    draft.frame = waiting
    return askAgain(
      draft,
      { frame: waiting, procedure, script },
      phrase(draft.locale, 'start.text_back', { procedure: name }),
    )
  }
  if (procedure.opening === undefined) say(draft, 'start.text', { procedure: name })
  else sayText(draft, render(procedure.opening, view))
  count(draft, `started:${id}`)
  const frame: Frame = { procedure: id, at: null, slots: {}, ...before }
  const { place } = noteHeard(draft, { frame, procedure, script }, words)
  sayHeard(draft, place, notedAsks(place))
  settle(draft, place, undefined, false)
}

/** What a question asked right before told of a script that has not been begun. */
function heardBefore({ frame, content }: Draft, id: ProcedureId): Pick<Frame, 'heard'> {
  if (frame?.heard === undefined || frame.at !== null) return {}
  const isAboutIt = frame.procedure === id || content.procedures.get(frame.procedure)?.guide === id
  return isAboutIt ? { heard: frame.heard } : {}
}
