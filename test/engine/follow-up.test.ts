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
