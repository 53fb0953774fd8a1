/** Old addresses as people write them, made from the package's former units. */
import { readTables } from '../../src/cli/places/tables.ts'
import { fold } from '../../src/text/fold.ts'

export interface OldAddress {
  readonly ward: string
  readonly district: string
  readonly province: string
  /** "Xã Vạn Lộc, Thanh Hóa" of every commune it went to. */
  readonly communes: readonly string[]
}

const bare = (name: string) => name.replace(/^(Tỉnh|Thành phố) /, '')

/** Every former unit with what the package says became of it. */
export function oldAddresses(): readonly OldAddress[] {
  const found = new Map<string, OldAddress>()
  for (const row of readTables().ward_mappings) {
    const { old_ward_name: ward, old_district_name: district, old_province_name: province } = row
    if (!ward || !district || !province) continue
    const key = `${ward}|${district}|${province}`
    const communes = found.get(key)?.communes ?? []
    const commune = `${row.new_ward_name}, ${bare(row.new_province_name)}`.normalize('NFC')
    found.set(key, { ward, district, province, communes: [...new Set([...communes, commune])] })
  }
  return [...found.values()]
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** So many of a list, each at most once. */
export function sample<T>(list: readonly T[], count: number, random: () => number): readonly T[] {
  const rest = [...list]
  return Array.from({ length: Math.min(count, rest.length) }, () => {
    const [one] = rest.splice(Math.floor(random() * rest.length), 1)
    return one as T
  })
}

const short: Readonly<Record<string, readonly string[]>> = {
  Phường: ['P. ', 'p', 'P.', 'f. '],
  Xã: ['X. ', 'x. ', 'x '],
  'Thị trấn': ['TT ', 'tt. ', 'TT. '],
  Quận: ['Q. ', 'q', 'Q.'],
  Huyện: ['H. ', 'h. ', 'h '],
  'Thị xã': ['TX ', 'tx. ', 'TX. '],
  'Thành phố': ['TP ', 'tp. ', 'TP. ', 'tp '],
  Tỉnh: ['', 'T. ', 'tỉnh '],
}
const kindAndName = /^(Phường|Xã|Thị trấn|Quận|Huyện|Thị xã|Thành phố|Tỉnh) (.+)$/

/** A part of an address with its kind abbreviated: "h. Hậu Lộc", "p14". */
function abbreviated(part: string, random: () => number): string {
  const [, kind = '', name = ''] = kindAndName.exec(part) ?? []
  const forms = short[kind] ?? ['']
  const form = forms[Math.floor(random() * forms.length)] ?? ''
  const isNumber = /^\d/.test(name)
  return `${isNumber || form.endsWith(' ') || form.endsWith('.') ? form : `${form} `}${name}`
}

/** Without its kind, unless it is a number. */
const nameOnly = (part: string) =>
  part.replace(/^(Phường|Xã|Thị trấn|Quận|Huyện|Thị xã|Thành phố|Tỉnh) (?!\d)/, '')

const letters = 'abcdeghiklmnoprstuvxy'

/** One slip in the name of a part: a letter dropped, doubled, replaced or swapped with the next. Numbers stay. */
function slipped(part: string, random: () => number): string {
  const [, kind = '', name = ''] = kindAndName.exec(part) ?? []
  if (/\d/.test(name) || name.length < 5) return part
  const at = 1 + Math.floor(random() * (name.length - 2))
  const [before, letter, after] = [name.slice(0, at), name[at] ?? '', name.slice(at + 1)]
  const other = letters[Math.floor(random() * letters.length)] ?? 'a'
  const made = [
    before + after,
    before + letter + letter + after,
    before + other + after,
    before + (after[0] ?? '') + letter + after.slice(1),
  ]
  return `${kind} ${made[Math.floor(random() * made.length)]}`
}

export const writings = [
  'full',
  'abbreviated',
  'without province',
  'reversed',
  'names only',
  'ward and province',
  'in a sentence',
  'slip',
] as const
export type Writing = (typeof writings)[number]

/** An address as somebody may write it. */
export function written(address: OldAddress, writing: Writing, random: () => number): string {
  const parts = [address.ward, address.district, address.province]
  switch (writing) {
    case 'full':
      return parts.join(', ')
    case 'abbreviated':
      return parts.map((part) => abbreviated(part, random)).join(random() < 0.5 ? ', ' : ' ')
    case 'without province':
      return `${address.ward} ${address.district}`
    case 'names only':
      return parts.map(nameOnly).join(' ')
    case 'ward and province':
      return `${address.ward}, ${nameOnly(address.province)}`
    case 'reversed':
      return parts.toReversed().join(' - ')
    case 'in a sentence':
      return `dạ nhà em ở ${parts.map((part) => abbreviated(part, random)).join(', ')} ạ`
    case 'slip': {
      const which = Math.floor(random() * 3)
      return parts.map((part, at) => (at === which ? slipped(part, random) : part)).join(', ')
    }
  }
}

/** As typed on a keyboard without Vietnamese, commas kept. */
export const withoutMarks = (text: string) => text.split(', ').map(fold).join(', ')
