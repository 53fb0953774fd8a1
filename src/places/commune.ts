/** Communes and former units, written out. */
import type { CommuneKind, Gazetteer, UnitKind } from './gazetteer.ts'
import { fullName } from './words.ts'

/** A phường, xã or đặc khu since 1 July 2025. */
export interface Commune {
  /** The province's id and the code: `thanh-hoa/16078`. */
  readonly id: string
  /** The official code, five digits. */
  readonly code: string
  /** With its kind: "Xã Vạn Lộc". */
  readonly name: string
  readonly kind: CommuneKind
  /** The province's id. */
  readonly province: string
  /** With its kind: "tỉnh Thanh Hóa". */
  readonly provinceName: string
}

/** A unit as it was before 1 July 2025. */
export interface FormerUnit {
  readonly name: string
  readonly district: string
}

/** The commune of an index. */
export function communeAt(gazetteer: Gazetteer, index: number): Commune {
  const { names, communeName, communeKind, communeCode, communeProvince, provinces } = gazetteer
  const kind = String.fromCharCode(communeKind[index] ?? 0) as CommuneKind
  const code = String(communeCode[index] ?? 0).padStart(5, '0')
  const province = provinces[communeProvince[index] ?? 0]
  const name = fullName(kind, names[communeName[index] ?? 0] ?? '')
  const provinceKind = province?.kind === 'c' ? 'thành phố' : 'tỉnh'
  return {
    id: `${province?.id}/${code}`,
    ...{ code, name, kind, province: province?.id ?? '', provinceName: `${provinceKind} ${province?.name}` },
  }
}

/** The former unit of a row, and whether it went to several communes. */
export function unitAt(gazetteer: Gazetteer, row: number): { unit: FormerUnit; isSplit: boolean } {
  const { names, unitName, unitKind, unitDistrict, districts } = gazetteer
  const isSame = (other: number) => unitName[other] === unitName[row] && unitKind[other] === unitKind[row]
  const district = unitDistrict[row] ?? 0
  const from = districts[district]?.firstUnit ?? 0
  const to = districts[district + 1]?.firstUnit ?? unitName.length
  let rows = 0
  for (let other = from; other < to; other++) if (isSame(other)) rows++
  const kind = String.fromCharCode(unitKind[row] ?? 0) as UnitKind
  const { kind: districtKind = 'h', name: districtName = '' } = districts[district] ?? {}
  return {
    unit: {
      name: fullName(kind, names[unitName[row] ?? 0] ?? ''),
      district: fullName(districtKind, districtName),
    },
    isSplit: rows > 1,
  }
}
