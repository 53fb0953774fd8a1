/** Reads a commune, and says what became of the one that was named. */
import type { FoundCommune, Locale, PlaceAsk } from '../../content/content.ts'
import { phrase } from '../phrases.ts'
import { type AskView, choiceId, miss, type ReadResult, type Said } from './ask-type.ts'

/** One commune is taken, a few are offered, of many the name or the area is asked for. Never throws. */
export function readCommune(
  step: Pick<PlaceAsk, 'id'>,
  text: string,
  view: Pick<AskView, 'content' | 'locale' | 'within'>,
): ReadResult {
  const { places, isExact, narrow, within } = view.content.places.communes.find(text, view.within)
  const [first, ...others] = places
  if (first !== undefined && others.length === 0) {
    return { type: 'value', value: first.id, isExact, note: noteOn(first) }
  }
  if (within === undefined) return miss
  const unclear = { type: 'unclear', values: { place: within }, within } as const
  if (narrow !== undefined) return { ...unclear, key: `commune.ask_${narrow}`, choices: [] }
  const choices = places.map((one) => ({
    id: choiceId(step, one.id),
    label: labelOf(one, places, view.locale),
  }))
  const isSplit = places.every((one) => one.isSplit && one.was?.district === first?.was?.district)
  return { ...unclear, key: isSplit ? 'commune.split' : 'commune.choose', choices }
}

/** What was understood: a name is shared by many, and a former one leads elsewhere. */
export function noteOn(
  { name, provinceName, was }: FoundCommune,
  plainly: 'commune.is' | 'commune.here' | 'commune.now' = 'commune.is',
): Required<Said> {
  const place = { name: lowerFirst(name), province: provinceName }
  if (was === undefined) return { key: plainly, values: place }
  return { key: 'commune.was', values: { ...place, was: was.name, district: lowerFirst(was.district) } }
}

/** The province and the former district are said where they tell the choices apart. */
function labelOf(
  { name, provinceName, was }: FoundCommune,
  all: readonly FoundCommune[],
  locale: Locale,
): string {
  const differ = (of: (one: FoundCommune) => string | undefined) => new Set(all.map(of)).size > 1
  const label = differ((one) => one.provinceName) ? `${name}, ${provinceName}` : name
  if (was === undefined || !differ((one) => one.was?.district)) return label
  return phrase(locale, 'commune.formerly', {
    name: label,
    was: lowerFirst(was.name),
    district: lowerFirst(was.district),
  })
}

export const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1)
