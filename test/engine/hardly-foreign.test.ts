/** What is hardly foreign, and asks for what we are asked, is not refused. */
import { describe, expect, it } from 'vitest'
import { loadShipped } from '../support/files.ts'
import { means, talk } from '../support/talk.ts'

const content = await loadShipped()
const candidates = [{ procedure: 'household-business', confidence: 0.3 }]

describe('a question that may be ours', () => {
  it('is asked back with what it may be about', () => {
    const doubtful = means({ isOutOfScope: true, confidence: 0.4, topic: 'documents', candidates })
    const told = talk(content).say('mở quán cà phê cần giấy gì', doubtful)
    expect(told.words).toContain('Hộ kinh doanh')
    expect(told.words).not.toContain('không giúp được')
  })

  it('is refused where it surely is not', () => {
    const foreign = means({ isOutOfScope: true, confidence: 0.9, topic: 'documents', candidates })
    expect(talk(content).say('quán cà phê nào ngon', foreign).words).toContain('không giúp được')
  })
})

describe('a beginning that tells something and asks nothing', () => {
  const greeting = means({ isOutOfScope: true, confidence: 0.4, topic: 'overview' })

  it('is listened to', () => {
    const { words } = talk(content).say('Cháu ơi, bác là bác Năm ở ấp 3', greeting)
    expect(words).toContain('em nghe đây')
    expect(words).not.toContain('chưa hiểu')
  })

  it('is said not to be understood the second time', () => {
    const again = talk(content).say('Cháu ơi, bác là bác Năm', greeting).say('nhà bác ở gần chợ', greeting)
    expect(again.words).toContain('chưa hiểu')
  })
})
