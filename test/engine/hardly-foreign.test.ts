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
