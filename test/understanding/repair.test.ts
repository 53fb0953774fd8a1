import { describe, expect, it } from 'vitest'
import { fold } from '../../src/text/fold.ts'
import { learnLexicon } from '../../src/understanding/lexicon.ts'
import { createNormaliser } from '../../src/understanding/normalise.ts'
import { pack } from '../../src/understanding/packed.ts'
import { repairOf } from '../../src/understanding/repair.ts'
import { createUnderstander } from '../../src/understanding/understander.ts'
import { thirdSet } from './dev-set.ts'
import { shippedExamples, spelling } from './examples.ts'

const normaliser = createNormaliser(spelling)
const examples = shippedExamples()
const lexicon = learnLexicon(pack(examples.map(({ text }) => normaliser.normalise(text))))
const repair = repairOf(lexicon, spelling)
const mended = (text: string): string => repair(normaliser.normalise(text)).folded.join(' ')
const asTyped = (text: string): string => normaliser.normalise(text).folded.join(' ')

describe('slips of the finger', () => {
  it.each([
    ['swapped', 'giấy khia sinh', 'giay khai sinh'],
    ['doubled', 'giay khai sinhh cho con', 'giay khai sinh cho con'],
    ['at a marked letter', 'giya khai sinh', 'giay khai sinh'],
    ['beside', 'xác nhậm độc thân', 'xac nhan doc than'],
    ['left out', 'làm gấy khai snh cho con', 'lam giay khai sinh cho con'],
    ['left out of a word that makes another', 'đăng ký kết hô cần gì', 'dang ky ket hon can gi'],
    ['run together', 'làm khaisinh cho con', 'lam khai sinh cho con'],
    ['run together, four words', 'lam giaykhaisinhcho con', 'lam giay khai sinh cho con'],
    ['torn apart', 'lam can cu oc o dau', 'lam can cuoc o dau'],
    ['a space too late', 'lam giayk hai sinh', 'lam giay khai sinh'],
    ['two words in a row', 'lam gaiy kahi sinh cho con', 'lam giay khai sinh cho con'],
  ])('%s: "%s" is read as "%s"', (_, text, meant) => {
    expect(mended(text)).toBe(meant)
  })

  it.each([
    ['làm dấy khai xinh cho con', 'lam giay khai sinh cho con'],
    ['bảo hiểm y tế cho chẻ em', 'bao hiem y te cho tre em'],
  ])('as it is spoken: "%s" is read as "%s"', (text, meant) => {
    expect(mended(text)).toBe(meant)
  })

  it.each([
    'tôi tên Nguyễn Thị Hạnh ở xã Minh Lộc',
    'chồng em là Lê Văn Tư mất hôm mùng 3',
    'bé Nguyễn Hoàng Gia Bảo sinh 12/3/2025 làm khai sinh ở đâu',
    'nhà tôi ở ấp Bình Hưng xã Tân Phú Trung',
    'Hồ Văn Cường đăng ký tạm trú ở Dĩ An',
    'ông Sùng A Páo mất hôm 20/10',
    'em ở Krông Pắc Đắk Lắk muốn tách hộ',
    'huyện Mù Cang Chải có làm căn cước không',
    'cụ Bùi Thị Xuyến 82 tuổi xin trợ cấp',
    'toi ten nguyen thi hanh o xa minh loc',
    'nha toi o ap binh hung xa tan phu trung',
    'ngày 12 tháng 3 năm 2025',
    'số hồ sơ H01.23.456-789',
    'chị Lò Thị Pâng đi Nhật về',
    'chi lo thi pang di nhat ve',
    'chị Vàng Thị Mỷ ở bản Lùng Tám',
    'thôn Phú Lễ xã Ia Grai',
    'xã Nà Hẩu',
    'xa na hau',
  ])('names, places and numbers stay: %s', (text) => {
    expect(mended(text)).toBe(asTyped(text))
  })

  it('what is written well stays in nearly all of the third set, with marks and without', () => {
    const texts = thirdSet().flatMap(({ text }) => [text, fold(text)])
    const changed = texts.filter((text) => mended(text) !== asTyped(text))
    expect(changed.length / texts.length).toBeLessThan(0.1)
  })

  it('leaves foreign words, numbers and other scripts alone', () => {
    for (const text of ['constructor', '你好', 'xyzzy plugh', '12 3']) {
      const words = normaliser.normalise(text)
      expect(repair(words)).toEqual(words)
    }
  })

  it('keeps the marks of what was not mended, and gives those that fit to what was', () => {
    expect(repair(normaliser.normalise('giấy khia sinh')).marked).toEqual(['giây¹', 'khai', 'sinh'])
    expect(repair(normaliser.normalise('đăng ký kết hnô')).marked).toEqual(['đăng', 'ky¹', 'kêt¹', 'hôn'])
  })

  it('mends nothing when there are no examples', () => {
    const words = normaliser.normalise('giấy khia sinh')
    expect(repairOf(learnLexicon(pack([])), spelling)(words)).toEqual(words)
  })
})

describe('what is in another language', () => {
  const understander = createUnderstander(examples, spelling)
  it.each([
    'what is the weather today',
    'combien coute le billet de train',
    'hola quiero comprar un coche',
    'nasi goreng enak sekali',
    'the dog is barking all night',
    'asdf qwer zxcv',
  ])('is not mended into a matter of ours: %s', (text) => {
    expect(understander.read(text).isOutOfScope).toBe(true)
  })
})
