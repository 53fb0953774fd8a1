import type { DocumentItem, TicksAsk } from '../../content/content.ts'
import { pickSeveral } from '../../text/options.ts'
import { findFact, holdsNow } from '../facts.ts'
import { phrase } from '../phrases.ts'
import { render } from '../render.ts'
import { type AskType, type AskView, choiceId, miss } from './ask-type.ts'

/** The option that finishes a tick-list. */
export const doneOption = '#done'

/**
 * Shows the papers of a fact, to tick off over as many turns as it takes; keeps the ids ticked at the end. Takes
 * taps, numbers and names. Papers whose condition is false are left out. Never throws.
 */
export const ticks: AskType<TicksAsk> = {
  show(step, view) {
    const items = papersOf(step, view)
    if (items.length === 0) return { answeredBy: [] }
    const shown = items.map((item) => ({
      id: item.id,
      label: render(item.name, view),
      ...(item.note === undefined ? {} : { note: render(item.note, view) }),
      isTicked: view.ticked.includes(item.id),
    }))
    return {
      ticks: shown,
      choices: [
        ...shown.map(({ id, label }) => ({ id: choiceId(step, id), label })),
        { id: choiceId(step, doneOption), label: phrase(view.locale, 'ticks.done') },
      ],
    }
  },

  read(step, text, view) {
    // "Finished" is the last number of the list, as channels without buttons count it.
    const items = [...papersOf(step, view), { id: doneOption }]
    const ids = pickSeveral(text, items, { padding: view.locale.padding })
    return ids === undefined ? miss : { type: 'ticked', ids }
  },

  tap: () => undefined,

  words(step, value, view) {
    const ticked = Array.isArray(value) ? value : []
    const papers = papersOf(step, view)
    const have = papers.filter(({ id }) => ticked.includes(id)).length
    return have === 0
      ? phrase(view.locale, 'ticks.nothing')
      : phrase(view.locale, 'ticks.have', { done: have, all: papers.length })
  },
}

/** The papers on the list for this citizen, as far as it is known. */
export function papersOf(step: TicksAsk, view: AskView): readonly DocumentItem[] {
  const fact = view.procedure.facts.get(step.fact)
  if (fact === undefined) return []
  const { value, possible } = findFact(fact, view.env, view.today, view.place)
  const found = (value ?? possible[0])?.value
  if (!Array.isArray(found)) return []
  return found.filter(
    (item): item is DocumentItem =>
      !(item instanceof Map) && (item.when === undefined || holdsNow(item.when, view.env) !== false),
  )
}
