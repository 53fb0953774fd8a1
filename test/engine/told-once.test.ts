/** Places named in questions, and answers that do not repeat themselves. */
import { describe, expect, it } from 'vitest'
import { communesNamedIn, placeNamedIn } from '../../src/engine/named-place.ts'
import { loadShipped } from '../support/files.ts'
import { means, talk } from '../support/talk.ts'

const content = await loadShipped()
const marchNext = Date.parse('2027-03-05T09:00+07:00')

describe('a place named in a question', () => {
  it.each([
    ['lam ks o xa Minh Loc huyen Hau Loc thanh hoa o dau', 'thanh-hoa', 'Xã Vạn Lộc'],
    ['làm khai sinh ở xã Minh Lộc ở đâu', 'thanh-hoa', 'Xã Vạn Lộc'],
    ['nhà ở phường Bến Nghé quận 1 làm tạm trú ở đâu', 'ho-chi-minh', 'Phường Sài Gòn'],
    ['em ở quận 1 thì làm khai tử ở đâu', 'ho-chi-minh', undefined],
    ['ở huyện Hậu Lộc thì nộp ở đâu', 'thanh-hoa', undefined],
    ['ở Hải Phòng lệ phí bao nhiêu', 'hai-phong', undefined],
  ])('%s', (words, province, commune) => {
    const named = placeNamedIn(words, content)
    expect(named?.province.id).toBe(province)
    expect(named?.commune?.name).toBe(commune)
  })

  it.each([
    'ra xã làm khai sinh cần giấy gì',
    'công an xã làm mấy ngày',
    'nộp ở xã mình hay xã chồng',
    'xa em lam may ngay',
    'đăng ký ở phường mới hay phường cũ',
    'bảo hiểm xã hội một lần',
    'ở Hà Nội hay Hải Phòng cũng được à',
    'xã Tân Phú làm ở đâu',
  ])('none in: %s', (words) => {
    expect(placeNamedIn(words, content)).toBeUndefined()
  })

  it('is not guessed from a slip', () => {
    expect(communesNamedIn('phường xuân hòa hà nội làm ở đâu', content.places)).toEqual([])
  })

  it('is told by its present name where one asks where to go, and only there', () => {
    const words = 'làm khai sinh ở xã Minh Lộc huyện Hậu Lộc ở đâu'
    const where = talk(content).say(words, means({ procedure: 'birth', topic: 'where' }))
    expect(where.words).toContain('Xã Minh Lộc (huyện Hậu Lộc) nay thuộc xã Vạn Lộc, tỉnh Thanh Hóa ạ.')
    expect(where.words).toContain('– nơi làm:')
    const fee = talk(content).say(words, means({ procedure: 'birth', topic: 'fee' }))
    expect(fee.words).not.toContain('nay thuộc')
  })

  it('stands in the heading where it makes a difference, and only there', () => {
    const asked = (words: string, procedure: string) =>
      talk(content).say(words, means({ procedure, topic: 'fee' })).words
    expect(asked('lệ phí khai sinh ở Hải Phòng', 'birth')).toContain('– lệ phí, Hải Phòng:')
    expect(asked('lệ phí khai sinh ở Thanh Hóa', 'birth')).toContain('– lệ phí:')
    expect(asked('phí sao y ở Đà Nẵng', 'certify-copy')).toContain('– lệ phí:')
  })
})

describe('an answer', () => {
  it('says once what is not known, with all it is about', () => {
    const told = talk(content, { now: marchNext }).say(
      'kết hôn cần gì',
      means({ procedure: 'marriage', topic: 'documents' }),
    )
    expect(told.words.match(/chưa có thông tin chắc chắn/g)).toHaveLength(1)
    expect(told.words).toContain('chắc chắn về: Giấy tờ cần có; Không phải nộp;')
    expect(told.words.match(/Từ 01\/3\/2027/g)).toHaveLength(1)
  })

  it('about money that is received is not headed as a fee', () => {
    const told = talk(content).say(
      'tiền người già được bao nhiêu',
      means({ procedure: 'social-pension', topic: 'fee' }),
    )
    expect(told.words).toContain('– số tiền:')
    expect(told.words).not.toContain('– lệ phí:')
  })

  it('is whole when an old message offers more than there is', () => {
    const question = means({ procedure: 'household-business', topic: 'fee' })
    const first = talk(content).say('lệ phí bao nhiêu', question)
    for (const { id } of content.procedures.values()) {
      const old = first.fork().tap(`!more:${id}:fee`)
      const answer = old.replies[0]?.text ?? ''
      expect(answer.split('\n').length, `${id}: ${answer}`).toBeGreaterThan(1)
    }
  })
})
