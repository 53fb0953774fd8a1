/** What the names in a text may mean together: a commune, a district, a province; the best explanation first. */
import type { Gazetteer, Kind } from './gazetteer.ts'
import type { Mention } from './mentions.ts'
import type { Level } from './names.ts'

/** One explanation of a text. The more of its words it explains, the higher its score. */
export interface Reading {
  readonly level: Level
  /** Of its level: of a unit's row, a commune, a district, a former or a present province. */
  readonly index: number
  readonly score: number
  /** The names it explains: its own, then its district's and its province's, as far as they were said. */
  readonly uses: readonly Use[]
}

/** A mention taken for one of its holders. */
export interface Use {
  readonly mention: Mention
  readonly level: Level
  readonly index: number
  readonly worth: number
  /** The province is called so only by people, e.g. "Sài Gòn". */
  readonly isAlias: boolean
}

const perToken = 10
const perSlip = 6
const perInitials = 4
const perOtherKind = 1
const perInversion = 2
const maxSlips = 2

/** A gazetteer with what readings look up in it. */
export interface Ties extends Gazetteer {
  /** The rows of units by their commune. */
  unitsOf(commune: number): readonly number[]
}

/** Adds to a gazetteer what readings look up. */
export function tie(gazetteer: Gazetteer): Ties {
  const { unitCommune, communeName } = gazetteer
  const order = Uint16Array.from(unitCommune.keys()).sort(
    (a, b) => (unitCommune[a] ?? 0) - (unitCommune[b] ?? 0) || a - b,
  )
  const first = new Uint16Array(communeName.length + 1)
  for (const commune of unitCommune) first[commune + 1] = (first[commune + 1] ?? 0) + 1
  for (let at = 1; at < first.length; at++) first[at] = (first[at] ?? 0) + (first[at - 1] ?? 0)
  return {
    ...gazetteer,
    unitsOf: (commune) => [...order.subarray(first[commune], first[commune + 1])],
  }
}

/** All explanations, none of them judged yet. */
export function readingsOf(mentions: readonly Mention[], ties: Ties): readonly Reading[] {
  const uses = usesOf(mentions, ties)
  const readings: Reading[] = []
  const add = (level: Level, index: number, chosen: readonly Use[]) => {
    if (chosen.reduce((sum, { mention }) => sum + mention.slips, 0) > maxSlips) return
    const worth = chosen.reduce((sum, one) => sum + one.worth, 0)
    const from = (at: number) => chosen[at]?.mention.from ?? 0
    const inversions = chosen.filter((_, at) => at > 0 && from(at) < from(at - 1)).length
    readings.push({ level, index, score: worth - perInversion * inversions, uses: chosen })
  }
  for (const [unit, own] of uses.unit) {
    const district = ties.unitDistrict[unit] ?? 0
    const around = provinceUses(
      uses,
      ties,
      [district],
      ties.communeProvince[ties.unitCommune[unit] ?? 0] ?? 0,
    )
    for (const chosen of best(own, uses.district.get(district) ?? [], around)) add('unit', unit, chosen)
  }
  for (const [commune, own] of uses.commune) {
    const districts = [...new Set(ties.unitsOf(commune).map((unit) => ties.unitDistrict[unit] ?? 0))]
    const within = districts.flatMap((district) => uses.district.get(district) ?? [])
    const around = provinceUses(uses, ties, districts, ties.communeProvince[commune] ?? 0)
    for (const chosen of best(own, within, around)) add('commune', commune, chosen)
  }
  for (const [district, own] of uses.district) {
    const former = ties.formers[ties.districts[district]?.former ?? -1]
    for (const chosen of best(own, [], provinceUses(uses, ties, [district], former?.province ?? 0))) {
      add('district', district, chosen)
    }
  }
  for (const level of ['former', 'province'] as const) {
    for (const [index, own] of uses[level]) for (const use of own) add(level, index, [use])
  }
  return readings
}

type Uses = Readonly<Record<Level, ReadonlyMap<number, readonly Use[]>>>

function usesOf(mentions: readonly Mention[], ties: Ties): Uses {
  const maps: Record<Level, Map<number, Use[]>> = {
    ...{ commune: new Map(), unit: new Map(), district: new Map(), former: new Map(), province: new Map() },
  }
  for (const mention of mentions) {
    const { said, slips, isInitials, from, to } = mention
    const worth = perToken * (to - from) - perSlip * slips - (isInitials ? perInitials : 0)
    for (const { level, index, isAlias = false } of mention.holders) {
      const fits = kindFits(said, level, kindOf(ties, level, index), isAlias)
      if (fits === 'never') continue
      const use: Use = {
        mention,
        level,
        index,
        worth: worth - (fits === 'other' ? perOtherKind : 0),
        isAlias,
      }
      const list = maps[level].get(index)
      if (list === undefined) maps[level].set(index, [use])
      else list.push(use)
    }
  }
  return maps
}

/** The kind of something as a letter. */
export function kindOf(ties: Gazetteer, level: Level, index: number): Kind | undefined {
  switch (level) {
    case 'commune':
      return String.fromCharCode(ties.communeKind[index] ?? 0) as Kind
    case 'unit':
      return String.fromCharCode(ties.unitKind[index] ?? 0) as Kind
    case 'district':
      return ties.districts[index]?.kind
    case 'former':
      return ties.formers[index]?.kind
    case 'province':
      return ties.provinces[index]?.kind
  }
}

/** Whether a unit may be called by a kind: an xã that became a phường is still called xã, but a huyện is no xã. */
function kindFits(said: Kind | undefined, level: Level, kind: Kind | undefined, isAlias: boolean): Fit {
  if (said === undefined || (said === kind && said !== 'c')) return 'well'
  const isWard = level === 'commune' || level === 'unit'
  switch (said) {
    case 'p':
    case 'x':
    case 't':
      return isWard ? 'other' : 'never'
    case 'q':
    case 's':
      return level === 'district' ? 'other' : 'never'
    case 'h':
      // Islands were districts without wards.
      return level === 'district' || kind === 'd' ? 'other' : 'never'
    case 'c':
      if (level === 'district') return kind === 'c' ? 'well' : 'other'
      if (isWard) return 'never'
      return kind === 'c' || isAlias ? 'well' : 'never'
    case 'n':
      return level === 'former' || level === 'province' ? 'well' : 'never'
    case 'd':
      return 'never'
  }
}
type Fit = 'well' | 'other' | 'never'

function provinceUses(
  uses: Uses,
  ties: Ties,
  districts: readonly number[],
  province: number,
): readonly Use[] {
  const formers = new Set(districts.map((district) => ties.districts[district]?.former ?? -1))
  return [
    ...(uses.province.get(province) ?? []),
    ...[...formers].flatMap((former) => uses.former.get(former) ?? []),
  ]
}

/** For each way a unit itself is named: the district and the province that explain most beside it. */
function best(
  own: readonly Use[],
  districts: readonly Use[],
  provinces: readonly Use[],
): readonly (readonly Use[])[] {
  return own.map((use) => {
    let chosen: readonly Use[] = [use]
    let worth = 0
    for (const district of [undefined, ...districts]) {
      if (district && areOver(use, district)) continue
      for (const province of [undefined, ...provinces]) {
        if (province && (areOver(use, province) || (district && areOver(district, province)))) continue
        const sum = (district?.worth ?? 0) + (province?.worth ?? 0)
        if (sum <= worth) continue
        worth = sum
        chosen = [use, ...(district ? [district] : []), ...(province ? [province] : [])]
      }
    }
    return chosen
  })
}

const areOver = (a: Use, b: Use) => a.mention.from < b.mention.to && b.mention.from < a.mention.to
