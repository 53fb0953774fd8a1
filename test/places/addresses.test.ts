import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { buildPlaceIndex } from '../../src/content/places.ts'
import { provincesFile } from '../../src/content/schema/others.ts'
import { oldAddresses, randomFrom, sample, withoutMarks, writings, written } from './addresses.ts'

const { communes } = buildPlaceIndex(
  provincesFile.parse(load(readFileSync('flows/places/provinces.yaml', 'utf8'))),
)
const all = oldAddresses()
const count = 500
const bareProvince = (name: string) => name.replace(/^(tỉnh|thành phố) /, '')

describe.each(writings)('500 old addresses, %s', (writing) => {
  test.each([
    ['with diacritics', (text: string) => text],
    ['without', withoutMarks],
  ])('%s lead to the commune or to a choice with it', (_name, typed) => {
    const random = randomFrom(2025)
    const missed = sample(all, count, random).flatMap((address) => {
      const text = typed(written(address, writing, random))
      const found = communes.find(text).places.map((one) => `${one.name}, ${bareProvince(one.provinceName)}`)
      return address.communes.some((commune) => found.includes(commune))
        ? []
        : [`${text}: ${found.join(' | ')}`]
    })
    expect(missed.length, missed.slice(0, 10).join('\n')).toBeLessThanOrEqual(count / 100)
  })
})

test('every unit that was split leads to all the communes it went to', () => {
  const split = all.filter((address) => address.communes.length > 1)
  expect(split.length).toBeGreaterThan(20)
  for (const address of split) {
    const { places } = communes.find(written(address, 'full', () => 0))
    const found = places.map((one) => `${one.name}, ${bareProvince(one.provinceName)}`)
    expect(found.sort(), address.ward).toEqual([...address.communes].sort())
    expect(places.every(({ isSplit }) => isSplit)).toBe(true)
  }
})
