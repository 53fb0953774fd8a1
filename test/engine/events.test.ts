/** What has happened, told before anything is asked, leads to an offer of what it calls for. */
import { describe, expect, it } from 'vitest'
import { loadShipped } from '../support/files.ts'
import { means, talk } from '../support/talk.ts'

const content = await loadShipped()
const foreign = means({ isOutOfScope: true, confidence: 0.81, topic: 'overview' })
const tell = (text: string, reading = foreign) => talk(content).say(text, reading)

describe('an event told alone', () => {
  it('is understood, and what it calls for is offered by name', () => {
    const offered: readonly [string, string][] = [
      ['vợ đẻ hôm qua', 'Làm khai sinh'],
      ['dì tui mới đẻ', 'Làm khai sinh'],
      ['nhà em mới có cháu', 'Làm khai sinh'],
      ['đẻ ở trạm xá', 'Làm khai sinh'],
      ['nhà em có tang', 'Khai tử'],
      ['má chết rồi', 'Khai tử'],
      ['em mới cưới', 'Đăng ký kết hôn'],
      ['em mới chuyển nhà', 'Đăng ký tạm trú'],
      ['cháu ruột tui, ba mẹ nó mất', 'Đăng ký giám hộ'],
      ['ông xã em là người Hàn', 'kết hôn với người nước ngoài'],
      ['con em vào lớp 1', 'bản sao giấy khai sinh'],
      ['con em đậu đại học', 'bản sao giấy khai sinh'],
      ['mẹ em bị tai biến nằm một chỗ', 'Giấy xác nhận khuyết tật'],
      ['my wife gave birth yesterday', 'Register the birth'],
    ]
    for (const [text, name] of offered) {
      const told = tell(text)
      expect(told.frame, text).toBeUndefined()
      expect(told.words, text).toContain(name)
    }
  })

  it('is no death where it is a paper that is lost', () => {
    for (const text of ['ho khau bac mat roi', 'sổ đỏ ông mất rồi'])
      expect(tell(text).words, text).not.toContain('chia buồn')
    expect(tell('bác tui mất rồi').words).toContain('chia buồn')
  })

  it('is kept for the guide that is taken, by its name or by a yes', () => {
    const asked = tell('vợ đẻ hôm qua')
    const guide = asked.fork().say('1')
    expect(guide.frame).toMatchObject({ procedure: 'birth-linked', heard: { birth_date: '2026-11-21' } })
    expect(asked.fork().say('ừ').frame?.procedure).toBe('birth-linked')
    expect(asked.say('cần gì', foreign).words).toContain('giấy tờ cần có')
  })

  it('goes before another matter that is only seen in it', () => {
    const pension = means({ procedure: 'social-pension', topic: 'overview', confidence: 0.85 })
    expect(tell('con em đủ 14 tuổi', pension).words).toContain('Làm thẻ căn cước')
  })

  it('begins the guide where that is surely meant', () => {
    const birth = means({ procedure: 'birth-linked', topic: 'overview' })
    expect(tell('con em mới sinh', birth).frame?.procedure).toBe('birth-linked')
  })

  it('is left to the matter that is named with it, and to a wish or a question', () => {
    const insurance = means({ procedure: 'health-insurance', topic: 'overview' })
    expect(tell('con em mới sinh thẻ bảo hiểm', insurance).frame?.procedure).toBe('health-insurance')
    const land = means({ procedure: 'land', topic: 'overview' })
    expect(tell('bố em mới mất để lại sổ đỏ', land).frame?.procedure).toBe('land')
    for (const text of ['vợ đẻ mổ có tốn tiền không', 'nếu vợ đẻ thì sao', 'vợ mới đẻ muốn mua sữa'])
      expect(tell(text).words, text).not.toContain('Làm khai sinh')
  })

  it('is no death where a thing was lost', () => {
    for (const text of ['vợ em mất bằng lái', 'ba em mới mất cái ví', 'con em mất thẻ học sinh'])
      expect(tell(text).words, text).not.toContain('chia buồn')
  })

  it('is not offered again in the matter that it calls for', () => {
    const birth = talk(content).say('khai sinh cần gì', means({ procedure: 'birth', topic: 'documents' }))
    expect(birth.say('vợ đẻ hôm qua', foreign).words).not.toContain('chúc mừng')
  })
})

describe('a plain yes under a list', () => {
  it('is asked which of them', () => {
    const asked = tell('em mới cưới').say('ừ', foreign)
    expect(asked.words).toContain('Ý bác là câu nào ạ?')
    expect(asked.say('độc thân', foreign).frame?.procedure).toBe('marital-status')
  })
})

describe('who only says who they are', () => {
  it('is greeted and asked', () => {
    for (const text of ['chào em, chị ở Đức', 'em ơi cô ở xã Tân Phú', 'chào em chị bán hàng online']) {
      const told = tell(text)
      expect(told.words, text).toContain('Em chào bác, em nghe đây ạ. Bác cần em giúp việc gì ạ?')
      expect(told.words, text).not.toContain('không giúp được')
    }
    expect(tell('anh tên Nam').words).toContain('em nghe đây')
  })

  it('is answered where something is asked', () => {
    const fee = means({ procedure: 'birth', topic: 'fee' })
    expect(tell('chào em, cho chị hỏi lệ phí khai sinh', fee).words).toContain('lệ phí')
    expect(tell('chào em, mai trời có mưa không').words).not.toContain('Em chào bác')
  })
})

describe('a lost card', () => {
  it('is told how it is replaced, named at once or asked back about', () => {
    const card = means({ procedure: 'id-card', topic: 'overview', topicConfidence: 1 })
    expect(tell('ba em mất cccd', card).words).toContain('Làm lại thẻ')
    expect(tell('mất giấy tờ').say('1').words).toContain('Làm lại thẻ')
    expect(tell('mất giấy tờ').say('2').words).toContain('các bước')
  })
})

describe('a word that only looks like one of asking', () => {
  it('asks nothing when it has its own marks', () => {
    expect(tell('con dâu mới sinh').words).toContain('Làm khai sinh')
  })
})
