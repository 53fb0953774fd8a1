/** The units of Viet Nam, present and former, as compact as the work with them allows. */

/** Letters of communes.txt. */
export type CommuneKind = 'p' | 'x' | 'd'
export type UnitKind = 'p' | 'x' | 't'
export type DistrictKind = 'q' | 'h' | 's' | 'c'
export type ProvinceKind = 'c' | 'n'
export type Kind = CommuneKind | UnitKind | DistrictKind | ProvinceKind

export interface Province {
  /** As in provinces.yaml, e.g. `thanh-hoa`. */
  readonly id: string
  readonly name: string
  readonly kind: ProvinceKind
}

export interface Former {
  readonly name: string
  readonly kind: ProvinceKind
  /** Index of the province it belongs to now. */
  readonly province: number
}

export interface District {
  readonly name: string
  readonly kind: DistrictKind
  /** Index of its former province. */
  readonly former: number
  /** Its units are those from here up to the next district's. */
  readonly firstUnit: number
}

/**
 * All by index, in the order of communes.txt. A former unit that went to several communes stands there once for each.
 * `names` has every name once; units and communes point into it.
 */
export interface Gazetteer {
  readonly names: readonly string[]
  readonly provinces: readonly Province[]
  readonly formers: readonly Former[]
  readonly districts: readonly District[]
  readonly communeName: Uint16Array
  /** A letter's char code. */
  readonly communeKind: Uint8Array
  /** The official code as a number; it has five digits. */
  readonly communeCode: Uint16Array
  readonly communeProvince: Uint8Array
  readonly unitName: Uint16Array
  readonly unitKind: Uint8Array
  readonly unitDistrict: Uint16Array
  readonly unitCommune: Uint16Array
}

/**
 * Reads the text of communes.txt.
 * @throws {Error} When a line names a commune that no line above it declares.
 */
export function parseGazetteer(text: string): Gazetteer {
  const names = new Map<string, number>()
  const nameOf = (name: string) => {
    const known = names.get(name)
    if (known !== undefined) return known
    names.set(name, names.size)
    return names.size - 1
  }
  const provinces: Province[] = []
  const formers: Former[] = []
  const districts: District[] = []
  const byCode = new Map<string, number>()
  const communes: { name: number; kind: number; code: number; province: number }[] = []
  const unit = {
    name: [] as number[],
    kind: [] as number[],
    district: [] as number[],
    commune: [] as number[],
  }
  for (const line of text.split('\n')) {
    const mark = line[0]
    if (mark === undefined || mark === '#') continue
    if (mark === '=') {
      const [, kind = '', id = '', name = ''] = /^=(.)\S+ (\S+) (.+)$/.exec(line) ?? []
      provinces.push({ id, name, kind: kind as ProvinceKind })
    } else if (mark === '<') {
      formers.push({ name: line.slice(2), kind: line[1] as ProvinceKind, province: -1 })
    } else if (mark === '@') {
      const former = formers.length - 1
      districts.push({
        name: line.slice(2),
        kind: line[1] as DistrictKind,
        former,
        firstUnit: unit.name.length,
      })
    } else if (mark >= '0' && mark <= '9') {
      const commune = byCode.get(line.slice(0, 5))
      const owner = communes[commune ?? -1]
      if (commune === undefined || owner === undefined)
        throw new Error(`communes.txt: no commune for "${line}"`)
      const former = formers.at(-1)
      if (former?.province === -1) formers[formers.length - 1] = { ...former, province: owner.province }
      for (const one of line.slice(6).split('|')) {
        unit.name.push(nameOf(one.slice(1)))
        unit.kind.push(one.charCodeAt(0))
        unit.district.push(districts.length - 1)
        unit.commune.push(commune)
      }
    } else {
      const code = line.slice(1, 6)
      byCode.set(code, communes.length)
      const province = provinces.length - 1
      communes.push({ name: nameOf(line.slice(7)), kind: line.charCodeAt(0), code: Number(code), province })
    }
  }
  return {
    names: [...names.keys()],
    provinces,
    formers,
    districts,
    communeName: Uint16Array.from(communes, ({ name }) => name),
    communeKind: Uint8Array.from(communes, ({ kind }) => kind),
    communeCode: Uint16Array.from(communes, ({ code }) => code),
    communeProvince: Uint8Array.from(communes, ({ province }) => province),
    unitName: Uint16Array.from(unit.name),
    unitKind: Uint8Array.from(unit.kind),
    unitDistrict: Uint16Array.from(unit.district),
    unitCommune: Uint16Array.from(unit.commune),
  }
}
