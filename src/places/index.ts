/** Communes by the names people use, former ones included; read from communes.txt when first needed. */
import { readFileSync } from 'node:fs'
import { type Commune, communeAt } from './commune.ts'
import { type FoundCommunes, findCommunes } from './find.ts'
import { parseGazetteer } from './gazetteer.ts'
import { type Aliases, indexNames } from './names.ts'
import { tie } from './readings.ts'

export type { Commune, FormerUnit } from './commune.ts'
export { type FoundCommune, type FoundCommunes, maxChoices } from './find.ts'

export interface CommuneIndex {
  /** What a text means; `within` as an earlier result gave it. Never throws. */
  find(text: string, within?: string): FoundCommunes
  /** The commune of an id such as `thanh-hoa/16078`. */
  byId(id: string): Commune | undefined
  /** The communes of a province, by its id, in the order of their codes. */
  of(province: string): readonly Commune[]
}

/** Makes the index of the text of communes.txt. `aliases`: other names of provinces, by their ids. */
export function communeIndex(text: string, aliases: Aliases): CommuneIndex {
  const ties = tie(parseGazetteer(text))
  const data = { ties, names: indexNames(ties, aliases) }
  return {
    find: (words, within) => findCommunes(data, words, within),
    byId(id) {
      const index = ties.communeCode.indexOf(Number(id.slice(id.indexOf('/') + 1)))
      const commune = index < 0 ? undefined : communeAt(ties, index)
      return commune?.id === id ? commune : undefined
    },
    of: (province) =>
      [...ties.communeCode.keys()]
        .map((commune) => communeAt(ties, commune))
        .filter((commune) => commune.province === province),
  }
}

/** The index, made when it is first used: a service whose questions take provinces never needs it. */
export function lazyCommunes(aliases: Aliases): CommuneIndex {
  let made: CommuneIndex | undefined
  const index = () => {
    made ??= communeIndex(readFileSync(new URL('communes.txt', import.meta.url), 'utf8'), aliases)
    return made
  }
  return {
    find: (text, within) => index().find(text, within),
    byId: (id) => index().byId(id),
    of: (province) => index().of(province),
  }
}
