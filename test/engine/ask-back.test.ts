/** Messages too short to tell which matter is meant are asked back about. */
import { describe, expect, it } from 'vitest'
import { loadShipped } from '../support/files.ts'
import { means, talk } from '../support/talk.ts'

const content = await loadShipped()
const death = means({ procedure: 'death-linked', confidence: 0.99, topic: 'overview' })
const foreign = means({ isOutOfScope: true, confidence: 0.99, topic: 'overview' })
const lost = (text = 'mất rồi') => talk(content).say(text, death)

describe('a message that may mean several matters', () => {
  it('begins none of them, with marks or without, politely or not', () => {
    for (const text of ['mất rồi', 'mat roi', 'dạ mất rồi ạ', 'bị mất', 'mất hôm qua']) {
      const asked = lost(text)
      expect(asked.frame, text).toBeUndefined()
      expect(asked.words, text).toContain('người thân của bác mất, hay bác bị mất giấy tờ')
    }
  })

  it('of somebody who has gone is asked back about, too', () => {
    const absence = means({ procedure: 'absence', topic: 'overview', confidence: 0.73 })
    for (const text of ['bà nhà tui đi rồi', 'ông nhà tui đi bữa qua']) {
      const asked = talk(content).say(text, absence)
      expect(asked.words, text).toContain('người thân của bác mất, hay đi xa')
      expect(asked.say('mất rồi').frame?.procedure).toBe('death-linked')
    }
  })

  it('that says more is taken as it is read', () => {
    expect(lost('mẹ tôi mất rồi').frame?.procedure).toBe('death-linked')
    expect(lost('mắt rồi').frame?.procedure).toBe('death-linked')
  })

  it('goes on with the choice that is taken, typed in words of its own', () => {
    expect(lost().say('1').frame?.procedure).toBe('death-linked')
    expect(lost().say('mẹ tôi', foreign).frame?.procedure).toBe('death-linked')
    expect(lost().say('không phải', foreign).words).toContain('bác nói lại giúp em')
  })

  it('may lead to another such question, and from there to the fact that is meant', () => {
    const which = lost().say('giấy tờ', foreign)
    expect(which.words).toContain('Bác bị mất giấy gì ạ?')
    expect(which.fork().say('cccd', foreign).frame?.procedure).toBe('id-card')
    expect(which.say('bảo hiểm', foreign).words).toContain('không cần cấp lại')
  })

  it('turns to no other matter in the middle of a script', () => {
    const script = talk(content).say('khai sinh', means({ procedure: 'birth-linked', topic: 'overview' }))
    const said = script.say('chưa có').say('mất rồi', death)
    expect(said.frame?.procedure).toBe('birth-linked')
    expect(said.words).not.toContain('Khai tử')
  })

  it('is about the matter in hand, where that is one of them, or knows what it is', () => {
    const asked = talk(content).say('khai tử cần gì', means({ procedure: 'death', topic: 'documents' }))
    expect(asked.say('mất rồi', death).words).not.toContain('hay bác bị mất giấy tờ')
    const split = talk(content).say('tách khẩu', means({ procedure: 'household-split', topic: 'documents' }))
    expect(split.say('ly hôn rồi', foreign).words).toContain('không cần chủ hộ')
  })
})

describe('other words that are too short', () => {
  it('ask what was forgotten, whose surname, and what is to be confirmed', () => {
    const forgot = talk(content).say('quen mk', foreign)
    expect(forgot.words).toContain('Bác quên mật khẩu, hay không vào được ở đâu ạ?')
    expect(forgot.say('vneid', foreign).words).toContain('bấm "Quên mật khẩu"')
    const surname = talk(content).say('cho nó theo họ tui', { ...foreign, confidence: 0.3 })
    expect(surname.say('đổi họ', foreign).frame?.procedure).toBe('civil-correction')
    const paper = means({ procedure: 'residence-confirmation', topic: 'overview', confidence: 0.6 })
    expect(talk(content).say('đơn xin xác nhận', paper).words).toContain('Bác cần xác nhận việc gì ạ?')
  })

  it('tell of oneself, where the matter in hand is one of those', () => {
    const poor = means({ procedure: 'poor-household', topic: 'overview', confidence: 0.99 })
    const pension = talk(content).say('tiền già', means({ procedure: 'social-pension', topic: 'overview' }))
    const told = pension.say('hộ nghèo', poor)
    expect(told.frame?.procedure).toBe('social-pension')
    expect(told.words).toContain('ai được làm')
    const funeral = talk(content).say('mai táng', means({ procedure: 'funeral-support', topic: 'overview' }))
    const unsure = means({ isOutOfScope: true, confidence: 0.3, topic: 'overview' })
    expect(funeral.say('mất năm ngoái', unsure).words).not.toContain('hay bác bị mất giấy tờ')
  })

  it('are about the matter in hand where that knows them', () => {
    const app = talk(content).say('vneid cần gì', means({ procedure: 'vneid', topic: 'documents' }))
    expect(app.say('quên mật khẩu', foreign).words).toContain('bấm "Quên mật khẩu"')
  })
})

describe('a refused message that names what is asked back about', () => {
  it('is told honestly whom to ask, and what can be helped with', () => {
    for (const text of ['ly hôn', 'đơn ly hôn nộp ở đâu', 'thu tuc ly di the nao']) {
      const told = talk(content).say(text, foreign)
      expect(told.words, text).toContain('Việc ly hôn em chưa hướng dẫn được ạ. Bác hỏi: Một cửa')
      expect(told.words, text).toContain('Giấy độc thân sau ly hôn')
    }
  })

  it('is not asked back about when it is surely a matter of ours', () => {
    const single = means({ procedure: 'marital-status', confidence: 0.98, topic: 'documents' })
    const told = talk(content).say('ly hôn rồi xin giấy độc thân cần gì', single)
    expect(told.frame?.procedure).toBe('marital-status')
  })

  it('keeps an old button alive in the middle of a script', () => {
    const script = talk(content).say('khai sinh', means({ procedure: 'birth-linked', topic: 'overview' }))
    const tapped = script.tap('!meant:divorce:household')
    expect(tapped.words).toContain('không cần chủ hộ')
    expect(tapped.frame?.procedure).toBe('birth-linked')
    expect(tapped.tap('!meant:gone:nothing').frame?.procedure).toBe('birth-linked')
  })
})
