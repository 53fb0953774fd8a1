/** Provinces and communes as desks.yaml names them: by id, code, or present name. */
import { fold } from '../../text/fold.ts'
import type { Complaints } from '../complaints.ts'
import type { Commune, PlaceId, PlaceIndex } from '../content.ts'
import { nearest } from '../suggest.ts'
import type { Ref } from '../yaml.ts'

const maxNamed = 5

/** Finds places by what is written; complains of what is unknown or means several, and gives `undefined` then. */
export class DeskPlaces {
  readonly #places: PlaceIndex
  readonly #complaints: Complaints
  /** Communes by their folded names, with their kind and without; made when the first name is looked up. */
  #names: ReadonlyMap<string, readonly Commune[]> | undefined

  constructor(places: PlaceIndex, complaints: Complaints) {
    this.#places = places
    this.#complaints = complaints
  }

  province(written: string, at: Ref): PlaceId | undefined {
    const { all } = this.#places
    if (all.has(written)) return written
    const named = [...all.values()].filter(({ name }) => fold(name) === fold(written))
    if (named[0] !== undefined && named.length === 1) return named[0].id
    const meant = this.#places.find(written).map(({ id }) => id)
    const near = meant.length > 0 ? meant : [nearest(written, all.keys())].filter((one) => one !== undefined)
    const mend = near.length > 0 ? didMean(near) : 'Use the id of a province, e.g. hai-phong.'
    this.#complaints.error('unknown-place', at, `there is no province "${written}"`, mend)
    return undefined
  }

  /** `within`: the province of the folder; without it names are looked for in the whole country. */
  commune(written: string, within: PlaceId | undefined, at: Ref): PlaceId | undefined {
    const found = this.#communes(written, within)
    const [only] = found
    if (only !== undefined && found.length === 1) return only.id
    if (found.length > 1) {
      const mend = `Write one of: ${found.slice(0, maxNamed).map(shown).join('; ')}.`
      const message = `${found.length} communes are called "${written}"`
      this.#complaints.error('ambiguous-place', at, message, mend)
      return undefined
    }
    const where = within === undefined ? '' : ` in ${this.#places.all.get(within)?.name ?? within}`
    const message = `there is no commune "${written}"${where} since 1 July 2025`
    this.#complaints.error('unknown-place', at, message, this.#mend(written, within))
    return undefined
  }

  #communes(written: string, within: PlaceId | undefined): readonly Commune[] {
    const { communes, all } = this.#places
    const code = /^(?:([a-z-]+)\/)?(\d{5})$/.exec(written)
    if (code !== null) {
      const [, province, digits = ''] = code
      const provinces =
        province === undefined ? (within === undefined ? [...all.keys()] : [within]) : [province]
      const found = provinces.map((one) => communes.byId(`${one}/${digits}`))
      return found.filter(
        (one) => one !== undefined && (within === undefined || one.province === within),
      ) as Commune[]
    }
    const [name = '', ...area] = written.split(',').map((part) => part.trim())
    const inProvince = area.length === 0 ? within : this.#places.find(area.join(' ')).map(({ id }) => id)
    const isThere = ({ province }: Commune) =>
      inProvince === undefined ||
      (typeof inProvince === 'string' ? inProvince === province : inProvince.includes(province))
    const named = (this.#byName().get(fold(name)) ?? []).filter(isThere)
    // With its diacritics a name is clear that is not without them.
    const exact = named.filter((one) => same(one.name, name) || same(bare(one.name), name))
    return exact.length > 0 ? exact : named
  }

  #byName(): ReadonlyMap<string, readonly Commune[]> {
    if (this.#names) return this.#names
    const found = new Map<string, Commune[]>()
    for (const province of this.#places.all.keys()) {
      for (const commune of this.#places.communes.of(province)) {
        for (const name of [fold(commune.name), fold(bare(commune.name))]) {
          found.set(name, [...(found.get(name) ?? []), commune])
        }
      }
    }
    this.#names = found
    return found
  }

  /** A former name leads to the present communes; a slip to the nearest name. */
  #mend(written: string, within: PlaceId | undefined): string {
    const isThere = ({ province }: Commune) => within === undefined || province === within
    const former = this.#places.communes
      .find(written, within === undefined ? undefined : this.#places.all.get(within)?.name)
      .places.filter(isThere)
    if (former.length > 0) return didMean(former.slice(0, maxNamed).map(shown))
    const names = [...this.#byName()].filter(([, those]) => those.some(isThere))
    const near = nearest(
      fold(written.split(',')[0] ?? ''),
      names.map(([name]) => name),
    )
    const meant = near === undefined ? [] : (this.#byName().get(near) ?? []).filter(isThere)
    return meant.length > 0
      ? didMean(meant.slice(0, maxNamed).map(shown))
      : 'Write its present name, e.g. "Phường Hồng Bàng", or its code, e.g. "11311".'
  }
}

const didMean = (names: readonly string[]) => `Did you mean ${names.map((one) => `"${one}"`).join(' or ')}?`
const shown = ({ id, name, provinceName }: Commune) => `${id} (${name}, ${provinceName})`
const same = (a: string, b: string) => a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase()
/** "Phường Hồng Bàng" without its kind. */
const bare = (name: string) => name.replace(/^(Phường|Xã|Đặc khu) /u, '')
