import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compilePlaces } from '../../src/cli/places/compile.ts'
import { readTables } from '../../src/cli/places/tables.ts'
import { parseGazetteer } from '../../src/places/gazetteer.ts'

const text = readFileSync('src/places/communes.txt', 'utf8')
const tables = readTables()

test('communes.txt is what node src/cli/places.ts makes', () => expect(text).toBe(compilePlaces(tables)))

test('the order of the tables does not matter', () => {
  const { provinces, wards, ward_mappings } = tables
  const reversed = {
    provinces: provinces.toReversed(),
    wards: wards.toReversed(),
    ward_mappings: ward_mappings.toReversed(),
  }
  expect(compilePlaces(reversed) === text).toBe(true)
})

describe('what is in it', () => {
  const gazetteer = parseGazetteer(text)
  const { provinces, formers, districts, communeName, communeCode, unitCommune, unitName } = gazetteer

  test('all units, as decision 090 counts them', () => {
    expect(provinces.length).toBe(34)
    expect(formers.length).toBe(63)
    expect(communeName.length).toBe(3321)
    expect(new Set(communeCode).size).toBe(3321)
    expect(districts.length).toBe(697)
    expect(unitName.length).toBe(10832)
    // Xã Ia Mơ and the five islands that had no wards.
    expect(3321 - new Set(unitCommune).size).toBe(6)
  })

  test('the provinces have the ids of provinces.yaml', () => {
    const file = readFileSync('flows/places/provinces.yaml', 'utf8')
    for (const { id } of provinces) expect(file).toContain(`\n  ${id}: `)
  })

  test('every former province went to one province as a whole', () => {
    for (const [unit, commune] of unitCommune.entries()) {
      const district = districts[gazetteer.unitDistrict[unit] ?? -1]
      const former = formers[district?.former ?? -1]
      expect(former?.province).toBe(gazetteer.communeProvince[commune])
    }
  })

  test('is normalised and has no stray spaces', () => {
    expect(text).toBe(text.normalize('NFC'))
    expect(text).not.toMatch(/ {2}| \n|\r/)
  })

  test('an unknown commune is named', () => {
    expect(() => parseGazetteer('=c01 ha-noi Hà Nội\n<cHà Nội\n@qBa Đình\n00001 pX\n')).toThrow('00001')
    const row = {
      ...tables.ward_mappings[0],
      new_ward_name: 'Xã Không Có',
    } as (typeof tables.ward_mappings)[0]
    expect(() => compilePlaces({ ...tables, ward_mappings: [row] })).toThrow('Xã Không Có')
  })
})
