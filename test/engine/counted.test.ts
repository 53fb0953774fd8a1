/** A deadline that is asked for together with the day it runs from. It is 22 November 2026. */
import { describe, expect, it } from 'vitest'
import { loadShipped } from '../support/files.ts'
import { means, nothing, type Talk, talk } from '../support/talk.ts'

const content = await loadShipped()
const ask = (text: string, procedure = 'birth'): Talk =>
  talk(content).say(text, means({ procedure, topic: 'deadline' }))

describe('a deadline', () => {
  it('is told as the last day when the question says from which day it runs', () => {
    const { words } = ask('con tôi sinh ngày 3/9 thì phải đi khai sinh trước ngày nào')
    expect(words).toContain('ngày 2/11/2026, đã quá hạn 20 ngày')
    expect(ask('ông mất hôm 10/11 thì hạn khai tử ngày nào', 'death').words).toContain(
      'ngày 25/11/2026, còn 3 ngày',
    )
  })

  it('says that the office is closed on the last day', () => {
    expect(ask('cháu sinh ngày 30/9 hạn khai sinh ngày nào').words).toContain('Hôm đó là Chủ nhật')
  })

  it.each([
    ['bé 3 tháng rồi khai sinh còn hạn không', 'thì đã quá hạn rồi'],
    ['bé được 2 tuần khai sinh còn hạn không', 'thì vẫn còn hạn'],
    ['bé 2 tháng rồi khai sinh còn hạn không', 'Bác nhắn đúng ngày'],
  ])('is open, past or unsure for an age: %s', (text, told) => {
    expect(ask(text).words).toContain(told)
  })

  it('is told again for the day that is named next', () => {
    const foreign = means({ isOutOfScope: true, confidence: 0.96 })
    const asked = ask('bé 2 tháng rồi khai sinh còn hạn không')
    expect(asked.fork().say('25/9', nothing).words).toContain('ngày 24/11/2026, còn 2 ngày')
    expect(asked.fork().say('sinh ngày 25/9', foreign).words).toContain('ngày 24/11/2026, còn 2 ngày')
  })

  it('is counted from the answer in the middle of a script', () => {
    const begun = talk(content).say('khai sinh', means({ procedure: 'birth' }))
    begun.say('chưa').say('5/11/2026')
    const asked = begun.say('hạn đến hôm nào', means({ procedure: 'birth', topic: 'deadline' }))
    expect(asked.words).toContain('ngày 4/1/2027, còn 43 ngày')
  })

  it('stays a number where the day is not known, or ends under a law not known yet', () => {
    expect(ask('khai sinh hạn bao lâu').words).toContain('60 ngày. Tính từ ngày sinh.')
    const later = talk(content, { now: Date.parse('2027-02-20T09:00+07:00') })
    const told = later.say(
      'cháu sinh ngày 15/2 hạn khai sinh',
      means({ procedure: 'birth', topic: 'deadline' }),
    )
    expect(told.words).not.toContain('16/4/2027')
  })

  it('of no matter in particular asks which, and is then counted', () => {
    const foreign = means({ isOutOfScope: true, confidence: 0.4, topic: 'deadline' })
    const asked = talk(content).say('bé 2 tháng rồi còn hạn không', foreign)
    expect(asked.words).toContain('thời hạn phải làm của việc dưới đây')
    expect(asked.say('1').words).toContain('Bác nhắn đúng ngày')
  })

  it('of two procedures that one script leads through needs no question back', () => {
    const candidates = [
      { procedure: 'birth', confidence: 0.5 },
      { procedure: 'birth-linked', confidence: 0.45 },
    ]
    const reading = means({ procedure: 'birth', confidence: 0.5, topic: 'deadline', candidates })
    expect(talk(content).say('con sinh 5/11 hạn ngày nào', reading).words).toContain('ngày 4/1/2027')
  })
})
