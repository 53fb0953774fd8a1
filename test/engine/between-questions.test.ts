/** What tells of one question is no answer to another, and what was offered stays in sight. */
import { describe, expect, it } from 'vitest'
import { loadShipped } from '../support/files.ts'
import { means, nothing, talk } from '../support/talk.ts'

const content = await loadShipped()
const foreign = means({ isOutOfScope: true, confidence: 0.93, topic: 'overview' })
const birth = () => talk(content).say('khai sinh', means({ procedure: 'birth-linked' }))

describe('words of another question', () => {
  it('are noted for it, and never filed for the present one', () => {
    const said = birth().say('có chứng sinh rồi', nothing)
    expect(said.at).toBe('registered')
    expect(said.frame?.heard).toMatchObject({ birth_paper: 'have' })
  })

  it('behind a comma are noted, and what stands before it is the answer', () => {
    const said = birth().say('chưa, bé sinh hôm qua', nothing)
    expect(said.slots).toMatchObject({ registered: 'not_yet', birth_date: '2026-11-21' })
  })

  it('that ask which of two it is choose neither', () => {
    const guide = talk(content).say('tạm trú', means({ procedure: 'temporary-residence' }))
    const asks = means({ procedure: 'temporary-residence', topic: 'eligibility', topicConfidence: 0.6 })
    expect(guide.say('chủ nhà làm hay người ở trọ làm', asks).at).toBe('need')
  })
})

describe('after a list of matters', () => {
  const listed = () => talk(content).say('con dì tui bị khuyết tật', foreign)

  it('what names no other is asked once more, and a question is about them', () => {
    const guessed = means({ procedure: 'marital-status', confidence: 0.69, topic: 'overview' })
    expect(listed().say('chưa có giấy', guessed).words).toContain('Ý bác là câu nào ạ?')
    const where = means({ topic: 'where', confidence: 0.5 })
    expect(listed().say('làm ở đâu', where).words).toContain('Giấy xác nhận khuyết tật')
  })

  it('what surely names another is about that', () => {
    const residence = means({ procedure: 'temporary-residence' })
    expect(listed().say('thôi làm tạm trú', residence).frame?.procedure).toBe('temporary-residence')
  })
})

describe('a place alone', () => {
  it('is listened to, or tells where to go', () => {
    expect(talk(content).say('Cần Thơ', foreign).words).toContain('em nghe đây')
    const ended = birth().say('2')
    expect(ended.at).toBeNull()
    expect(ended.say('Cần Thơ', foreign).words).toContain('nơi làm')
  })

  it('whose new name is asked without naming it is asked for', () => {
    expect(talk(content).say('xã mới tên gì', foreign).words).toContain('Trước đây bác ở xã, phường nào')
  })
})

describe('what somebody tells of themselves right after an answer', () => {
  it('is listened to, and not said to be beyond us', () => {
    const poor = talk(content).say(
      'hộ nghèo cần gì',
      means({ procedure: 'poor-household', topic: 'documents' }),
    )
    expect(poor.say('nhà có 2 đứa con ăn học', foreign).words).toContain('em nghe rồi')
    const app = talk(content).say('vneid cần gì', means({ procedure: 'vneid', topic: 'documents' }))
    expect(app.say('con ơi bác không biết xài điện thoại', foreign).words).toContain('công an xã')
  })
})
