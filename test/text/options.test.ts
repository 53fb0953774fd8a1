import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold } from '../../src/text/fold.ts'
import { pickOption } from '../../src/text/options.ts'
import { pickSeveral } from '../../src/text/several.ts'
import { words } from './words.ts'

const birthPlace = [
  { id: 'hospital', label: 'Ở bệnh viện', words: ['tram xa', 'nha ho sinh'] },
  { id: 'home', label: 'Ở nhà', words: ['de roi'] },
  { id: 'road', label: 'Trên đường đi', words: [] },
]
const marriage = [
  { id: 'married', label: 'Đã đăng ký kết hôn', words: ['co dang ky'] },
  { id: 'unmarried', label: 'Chưa đăng ký kết hôn', words: [] },
  { id: 'unsure', label: 'Không rõ', words: ['khong biet'] },
]
const registered = [
  { id: 'not_yet', label: 'Chưa có giấy khai sinh', words: ['chua', 'khong'] },
  { id: 'done', label: 'Đã làm giấy khai sinh rồi', words: ['roi', 'da co', 'lam roi'] },
]
const pick = (text: string, options = birthPlace) => pickOption(text, options, { padding: words.padding })

describe('picking an option', () => {
  test.each([
    ['1', 'hospital'],
    ['2.', 'home'],
    ['số 1', 'hospital'],
    ['so 3', 'road'],
    ['cái đầu', 'hospital'],
    ['cái thứ hai', 'home'],
    ['câu 2', 'home'],
    ['đầu tiên', 'hospital'],
    ['một', 'hospital'],
    ['dạ 2 ạ', 'home'],
    ['thứ nhất', 'hospital'],
    ['cái cuối cùng', 'road'],
    ['the second one', 'home'],
    ['Ở bệnh viện', 'hospital'],
    ['o benh vien', 'hospital'],
    ['Ở BỆNH VIỆN!', 'hospital'],
    ['dạ ở nhà ạ', 'home'],
    ['trạm xá', 'hospital'],
    ['đẻ rơi', 'home'],
    ['thu 3', 'road'],
    ['chọn số 2', 'home'],
  ])('"%s" is exactly %s', (text, id) => expect(pick(text)).toEqual({ id, isExact: true }))

  test.each([
    ['dạ cháu sinh ở bệnh viện ạ', 'hospital'],
    ['bệnh viện', 'hospital'],
    ['benh vien', 'hospital'],
    ['benhvien', 'hospital'],
    ['benh viên', 'hospital'],
    ['tren duonng di', 'road'],
    ['em sinh tại nhà hộ sinh', 'hospital'],
    ['trên đường', 'road'],
    ['duong di', 'road'],
    ['chị đẻ rơi trên xe', 'home'],
    ['nhà', 'home'],
  ])('"%s" means %s', (text, id) => {
    expect(pick(text)).toEqual({ id, isExact: false })
  })

  test.each(['làm khai sinh cho cháu rồi', 'tôi đăng ký khai sinh rồi', 'lam cho chau roi', 'rồi em ạ'])(
    'a word that closes many sentences decides "%s", which is about the options',
    (text) => expect(pick(text, registered)).toMatchObject({ id: 'done' }),
  )
  test.each(['cháu được 3 tháng rồi', 'chau duoc 3 thang roi', 'bố cháu đi làm xa rồi', 'để xem rồi tính'])(
    'a word that closes many sentences does not decide "%s", which is about something else',
    (text) => expect(pick(text, registered)).toBeUndefined(),
  )

  test('says among which it is when several fit', () => {
    expect(pick('đăng ký kết hôn', marriage)).toEqual({ among: ['married', 'unmarried'] })
    expect(pick('lúc ở nhà lúc ở bệnh viện')).toEqual({ among: ['hospital', 'home'] })
  })

  test('the longer label wins over the one inside it', () => {
    const homes = [
      { id: 'home', label: 'Ở nhà', words: [] },
      { id: 'grandparents', label: 'Ở nhà ngoại', words: [] },
    ]
    expect(pick('dạ em ở nhà ngoại ạ', homes)).toEqual({ id: 'grandparents', isExact: true })
    expect(pick('sinh ở nhà ngoại bên kia', homes)).toEqual({ id: 'grandparents', isExact: false })
    expect(pick('ở nhà', homes)).toEqual({ id: 'home', isExact: true })
  })

  test('marks decide when they were typed', () => {
    const parents = [
      { id: 'father', label: 'Bố', words: [] },
      { id: 'leave', label: 'Bỏ', words: [] },
    ]
    expect(pick('bỏ', parents)).toEqual({ id: 'leave', isExact: true })
    expect(pick('bo', parents)).toEqual({ among: ['father', 'leave'] })
  })

  test('a number that another label carries is asked back', () => {
    const levels = [
      { id: 'two', label: 'Mức 2', words: [] },
      { id: 'one', label: 'Mức 1', words: [] },
    ]
    expect(pick('2', levels)).toEqual({ among: ['one', 'two'] })
    expect(pick('mức 2', levels)).toEqual({ id: 'two', isExact: true })
    expect(pick('muc 1', levels)).toEqual({ id: 'one', isExact: true })
  })

  test('a denied label is not picked, an option that denies is', () => {
    expect(pick('không ở bệnh viện')).toBeUndefined()
    expect(pick('em không phải sinh ở bệnh viện')).toBeUndefined()
    expect(pick('bố mẹ chưa đăng ký kết hôn ạ', marriage)).toEqual({ id: 'unmarried', isExact: false })
  })

  test.each([
    '',
    'ạ',
    '4',
    '0',
    'ở',
    'có',
    'lệ phí bao nhiêu',
    'constructor',
    '__proto__',
    'toString',
    'là',
    '12345678901',
  ])('"%s" picks none', (text) => expect(pick(text)).toBeUndefined())

  test('every label and every number picks its own option, with and without diacritics', () => {
    for (const [i, option] of marriage.entries()) {
      expect(pick(option.label, marriage)).toEqual({ id: option.id, isExact: true })
      expect(pick(fold(option.label), marriage)).toEqual({ id: option.id, isExact: true })
      expect(pick(String(i + 1), marriage)).toEqual({ id: option.id, isExact: true })
    }
  })

  test('never throws, whatever is written', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => void pick(text)))
  })
})

describe('words that ask, or tell something', () => {
  test.each(['o dau', 'đâu', 'dau vay', 'cuoi'])('"%s" is no place in the list', (text) => {
    expect(pick(text)).toBeUndefined()
  })
})

describe('ticking several entries', () => {
  const items = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }))
  const several = (text: string) => pickSeveral(text, items, { padding: words.padding })

  test.each([
    ['1, 3 và 4', 'acd'],
    ['1 3 4', 'acd'],
    ['1-3', 'abc'],
    ['1 đến 3', 'abc'],
    ['3', 'c'],
    ['số 2 với số 5', 'be'],
    ['dạ em có 1, 2 rồi ạ', 'ab'],
    ['4,1', 'ad'],
    ['một hai ba', 'abc'],
    ['tất cả', 'abcde'],
    ['du het', 'abcde'],
    ['1 and 2', 'ab'],
    ['2-4, 1', 'abcd'],
  ])('"%s" ticks %s', (text, ids) => expect(several(text)?.join('')).toBe(ids))

  test.each([
    '',
    '6',
    '0',
    '1, 9',
    'chưa có 2',
    'trừ 3',
    'có 1 chưa có 2',
    '1 đến',
    'giấy chứng sinh',
    '1-99999999',
    'và',
  ])('"%s" is not such a list', (text) => expect(several(text)).toBeUndefined())
})

describe('words that several options share', () => {
  const options = [
    { id: 'married', label: 'Đã kết hôn', words: ['cuoi roi'] },
    { id: 'father', label: 'Cha đứng tên', words: ['chua ket hon', 'muon dung ten'] },
    { id: 'mother', label: 'Mẹ làm một mình', words: ['chua ket hon'] },
  ]
  const pick = (text: string) => pickOption(text, options)

  test('leave it open which is meant', () => {
    expect(pick('bố mẹ nó chưa kết hôn')).toEqual({ among: ['father', 'mother'] })
    expect(pick('cưới rồi nhưng chưa kết hôn')).toMatchObject({ among: ['married', 'father', 'mother'] })
  })

  test('mean the one that is named besides', () => {
    expect(pick('chưa kết hôn mà bố cháu muốn đứng tên')).toEqual({ id: 'father', isExact: false })
  })
})
