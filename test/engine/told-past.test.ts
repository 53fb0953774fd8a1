/** What was long ago, and what is half an answer to a question still to come, is listened to and leads nowhere else. */
import { describe, expect, it } from 'vitest'
import { loadShipped } from '../support/files.ts'
import { means, talk } from '../support/talk.ts'

const content = await loadShipped()
const asked = (procedure: string) =>
  talk(content).say('giấy tờ hộ tịch cần gì', means({ procedure, topic: 'documents' }))
const birth = means({ procedure: 'birth', topic: 'where', confidence: 0.92, topicConfidence: 0.67 })

describe('the past, right after an answer', () => {
  it('stays with the matter in hand: of a place it is told where to go', () => {
    const told = asked('civil-extract').say('hồi xưa khai sinh ở Hải Phòng', birth)
    expect(told.frame?.procedure).toBe('civil-extract')
    expect(told.words).toContain('nơi làm')
  })

  it('is listened to where nothing is known of it', () => {
    const wedding = means({ procedure: 'marriage', topic: 'overview', confidence: 0.98 })
    const told = asked('civil-extract').say('hồi xưa kết hôn ở quê vợ', wedding)
    expect(told.frame?.procedure).toBe('civil-extract')
    expect(told.words).toContain('em nghe rồi')
    const extract = asked('civil-extract').say('ông mất năm 1990', means({ procedure: 'death-linked' }))
    expect(extract.words).not.toContain('chia buồn')
  })

  it('is answered where a fact knows the case, and left when something is wanted now', () => {
    const wed = asked('marriage').say('hồi trước em có chồng rồi ly hôn', means({ procedure: 'marriage' }))
    expect(wed.words).toContain('kết hôn lại')
    const card = means({ procedure: 'id-card', topic: 'documents' })
    const turned = asked('civil-extract').say('hồi xưa làm cmnd, giờ muốn đổi căn cước', card)
    expect(turned.frame?.procedure).toBe('id-card')
  })
})

describe('the past, in the middle of a guide', () => {
  it('offers no change', () => {
    const guide = talk(content)
      .say('khai tử', means({ procedure: 'death-linked' }))
      .say('hôm qua')
    const insurance = means({ procedure: 'health-insurance', topic: 'overview', topicConfidence: 0.76 })
    const told = guide.say('trước đây ổng có thẻ bảo hiểm y tế', insurance)
    expect(told.words).not.toContain('chuyển sang')
    expect(told.words).toContain('em nghe rồi')
    expect(told.at).toBe(guide.at)
  })
})

describe('half an answer to a question still to come', () => {
  it('is listened to, and is no miss', () => {
    const guide = talk(content).say('khai sinh', means({ procedure: 'birth-linked' }))
    const unknown = means({ confidence: 0.2, topic: 'other', topicConfidence: 0.3 })
    for (const text of ['đẻ ở trạm xá', 'dạ sinh ở trạm y tế ạ']) {
      const told = guide.fork().say(text, unknown)
      expect(told.words, text).toContain('em nghe rồi')
      expect(told.at, text).toBe('registered')
      expect(told.session?.misses ?? 0, text).toBe(0)
    }
  })
})
