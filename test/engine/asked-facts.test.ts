/** Facts that are asked for by their own words, and what a question right after an answer may leave out. */
import { describe, expect, it } from 'vitest'
import { factsAskedFor } from '../../src/engine/asked-facts.ts'
import { loadShipped } from '../support/files.ts'
import { means, talk } from '../support/talk.ts'

const content = await loadShipped()
const nothing = means({ confidence: 0.9, topic: 'other', topicConfidence: 0.5 })
const asks = (topic: 'fee' | 'where' | 'eligibility' | 'processing-time') => means({ confidence: 0.9, topic })

function idsIn(procedure: string, words: string): readonly string[] {
  const found = content.procedures.get(procedure)
  const locale = content.locales.get('vi')
  if (found === undefined || locale === undefined) throw new Error(`no ${procedure}`)
  return factsAskedFor(found, words, locale).map(({ id }) => id)
}

describe('the words of a question', () => {
  it.each([
    ['temporary-residence', 'ở trọ 2 tháng chưa đki bị phạt bn ạ', 'fine'],
    ['vneid', 'k nhận dc mã otp thì s', 'no_otp'],
    ['id-card', 'sap nhap xa roi co phai doi can cuoc khong chau', 'merger'],
    ['household-split', 'có phải chia sổ đỏ không', 'same_house'],
    ['parent-recognition', 'có bắt xét nghiệm máu không', 'dna'],
    ['certify-copy', 'bản chính bị rách thì sao', 'refused'],
    ['household-business', 'doanh thu 800 triệu có phải đóng thuế ko', 'tax_threshold'],
    ['birth', 'mang họ bố được ko ạ', 'surname'],
    ['marriage', 'chồng đi tàu không về được em đi một mình đc k', 'presence'],
    ['vneid', 'bà xài cục gạch có làm mức 2 đc k', 'old_phone'],
    ['permanent-residence', 'e dang o tro co nhap khau dc k', 'rented_home'],
    ['funeral-support', 'anh em đông thì ai được nhận tiền', 'result'],
    ['health-insurance', 'di kham ma quen the thi sao', 'no_card'],
    ['social-allowance', 'mẹ già cháu lãnh tiền thay được không', 'proxy'],
  ])('%s: %s', (procedure, words, fact) => {
    expect(idsIn(procedure, words)).toContain(fact)
  })

  it.each([
    ['birth', 'làm khai sinh ở xã Vĩnh Bảo hết bao nhiêu tiền'],
    ['land', 'lam so do lan dau can gi'],
    ['funeral-support', 'thieu giay to thi sao'],
    ['land', 'điều kiện làm sổ đỏ'],
    ['social-pension', 'mẹ tôi 76 tuổi không có lương hưu được hưởng gì'],
    ['parent-recognition', 'toi muon lam thu tuc nhan con'],
    ['civil-correction', 'lam ho so sua ngay sinh'],
    ['permanent-residence', 'lam ho khau cho vo'],
    ['dossier-status', 'có mã hồ sơ rồi tra ở đâu'],
  ])('%s: none but the right ones in: %s', (procedure, words) => {
    const wrong = [
      'where_help',
      'how_dispute',
      'province_extra',
      'court',
      'small_pension',
      'dna',
      'proxy',
      'code_where',
    ]
    expect(idsIn(procedure, words).filter((id) => wrong.includes(id))).toEqual([])
  })
})

describe('a fact that is asked for by its own words', () => {
  it('is told first and alone, whatever the topic was read as', () => {
    const told = talk(content).say('vneid k nhận dc mã otp', means({ procedure: 'vneid', topic: 'other' }))
    expect(told.words).toContain('Tài khoản VNeID:\nKhông nhận được mã OTP')
    expect(told.words).not.toContain('VNeID là gì')
  })

  it('is told of the matter in hand, although the words name another', () => {
    const asked = talk(content).say('kết hôn cần gì', means({ procedure: 'marriage', topic: 'documents' }))
    const reading = means({ procedure: 'marital-status', topic: 'eligibility', confidence: 0.99 })
    const told = asked.say('có cần giấy độc thân không', reading)
    expect(told.words).toContain('Đăng ký kết hôn')
    expect(told.words).toContain('Không phải nộp: Giấy độc thân')
  })

  it('leaves the matter in hand when the other one that is named hears the words, too', () => {
    const asked = talk(content).say(
      'đăng ký tạm trú ở đâu',
      means({ procedure: 'temporary-residence', topic: 'where' }),
    )
    const reading = means({ procedure: 'id-card', topic: 'fee', confidence: 0.99 })
    expect(asked.say('căn cước đổi trễ bị phạt bao nhiêu', reading).frame?.procedure).toBe('id-card')
  })

  it('is a fine and no fee: the fee is told without it, and it without the fee', () => {
    const question = means({ procedure: 'temporary-residence', topic: 'fee' })
    const fee = talk(content).say('lệ phí tạm trú bao nhiêu', question).words
    const fine = talk(content).say('chưa đăng ký tạm trú bị phạt bao nhiêu', question).words
    expect(fee).toContain('15.000 đồng')
    expect(fee).not.toContain('Cảnh cáo')
    expect(fine).toContain('Cảnh cáo')
    expect(fine).not.toContain('15.000 đồng')
  })
})

describe('a short question right after an answer', () => {
  const fee = (words: string) => talk(content).say(words, means({ procedure: 'birth', topic: 'fee' }))

  it('asks the same for another province', () => {
    const told = fee('lệ phí khai sinh ở Thanh Hóa').say('còn ở Hải Phòng thì sao', nothing)
    expect(told.words).toContain('– lệ phí, Hải Phòng:')
    expect(told.say('lệ phí bao nhiêu', asks('fee')).words).toContain('– lệ phí, Hải Phòng:')
  })

  it('is about the case that was named before', () => {
    const lost = talk(content).say(
      'mất căn cước làm lại ở đâu',
      means({ procedure: 'id-card', topic: 'where' }),
    )
    const told = lost.say('hết bao nhiêu tiền', asks('fee'))
    expect(told.words).toContain('Làm lại do mất, hỏng: 35.000 đồng')
    expect(told.words).not.toContain('15.000 đồng')
  })

  it('keeps the case in another province', () => {
    const first = talk(content).say(
      'lệ phí kết hôn với người Hàn ở Hải Phòng',
      means({ procedure: 'marriage', topic: 'fee' }),
    )
    const told = first.say('ở Hà Nội thì sao', nothing)
    expect(told.words).toContain('yếu tố nước ngoài')
    expect(told.words).not.toContain('Đăng ký kết hôn trong nước')
  })

  it('that was not understood leads on within the matter, and refuses nothing', () => {
    const told = fee('lệ phí khai sinh').say(
      'thế phải hỏi ý nó à',
      means({ isOutOfScope: true, confidence: 0.7, topic: 'other', topicConfidence: 0.3 }),
    )
    expect(told.words).toContain('Bác muốn biết gì về việc này ạ: Đăng ký khai sinh')
    expect(told.words).not.toContain('không giúp được')
    expect(told.replies.at(-1)?.choices?.map(({ label }) => label)).toContain('Giấy tờ cần có')
  })
})

describe('several questions in one message', () => {
  it('are answered one after the other, and one question stands at the end', () => {
    const reading = means({ procedure: 'id-card', topic: 'fee', topics: ['fee', 'processing-time'] })
    const told = talk(content).say('làm căn cước mất bao nhiêu tiền, bao lâu thì có', reading)
    expect(told.words).toContain('Thẻ căn cước (CCCD) – lệ phí:')
    expect(told.words).toContain('Thẻ căn cước (CCCD) – bao lâu có kết quả:')
    expect(told.replies.filter(({ choices }) => choices !== undefined)).toHaveLength(1)
  })
})

describe('what words name besides what is asked', () => {
  const lost = 'mất căn cước làm lại thế nào'

  it('is no fee where somebody asks how', () => {
    const asked = means({ procedure: 'id-card', topic: 'steps' })
    const told = talk(content).say(lost, asked).words
    expect(told).toContain('các bước')
    expect(told).not.toContain('đồng')
  })

  it('is the fee where somebody asks what it costs', () => {
    const asked = means({ procedure: 'id-card', topic: 'fee' })
    expect(talk(content).say('mất căn cước làm lại bao nhiêu', asked).words).toContain('Làm lại do mất, hỏng')
  })

  it('is no processing time where nothing was asked for', () => {
    const wish = means({ procedure: 'complaint', topic: 'other' })
    expect(talk(content).say('tôi muốn khiếu nại', wish).words).not.toContain('30 ngày')
  })

  it('is no length of a stay where somebody asks what became of it', () => {
    const asked = means({ procedure: 'temporary-residence', topic: 'status' })
    const told = talk(content).say('em nộp tạm trú hai tuần rồi chưa thấy gì', asked).words
    expect(told).not.toContain('Ở dưới 30 ngày')
  })

  it('is told before the steps where it only says who may', () => {
    const asked = means({ procedure: 'permanent-residence', topic: 'steps' })
    const told = talk(content).say('nhà thuê thì nhập hộ khẩu làm sao', asked).words
    expect(told).toMatch(/Nhà thuê, mượn, ở nhờ: Được[\s\S]*Làm trực tiếp:/)
  })

  it('is not told where longer words take it back', () => {
    const asked = means({ procedure: 'marital-status', topic: 'overview' })
    const home = talk(content).say('xin giấy độc thân để kết hôn có cần không', asked).words
    const abroad = talk(content).say('xin giấy độc thân để kết hôn với người Nhật có cần không', asked).words
    expect(home).toContain('Không cần giấy này nữa')
    expect(abroad).not.toMatch(/\(độc thân\):\n[^\n]*Không cần giấy này nữa/)
  })

  it('stands under the topic asked for, or under none', () => {
    const asked = means({ procedure: 'id-card', topic: 'eligibility' })
    expect(talk(content).say('cccd cũ còn dùng được không', asked).words).toContain('ai được làm')
    const of = means({ procedure: 'funeral-support', topic: 'eligibility' })
    expect(talk(content).say('ai đứng ra lãnh tiền mai táng', of).words).not.toContain('theo dõi hồ sơ')
  })
})
