import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPhone, isPhoneWithSlip, readPhone, withoutPhones } from '../../src/text/phone.ts'
import { words } from './words.ts'

const padding = words.padding
const read = (text: string) => readPhone(text, { padding })

describe('a phone number', () => {
  it.each([
    ['0912345678', '0912345678'],
    ['0912 345 678', '0912345678'],
    ['0912.345.678', '0912345678'],
    ['0912-345-678', '0912345678'],
    ['0912 – 345 – 678', '0912345678'],
    ['091 234 5678', '0912345678'],
    ['09 12 34 56 78', '0912345678'],
    ['0 9 1 2 3 4 5 6 7 8', '0912345678'],
    ['+84912345678', '0912345678'],
    ['+84 912 345 678', '0912345678'],
    ['(+84) 912.345.678', '0912345678'],
    ['+84 (0) 912 345 678', '0912345678'],
    ['84912345678', '0912345678'],
    ['84 912 345 678', '0912345678'],
    ['0084 912 345 678', '0912345678'],
    ['0841234567', '0841234567'],
    ['+84841234567', '0841234567'],
    ['0321234567', '0321234567'],
    ['0561234567', '0561234567'],
    ['0771234567', '0771234567'],
    ['02438251234', '02438251234'],
    ['(024) 3825 1234', '02438251234'],
    ['+84 24 3825 1234', '02438251234'],
    ['0225 384 2123', '02253842123'],
    ['số tôi là 0912345678', '0912345678'],
    ['so dien thoai cua toi la 0912 345 678', '0912345678'],
    ['Dạ SĐT: 0912345678 ạ', '0912345678'],
    ['sđt0912345678', '0912345678'],
    ['zalo 0912.345.678 nhé', '0912345678'],
  ])('%s is %s and nothing else', (text, phone) => {
    expect(read(text)).toEqual({ type: 'phone', phone, isWhole: true })
  })

  it.each([
    'gọi con trai tôi 0912345678 nhé, tôi nghe kém',
    'tôi 65 tuổi, số 0912345678',
    'nhà số 12, điện thoại 0912345678',
  ])('"%s" has one among other words', (text) => {
    expect(read(text)).toEqual({ type: 'phone', phone: '0912345678', isWhole: false })
  })

  it.each([
    '0912345678 hoặc 0987654321',
    '0912345678, 0987654321',
    '0912 345 678 0987 654 321',
    '0912345678/0987654321',
    '0912345678 - 0987654321',
  ])('"%s" are two', (text) => {
    expect(read(text)).toEqual({ type: 'several', among: ['0912345678', '0987654321'] })
  })

  it('the same one twice is one', () => {
    expect(read('0912345678, +84 912 345 678')).toMatchObject({ type: 'phone', phone: '0912345678' })
  })

  it.each([
    '091234567',
    '912345678',
    '09123456789',
    '0912 345 678 9',
    '0112345678',
    '0412345678',
    '0612345678',
    '0243825123',
    '38251234',
    '1800 1096',
    '19001234',
    '+1 202 555 0123',
    '+44 7911 123456',
    '031099001234',
    '0310 9900 1234',
    '8409123456789',
  ])('"%s" is none', (text) => {
    expect(read(text)).toMatchObject({ type: 'wrong' })
  })

  it.each(['', 'không có điện thoại', '12', '5/11/2026', 'tổ 5, xóm 12', '٠٩١٢٣٤٥٦٧٨'])(
    '"%s" is not meant as one',
    (text) => {
      expect(read(text)).toBeUndefined()
    },
  )

  it('is read back from every way it is shown, whatever its groups', () => {
    const phone = fc
      .tuple(fc.constantFrom('03', '05', '07', '08', '09'), fc.stringMatching(/^\d{8}$/))
      .map((parts) => parts.join(''))
    const gaps = fc.array(fc.constantFrom('', '', ' ', '.', '-'), { minLength: 9, maxLength: 9 })
    fc.assert(
      fc.property(phone, gaps, (number, between) => {
        expect(read(formatPhone(number))).toMatchObject({ phone: number })
        const grouped = [...number].map((digit, at) => digit + (between[at] ?? '')).join('')
        expect(read(grouped)).toMatchObject({ phone: number })
      }),
    )
  })

  it('is never read out of other digits, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const reading = read(text)
        if (reading?.type === 'phone') expect(reading.phone).toMatch(/^0(?:[35789]\d{8}|2\d{9})$/)
      }),
    )
  })
})

it.each([
  ['0912345678', '0912 345 678'],
  ['02438251234', '024 3825 1234'],
  ['02838251234', '028 3825 1234'],
  ['02253842123', '0225 384 2123'],
])('%s is shown as %s', (phone, shown) => {
  expect(formatPhone(phone)).toBe(shown)
})

it.each([
  ['+84 912 345 678', '+ '],
  ['số 0912345678, cccd 031099001234', 'số  , cccd 031099001234'],
  ['031 099 001 234', '031 099 001 234'],
  ['0912345678 031099001234', '0912345678 031099001234'],
])('"%s" without its phone numbers', (text, rest) => {
  expect(withoutPhones(text)).toBe(rest)
})

describe('nine digits', () => {
  it.each(['số điện thoại chủ nhà 091234567', 'sdt 091 234 567'])('"%s" is a phone with a slip', (text) =>
    expect(isPhoneWithSlip(text)).toBe(true),
  )

  it.each(['091234567', 'số cmnd 091234567', 'sdt với cccd 091234567', 'sdt 0912345678'])(
    '"%s" is none',
    (text) => expect(isPhoneWithSlip(text)).toBe(false),
  )
})
