import type { PlaceAsk } from '../../content/content.ts'
import { fold } from '../../text/fold.ts'
import { type AskType, choiceId, miss } from './ask-type.ts'

/**
 * Asks for a province, and keeps its id. Present and former names are understood; a name that fits several is
 * asked back. Never throws.
 */
export const place: AskType<PlaceAsk> = {
  // Without a single place that knows where it lies, a position handed over could not be read.
  show: (_step, { content }) =>
    [...content.places.all.values()].some(({ location }) => location !== undefined)
      ? { wants: 'location' }
      : {},

  read(step, text, view) {
    const found = view.content.places.find(text)
    const [first] = found
    if (first === undefined) return miss
    if (found.length === 1) {
      const isExact = fold(text).split(' ').length <= fold(first.name).split(' ').length + 2
      return { type: 'value', value: first.id, isExact }
    }
    const choices = found.map(({ id, name }) => ({ id: choiceId(step, id), label: name }))
    return { type: 'unclear', key: 'unclear.place', choices }
  },

  tap: (_step, option, view) => view.content.places.all.get(option)?.id,

  words(_step, value, view) {
    return (typeof value === 'string' ? view.content.places.all.get(value)?.name : undefined) ?? String(value)
  },
}
