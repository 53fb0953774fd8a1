/** Short questions after something was told. */
import { describe, expect, it } from 'vitest'
import { loadShipped } from '../support/files.ts'
import { means, type Talk, talk } from '../support/talk.ts'

const content = await loadShipped()
const told = (): Talk =>
  talk(content).say(
    'trợ cấp hưu trí xã hội là gì',
    means({ procedure: 'social-pension', topic: 'eligibility' }),
  )

describe('a short question after something was told', () => {
  it('is about the same matter, although another is somewhat likelier', () => {
    const reading = means({
      procedure: 'social-allowance',
      confidence: 0.7,
      topic: 'fee',
      candidates: [
        { procedure: 'social-allowance', confidence: 0.7 },
        { procedure: 'social-pension', confidence: 0.2 },
      ],
    })
    const conversation = told().say('mỗi tháng được bao nhiêu tiền', reading)
    expect(conversation.frame?.procedure).toBe('social-pension')
  })

  it('is about the same matter, although it reads as none of ours', () => {
    const reading = means({ isOutOfScope: true, confidence: 0.6, topic: 'where' })
    const conversation = told().say('nộp ở đâu', reading)
    expect(conversation.words).toContain('nơi làm')
    expect(conversation.frame?.procedure).toBe('social-pension')
  })

  it('leaves it when it surely names another', () => {
    const reading = means({ procedure: 'id-card', confidence: 0.97, topic: 'fee' })
    expect(told().say('làm căn cước mất bao nhiêu', reading).frame?.procedure).toBe('id-card')
  })

  it('is refused when it is surely foreign', () => {
    const reading = means({ isOutOfScope: true, confidence: 0.99, topic: 'fee' })
    expect(told().say('vé xem phim bao nhiêu tiền', reading).words).toContain('không giúp được')
  })

  it('says what it is about when it is long', () => {
    const reading = means({ isOutOfScope: true, confidence: 0.7, topic: 'fee' })
    const words = told().say('cho tôi hỏi giá một tạ thóc năm nay bán được bao nhiêu', reading).words
    expect(words).not.toContain('lệ phí:')
  })

  it('is asked about when another matter is only likely, however long it is', () => {
    const reading = means({
      procedure: 'death',
      confidence: 0.45,
      topic: 'eligibility',
      candidates: [{ procedure: 'death', confidence: 0.45 }],
    })
    const asked = told().say('ông nhà đi viện mãi chưa về thì bà tự đi làm một mình được không', reading)
    expect(asked.words).toContain('Có phải bác muốn hỏi')
    expect(asked.replies.at(-1)?.choices?.map(({ label }) => label)).toEqual([
      'Trợ cấp hưu trí xã hội (người già)',
      'Khai tử (chỉ đăng ký khai tử)',
      'Không phải mấy việc này',
    ])
    expect(asked.say('1').words).toContain('ai được làm')
  })
})

describe('a question with the name of an offered topic in it', () => {
  const married = (): Talk =>
    talk(content).say('kết hôn cần giấy gì', means({ procedure: 'marriage', topic: 'documents' }))

  it.each(['lệ phí căn cước', 'lệ phí làm căn cước bao nhiêu'])('"%s" is about what it names', (words) => {
    const reading = means({ procedure: 'id-card', confidence: 0.97, topic: 'fee' })
    expect(married().say(words, reading).frame?.procedure).toBe('id-card')
  })

  it.each(['lệ phí', 'lệ phí bao nhiêu vậy em'])('"%s" says no more than the topic', (words) => {
    const reading = means({ procedure: 'online-payment', confidence: 0.9, topic: 'overview' })
    const conversation = married().say(words, reading)
    expect(conversation.frame?.procedure).toBe('marriage')
    expect(conversation.words).toContain('Đăng ký kết hôn – lệ phí')
  })
})

describe('a short question that may be about another matter', () => {
  const complained = (): Talk =>
    talk(content).say('phản ánh cán bộ gửi đâu', means({ procedure: 'complaint', topic: 'where' }))

  it('is asked about when that is less than sure', () => {
    const reading = means({
      procedure: 'civil-correction',
      confidence: 0.63,
      topic: 'eligibility',
      candidates: [{ procedure: 'civil-correction', confidence: 0.63 }],
    })
    const asked = complained().say('có phải ghi tên thật không', reading)
    expect(asked.words).toContain('Có phải bác muốn hỏi')
    expect(asked.replies.at(-1)?.choices?.map(({ label }) => label)).toContain('Phản ánh, góp ý, khiếu nại')
  })

  it('is about the present one when a fact of it is asked for by name, without a word of asking', () => {
    const rented = talk(content).say(
      'ở trọ cần giấy gì',
      means({ procedure: 'temporary-residence', topic: 'documents' }),
    )
    const reading = means({ procedure: 'land', confidence: 0.9, topic: 'eligibility' })
    expect(rented.say('làm xong có được cấp sổ không', reading).words).toContain(
      'Không cấp giấy hay sổ tạm trú',
    )
  })
})

describe('a long question about a matter that a guide leads through', () => {
  const unsure = { procedure: 'certify-copy', topic: 'eligibility', topicConfidence: 0.45 } as const

  it('is answered, though it is less than sure what it asks', () => {
    const asked = 'mỗi lần xin việc cháu nó đi sao y cả xấp bằng cấp thì có ai được miễn gì không'
    const { words, frame } = talk(content).say(asked, means(unsure))
    expect(words).toContain('Sao y, chứng thực bản sao – ai được làm')
    expect(frame?.at).toBeNull()
  })

  it('is a wish where it is short', () => {
    expect(talk(content).say('giúp tôi sao y được không ạ', means(unsure)).frame?.at).not.toBeNull()
  })
})

describe('an offer to be guided', () => {
  it.each(['đc hướng dẫn đi', 'hướng dẫn đi', 'hướng dẫn bà đi', 'huong dan', 'hướng dẫn'])(
    'is taken by "%s", which asks for help elsewhere',
    (words) => {
      const offered = talk(content).say(
        'làm giấy khai sinh cần gì',
        means({ procedure: 'birth', topic: 'documents' }),
      )
      expect(offered.say(words).frame?.procedure).toBe('birth-linked')
    },
  )
})

describe('a case told right after an answer', () => {
  const asked = (): Talk =>
    talk(content).say(
      'hộ kinh doanh cần giấy gì',
      means({ procedure: 'household-business', topic: 'documents' }),
    )

  it('is told what holds for it, of what was asked before', () => {
    const vague = means({ isOutOfScope: true, confidence: 0.85, topic: 'other' })
    const { words } = asked().say('quán tôi muốn tạm nghỉ', vague)
    expect(words).toContain('giấy tờ cần có')
    expect(words).toContain('Tạm nghỉ')
    expect(words).not.toContain('Đóng cửa')
  })

  it('says nothing where no case of the matter is told', () => {
    const vague = means({ isOutOfScope: true, confidence: 0.85, topic: 'other' })
    expect(asked().say('tôi ở gần chợ', vague).words).not.toContain('giấy tờ cần có:')
  })
})

describe('a topic that a special case is told of, too', () => {
  it('begins with what holds for everybody', () => {
    const where = means({ procedure: 'death-linked', topic: 'where' })
    const { words } = talk(content).say('khai tử liên thông nộp ở đâu', where)
    expect(words).toMatch(/nơi làm:\n(?!Giấy báo tử)/)
  })
})
