import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { buildPlaceIndex } from '../../src/content/places.ts'
import { provincesFile } from '../../src/content/schema/others.ts'
import { type FoundCommune, maxChoices } from '../../src/places/index.ts'

const { communes } = buildPlaceIndex(
  provincesFile.parse(load(readFileSync('flows/places/provinces.yaml', 'utf8'))),
)
const written = ({ name, provinceName }: FoundCommune) => `${name}, ${provinceName}`
/** The communes, or what is asked for. */
const find = (text: string, within?: string) => {
  const found = communes.find(text, within)
  const ask = found.narrow === undefined ? '' : `${found.narrow}? ${found.within}`
  return ask || found.places.map(written).join(' | ')
}

describe('one commune', () => {
  test.each([
    ['xã Minh Lộc huyện Hậu Lộc', 'Xã Vạn Lộc, tỉnh Thanh Hóa'],
    ['xa minh loc huyen hau loc', 'Xã Vạn Lộc, tỉnh Thanh Hóa'],
    ['minh loc hau loc', 'Xã Vạn Lộc, tỉnh Thanh Hóa'],
    ['Hậu Lộc, Minh Lộc', 'Xã Vạn Lộc, tỉnh Thanh Hóa'],
    ['MINH LỘC - HẬU LỘC - THANH HÓA', 'Xã Vạn Lộc, tỉnh Thanh Hóa'],
    ['minhloc hauloc', 'Xã Vạn Lộc, tỉnh Thanh Hóa'],
    ['x. Minh Lộc, h. Hậu Lộc, t. Thanh Hoá', 'Xã Vạn Lộc, tỉnh Thanh Hóa'],
    ['xã Minh Lộc huyện Hậu Lộcc', 'Xã Vạn Lộc, tỉnh Thanh Hóa'],
    ['xã Mnih Lộc huyện Hậu Lộc', 'Xã Vạn Lộc, tỉnh Thanh Hóa'],
    ['dạ nhà em ở xã Minh Lộc, Hậu Lộc cũ ạ', 'Xã Vạn Lộc, tỉnh Thanh Hóa'],
    ['thôn 3 xã Minh Lộc huyện Hậu Lộc tỉnh Thanh Hóa', 'Xã Vạn Lộc, tỉnh Thanh Hóa'],
    ['phường 14 gò vấp', 'Phường An Hội Tây, thành phố Hồ Chí Minh'],
    ['p14 q gv', 'Phường An Hội Tây, thành phố Hồ Chí Minh'],
    ['P.14, Q.Gò Vấp, TP.HCM', 'Phường An Hội Tây, thành phố Hồ Chí Minh'],
    ['f14 go vap sai gon', 'Phường An Hội Tây, thành phố Hồ Chí Minh'],
    ['phường 05 quận 10', 'Phường Diên Hồng, thành phố Hồ Chí Minh'],
    ['số 12 đường Nguyễn Trãi, phường 7, quận 5', 'Phường An Đông, thành phố Hồ Chí Minh'],
    ['Phường 1 Thành phố Vũng Tàu', 'Phường Vũng Tàu, thành phố Hồ Chí Minh'],
    ['phường IV Vị Thanh', 'Phường Vị Tân, thành phố Cần Thơ'],
    ['phường 4 Vị Thanh', 'Phường Vị Tân, thành phố Cần Thơ'],
    ['tt sìn hồ lai châu', 'Xã Sìn Hồ, tỉnh Lai Châu'],
    ['thi tran sin ho', 'Xã Sìn Hồ, tỉnh Lai Châu'],
    ['vi da', 'Phường Vỹ Dạ, thành phố Huế'],
    ['huyện côn đảo', 'Đặc khu Côn Đảo, thành phố Hồ Chí Minh'],
    ['xã ia mơ', 'Xã Ia Mơ, tỉnh Gia Lai'],
    ["xã Cư M'gar", 'Xã Cư M’gar, tỉnh Đắk Lắk'],
    ['Hoằng Phượng Hoằng Hóa', 'Xã Hoằng Giang, tỉnh Thanh Hóa'],
    ['hoang phuong hoang hoa', 'Xã Hoằng Giang, tỉnh Thanh Hóa'],
    ['phường sài gòn', 'Phường Sài Gòn, thành phố Hồ Chí Minh'],
  ])('"%s"', (text, commune) => expect(find(text)).toBe(commune))

  test('tells what was named and where it lay, and only when it is called otherwise now', () => {
    expect(communes.find('xã Minh Lộc, Hậu Lộc').places[0]).toEqual({
      id: 'thanh-hoa/16078',
      code: '16078',
      name: 'Xã Vạn Lộc',
      kind: 'x',
      province: 'thanh-hoa',
      provinceName: 'tỉnh Thanh Hóa',
      was: { name: 'Xã Minh Lộc', district: 'Huyện Hậu Lộc' },
      isSplit: false,
    })
    expect(communes.find('xã Vạn Lộc, Thanh Hóa').places[0]).not.toHaveProperty('was')
  })

  test('a place in a question is found, and the question is not all taken for a place', () => {
    const found = communes.find('làm khai sinh ở xã minh lộc huyện hậu lộc cần giấy gì')
    expect(found.places.map(written)).toEqual(['Xã Vạn Lộc, tỉnh Thanh Hóa'])
    expect(found.isExact).toBe(false)
    expect(communes.find('em ở xã minh lộc huyện hậu lộc ạ').isExact).toBe(true)
  })
})

describe('a short choice', () => {
  test.each([
    ['tx phúc yên vĩnh phúc', 'Phường Phúc Yên, tỉnh Phú Thọ | Phường Xuân Hòa, tỉnh Phú Thọ'],
    ['q1', ['Tân Định', 'Sài Gòn', 'Bến Thành', 'Cầu Ông Lãnh']],
    ['Quận 3, TP.HCM', ['Xuân Hòa', 'Nhiêu Lộc', 'Bàn Cờ']],
    ['phuong 4 vinh long', ['An Hội', 'Long Đức', 'Phước Hậu']],
    ['phường 13 gò vấp', ['An Hội Đông', 'An Hội Tây']],
    ['phường Dịch Vọng quận Cầu Giấy', ['Cầu Giấy', 'Nghĩa Đô']],
    ['hau loc thanh hoa', ['Hậu Lộc', 'Triệu Lộc', 'Đông Thành', 'Hoa Lộc', 'Vạn Lộc']],
    ['Cái Bè', ['Cái Bè', 'Hậu Mỹ', 'Mỹ Thiện', 'Hội Cư', 'Mỹ Đức Tây', 'Mỹ Lợi', 'Thanh Hưng', 'An Hữu']],
  ])('"%s"', (text, expected) => {
    const found = find(text)
    if (typeof expected === 'string') expect(found).toBe(expected)
    else {
      const names = found.split(' | ').map((one) => one.replace(/^(Xã|Phường) (.+), .+$/, '$2'))
      expect(names.sort()).toEqual([...expected].sort())
    }
  })

  test('the commune that has the name comes first', () => {
    expect(communes.find('Cái Bè').places[0]?.name).toBe('Xã Cái Bè')
  })

  test('a split unit says so', () => {
    expect(communes.find('phường 13 gò vấp').places.map(({ isSplit }) => isSplit)).toEqual([true, true])
    expect(communes.find('phuong 4 vinh long').places.some(({ isSplit }) => isSplit)).toBe(false)
  })
})

describe('a further question', () => {
  test.each([
    ['thanh hoa', 'commune? Tỉnh Thanh Hóa'],
    ['Quảng Bình', 'commune? Tỉnh Quảng Bình'],
    ['sài gòn', 'commune? Thành phố Hồ Chí Minh'],
    ['thủ đức', 'commune? Thành phố Thủ Đức'],
    ['Tân Phú', 'area? Tân Phú'],
    ['phường 1', 'area? Phường 1'],
    ['phường 1 tphcm', 'area? Phường 1, Thành phố Hồ Chí Minh'],
    ['huyện Châu Thành', 'area? Huyện Châu Thành'],
  ])('"%s"', (text, ask) => expect(find(text)).toBe(ask))

  test.each([
    ['Minh Lộc', 'Tỉnh Thanh Hóa', 'Xã Vạn Lộc, tỉnh Thanh Hóa'],
    ['gò vấp', 'Phường 1', 'Phường Hạnh Thông, thành phố Hồ Chí Minh'],
    ['quận 5', 'Phường 1, Thành phố Hồ Chí Minh', 'Phường Chợ Quán, thành phố Hồ Chí Minh'],
    ['linh tây', 'Thành phố Thủ Đức', 'Phường Linh Xuân, thành phố Hồ Chí Minh'],
    // They changed their mind: what was known is left aside.
    ['xã Vạn Lộc Thanh Hóa', 'Tỉnh Nghệ An', 'Xã Vạn Lộc, tỉnh Thanh Hóa'],
    ['không biết', 'Tỉnh Thanh Hóa', ''],
  ])('"%s" after %s', (text, within, expected) => expect(find(text, within)).toBe(expected))
})

test.each([
  '',
  'ạ',
  'lệ phí bao nhiêu',
  'không biết',
  'chị Huệ',
  'hôm qua',
  'bé nhà em được 2 tháng rồi mà chưa làm khai sinh',
  'em muốn gặp cán bộ',
  'quận 2',
  'constructor',
  '__proto__',
  '14',
])('"%s" names none', (text) => expect(communes.find(text).places).toEqual([]))

test('every commune is found by its name and province, and by its id', () => {
  for (const id of ['thanh-hoa', 'ho-chi-minh', 'dak-lak', 'hue']) {
    const all = communes.of(id)
    expect(all.length).toBeGreaterThan(30)
    for (const commune of all) {
      expect(communes.byId(commune.id)).toEqual(commune)
      expect(find(`${commune.name}, ${commune.provinceName}`)).toContain(commune.name)
    }
  }
  for (const id of ['thanh-hoa', 'nghe-an/16078', 'thanh-hoa/16078x', '/16078', '', 'x']) {
    expect(communes.byId(id), id).toBeUndefined()
  }
})

test('never throws, and what it finds is bounded', () => {
  const words = fc.constantFrom(
    ...'xã p14 q gv h tx tp Tân Phú hậu lộc 1 Châu Thành , ở thanh hoa'.split(' '),
  )
  const sentence = fc.array(words, { maxLength: 60 }).map((all) => all.join(' '))
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 700 }), sentence)
  fc.assert(
    fc.property(text, fc.option(text, { nil: undefined }), (one, within) => {
      const found = communes.find(one, within)
      expect(found.places.length).toBeLessThanOrEqual(maxChoices)
      expect(new Set(found.places.map(({ id }) => id)).size).toBe(found.places.length)
      if (found.narrow !== undefined || found.places.length > 1) expect(found.within).toMatch(/\S/)
    }),
  )
})
