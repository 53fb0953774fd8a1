/** What may hold, told case by case. */
import type { Fact, FactValue } from '../content/content.ts'
import { phrase } from './phrases.ts'
import { render, type View } from './render.ts'
import { capital, lowered, valueInWords, withPeriod } from './value-words.ts'

/** One line for each case, one for all of which nothing is known; a remark that all share stands once, below them. */
export function possibleInWords(
  { type }: Fact,
  possible: readonly FactValue[],
  view: View,
): readonly string[] {
  const note = sharedNote(possible, view)
  const unknown = phrase(view.locale, 'fact.unconfirmed')
  const cases: { words: string; conditions: string[] }[] = []
  for (const one of possible) {
    const words = valueInWords(type, note === undefined ? one : withoutNote(one), view)
    const condition = one.condition === undefined ? '' : render(one.condition, view)
    const same = words === unknown ? cases.find((other) => other.words === words) : undefined
    if (same === undefined) cases.push({ words, conditions: [condition] })
    else same.conditions.push(lowered(condition))
  }
  const lines = cases.map(({ words, conditions }) =>
    withPeriod(phrase(view.locale, 'fact.possible', { condition: conditions.join('; '), value: words })),
  )
  return note === undefined ? lines : [...lines, withPeriod(capital(note))]
}

/** A remark that makes a doubt needless stays with its value. */
function sharedNote(possible: readonly FactValue[], view: View): string | undefined {
  const notes = new Set(possible.map(({ note }) => (note === undefined ? undefined : render(note, view))))
  const [note] = notes
  if (possible.length < 2 || notes.size > 1 || note === undefined) return undefined
  return note.includes(phrase(view.locale, 'fact.doubt_word')) ? undefined : note
}

function withoutNote({ note: _, ...value }: FactValue): FactValue {
  return value
}
