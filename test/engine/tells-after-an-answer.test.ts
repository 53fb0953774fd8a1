/** What is told in a few words right after an answer, or before its question, is used for the matter in hand. */
import { describe, expect, it } from 'vitest'
import { loadShipped } from '../support/files.ts'
import { means, talk } from '../support/talk.ts'

const content = await loadShipped()
const foreign = means({ isOutOfScope: true, confidence: 0.99, topic: 'overview' })
const told = (procedure: string, topic: 'overview' | 'fee' | 'documents' = 'documents') =>
  talk(content).say(`${procedure} cần gì`, means({ procedure, topic, confidence: 0.99 }))

describe('an age, right after an answer', () => {
  it('asks who may, of the matter in hand, whatever matter the examples see in it', () => {
    const pension = means({ procedure: 'social-pension', topic: 'overview', confidence: 0.89 })
    expect(told('social-pension').say('ông 82 tuổi', pension).words).toContain(
      'Công dân Việt Nam từ đủ 75 tuổi',
    )
    expect(told('social-pension').say('ba tui nam nay 76 tuoi roi', pension).words).toContain('ai được làm')
    expect(told('marriage').say('em 17 tuoi', pension).words).toContain('nữ từ đủ 18 tuổi')
  })

  it('of a newborn is noted for the guide', () => {
    const heard = told('birth').say('cháu 2 tháng tuổi', foreign)
    expect(heard.frame?.heard).toHaveProperty('birth_date')
  })

  it('beside a wish is none', () => {
    const card = means({ procedure: 'id-card', topic: 'overview', confidence: 0.95 })
    expect(told('social-pension').say('làm căn cước cho cháu 15 tuổi', card).frame?.procedure).toBe('id-card')
  })
})

describe('a home, right after an answer', () => {
  const stay = means({ procedure: 'temporary-residence', topic: 'where', confidence: 0.82 })

  it('asks where, of the matter in hand', () => {
    const single = told('marital-status', 'overview')
    expect(single.say('o tro ha noi que nghe an', stay).words).toContain('(độc thân) – nơi làm')
    const wedding = told('marriage')
    expect(wedding.say('chồng quê nghệ an vợ quê hải phòng', foreign).words).toContain('kết hôn – nơi làm')
  })

  it('of one province asks again what was asked before', () => {
    const fee = told('birth', 'fee').say('em ở hải phòng', { ...foreign, confidence: 0.65 })
    expect(fee.words).toContain('lệ phí, Hải Phòng')
  })

  it('beside a wish names its own matter', () => {
    const heard = told('marital-status').say('ở trọ hà nội muốn đăng ký tạm trú', {
      ...stay,
      confidence: 0.97,
    })
    expect(heard.words).not.toContain('(độc thân) – nơi làm')
  })
})

describe('a day that is all of a message', () => {
  it('is noted for the one question for a day that has been, before it is asked', () => {
    const script = talk(content).say('khai sinh', means({ procedure: 'birth-linked', topic: 'overview' }))
    for (const text of ['hôm qua', 'hom qua', 'mùng 5 tháng 11']) {
      const noted = script.fork().say(text, foreign)
      expect(noted.words, text).toContain('Em ghi lại: Ngày sinh của cháu')
      expect(noted.at).toBe('registered')
    }
    const later = script.say('hôm qua', foreign).say('chưa')
    expect(later.slots.birth_date).toBe('2026-11-21')
  })

  it('is noted right after an answer about it', () => {
    expect(told('death').say('hôm qua', foreign).words).toContain('Em ghi lại: Ngày mất – 21/11/2026')
  })

  it('is none where several days, or days to come, are asked for, or when it is only a number', () => {
    const stay = talk(content).say('tạm trú', means({ procedure: 'temporary-residence', topic: 'overview' }))
    expect(stay.say('hôm qua', foreign).words).not.toContain('Em ghi lại')
    const script = talk(content).say('khai sinh', means({ procedure: 'birth-linked', topic: 'overview' }))
    expect(script.say('5', foreign).words).not.toContain('Em ghi lại')
  })
})

describe('a few words about oneself, right after an answer', () => {
  it('are not refused, and leave the matter in hand where it is', () => {
    const heard = told('social-pension').say('già yếu nằm một chỗ', { ...foreign, confidence: 0.96 })
    expect(heard.words).not.toContain('không giúp được')
    expect(heard.frame?.procedure).toBe('social-pension')
    const other = means({ procedure: 'other-public-service', topic: 'overview', confidence: 0.96 })
    expect(told('social-pension').say('đang lãnh tiền thương binh', other).words).toContain('hưu trí xã hội')
  })

  it('name another service by its bare name, or are small talk', () => {
    const other = means({ procedure: 'other-public-service', topic: 'overview', confidence: 0.99 })
    expect(told('social-pension').say('hộ chiếu', other).words).toContain('chưa hướng dẫn được')
    expect(told('social-pension').say('trời hôm nay đẹp quá', foreign).words).toContain('không giúp được')
  })

  it('tell what one lives on, or what a paper is for', () => {
    const documents = means({ procedure: 'social-pension', topic: 'documents', confidence: 0.85 })
    const living = told('social-pension').say('không có lương', { ...documents, topicConfidence: 0.6 })
    expect(living.words).toContain('ai được làm')
    const wedding = means({ procedure: 'marriage', topic: 'overview', confidence: 0.98 })
    expect(told('marital-status').say('để cưới vợ', wedding).words).toContain('Không cần giấy này nữa')
    const bank = told('marital-status').say('để vay ngân hàng', { ...foreign, confidence: 0.97 })
    expect(bank.words).not.toContain('không giúp được')
    expect(bank.frame?.procedure).toBe('marital-status')
  })

  it('tell of another province where to go', () => {
    const wedding = means({ procedure: 'marriage', topic: 'overview', confidence: 0.89 })
    const said = told('permanent-residence').say('vợ ở tỉnh khác', wedding)
    expect(said.words).toContain('(nhập hộ khẩu) – nơi làm')
  })
})

describe('an age or a home, told in the middle of a script', () => {
  it('leads to no other matter', () => {
    const script = talk(content).say('khai tử', means({ procedure: 'death-linked', topic: 'overview' }))
    const pension = means({ procedure: 'social-pension', topic: 'overview', confidence: 0.9 })
    const aged = script.fork().say('ông 82 tuổi', pension)
    expect(aged.words).toContain('em nghe rồi')
    expect(aged.at).toBe('death_date')
    for (const text of ['mất lúc 82 tuổi', 'thọ 90 tuổi'])
      expect(script.fork().say(text, foreign).at, text).toBe('death_date')
    const stay = means({ procedure: 'temporary-residence', topic: 'overview', confidence: 0.82 })
    const home = script.say('o tro ha noi que nghe an', stay)
    expect(home.words).not.toContain('chuyển sang')
    expect(home.at).toBe('death_date')
  })
})

describe('a language', () => {
  it('is a wish that is understood, and never refused', () => {
    for (const text of ['tôi muốn hỏi bằng tiếng việt', 'noi tieng viet dc k', 'có nói tiếng mông không'])
      expect(talk(content).say(text, foreign).words, text).toContain(
        'Em trả lời được bằng các tiếng dưới đây',
      )
  })
})
