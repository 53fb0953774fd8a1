import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createNormaliser } from '../../src/understanding/normalise.ts'
import { spelling } from './examples.ts'

const { normalise } = createNormaliser(spelling)
const folded = (text: string): string => normalise(text).folded.join(' ')
const marked = (text: string): string => normalise(text).marked.join(' ')

describe('short forms', () => {
  it.each([
    ['lm giấy ks cho bé dc ko', 'lam giay khai sinh cho be duoc khong'],
    ['đki tạm trú hết bn tiền', 'dang ky tam tru het bao nhieu tien'],
    ['e vs ck chưa có hk', 'em voi chong chua co ho khau'],
    ['cần j để làm bhyt', 'can gi de lam bao hiem y te'],
    ['mần giấy chỗ mô rứa', 'lam giay cho dau vay'],
  ])('reads "%s" as "%s"', (text, meant) => {
    const words = folded(text)
    expect(`${words} vay`.startsWith(meant)).toBe(true)
  })

  it('reads ks as khai sinh beside giấy, but leaves it alone where it may be a hotel', () => {
    expect(folded('giấy ks')).toBe('giay khai sinh')
    expect(folded('đặt phòng ks ở Đà Lạt')).toContain(' ks ')
  })

  it('does not expand the word hồng, chị or nhà when typed without marks', () => {
    expect(folded('so hong cua nha chi Lan')).toBe('so hong cua nha chi lan')
  })
})

describe('keystrokes that came through', () => {
  it.each([
    ['ddang ky', 'dang ky'],
    ['dang1 ky1', 'dang ky'],
    ['giaays khai sinh', 'giay khai sinh'],
    ['lamf giaays', 'lam giay'],
    ['gia6y1 to72', 'giay to'],
    ['dduwowngf', 'duong'],
    ['khoong dduowcj', 'khong duoc'],
  ])('reads "%s" as "%s"', (typed, meant) => {
    expect(folded(typed)).toBe(meant)
  })

  it('gives a decoded word the same form as the word with marks', () => {
    expect(marked('giaays')).toBe(marked('giấy'))
    expect(marked('gia6y1')).toBe(marked('giấy'))
    expect(marked('dduowcj')).toBe(marked('được'))
  })

  it('leaves foreign words, names of programs and paper sizes alone', () => {
    expect(folded('test online vneid zalo photo a4 card')).toBe('test online vneid zalo photo a4 card')
  })
})

describe('cleaning', () => {
  it('shortens drawn-out words', () => {
    expect(folded('được khônggggg ạaaaa bao nhieuuu')).toBe('duoc khong bao nhieu')
  })

  it('does not care where the tone mark of hoà is put', () => {
    expect(marked('hòa')).toBe(marked('hoà'))
  })

  it('drops emoji and politeness, and keeps them when nothing else is there', () => {
    expect(folded('Dạ cho em hỏi 🙏 lệ phí ạ 😊')).toBe('le phi')
    expect(folded('dạ vâng ạ')).toBe('da vang a')
  })

  it('does not take đã for dạ', () => {
    expect(folded('đã nộp')).toBe('da nop')
  })

  it('turns links, addresses and long numbers into one word each', () => {
    expect(folded('vào https://a.vn/x?y=1 gọi 0912.345.678 gửi a@b.vn')).toBe(
      'vao lienket goi 00 gui lienket',
    )
  })
})

describe('whatever is typed', () => {
  it('gives as many marked as folded words, without spaces, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const words = normalise(text)
        expect(words.marked).toHaveLength(words.folded.length)
        for (const word of [...words.marked, ...words.folded]) expect(word).not.toMatch(/\s/)
      }),
    )
  })

  it('gives the same words for composed and decomposed letters', () => {
    fc.assert(
      fc.property(fc.constantFrom(...spelling.padding, ...Object.values(spelling.words)), (text) => {
        expect(normalise(text.normalize('NFD'))).toEqual(normalise(text.normalize('NFC')))
      }),
    )
  })
})

describe('numbers of dossiers', () => {
  it.each([
    'H45.12-260812-0034',
    '000.00.12.H15-250612-0012',
    '001.12.34.H50',
    'g22.99-261009-001234',
    'H15-123',
  ])('reads %s as one word', (number) => {
    expect(folded(`xem giùm hồ sơ ${number}, xong chưa`)).toMatch(/ho so sohoso xong/)
  })

  it.each(['7h30', '12.2026', '0912.345.678', 'T12-2026', 'A4'])('does not take %s for one', (number) => {
    expect(folded(`hẹn ${number} rồi`)).not.toContain('sohoso')
  })
})

describe('short forms that are common in letters to a commune', () => {
  it.each([
    ['vk e ms sinh xog', 'vo em moi sinh xong'],
    ['giờ phải làm s', 'gio phai lam sao'],
    ['cty đòi syll', 'cong ty doi so yeu ly lich'],
    ['mất sđ nhà', 'mat so do nha'],
    ['gọi sđ nào', 'goi sd nao'],
  ])('reads "%s" as "%s"', (text, meant) => expect(folded(text)).toBe(meant))

  it('passes over what is said to a lawyer', () => {
    expect(folded('Chào luật sư, tôi mất khai sinh')).toBe('toi mat khai sinh')
  })
})
