/** From asking for a person to rating them. */
import { describe, expect, it } from 'vitest'
import { talk } from '../../support/talk.ts'
import { atQuestion, goOn } from '../kite.ts'
import { act, changesIn, hung, type KeptCase, keep, lan, mondayMorning, office } from './office.ts'

async function atCount() {
  const content = await office()
  const start = await atQuestion('count')
  return talk(content, {
    now: mondayMorning,
    ...(start.session === undefined ? {} : { session: start.session }),
  })
}

describe('a case', () => {
  it('is opened, taken, answered and given back, and the citizen goes on and rates', async () => {
    const conversation = (await atCount()).say('gặp cán bộ')
    expect(conversation.words).toContain('1. Nhắn tin ở đây')
    expect(conversation.session?.case).toBeUndefined()

    conversation.say('1')
    let kept: KeptCase | undefined
    for (const change of changesIn(conversation)) kept = keep(kept, change)
    expect(kept?.fields).toMatchObject({
      ...{ state: 'waiting', kind: 'chat', desk: 'ward', reason: 'asked_for_person' },
      ...{ procedure: 'kite', step: 'count', slots: { kind: 'paper', made: '2026-11-01' } },
    })
    expect(conversation.words).toContain('Thường trong 15 phút sẽ có cán bộ trả lời.')
    expect(conversation.words).toContain('Bác có mấy con diều ạ?')
    expect(conversation.at).toBe('count')
    const id = conversation.session?.case?.id

    act(conversation, lan, { does: 'take' })
    expect(conversation.words).toBe('Cán bộ Lan đang trả lời bác ạ.')
    act(conversation, hung, { does: 'answer', text: 'Tôi trả lời nhé.' })
    expect(conversation.replies).toEqual([])
    expect(changesIn(conversation)[0]?.log).toEqual([
      expect.objectContaining({ kind: 'refused', reason: 'taken', by: lan }),
    ])

    conversation.say('2')
    expect(conversation.replies).toEqual([])
    expect(conversation.slots.count).toBeUndefined()
    act(conversation, lan, { does: 'answer', text: 'Bác cứ nộp hai con diều ạ.' })
    expect(conversation.words).toBe('Bác cứ nộp hai con diều ạ.')

    act(conversation, lan, { does: 'give_back' })
    expect(conversation.words).toContain('Cán bộ đã trả lời xong ạ.')
    expect(conversation.words).toContain('Bác có mấy con diều ạ?')
    expect(conversation.session?.case).toBeUndefined()

    conversation.say('2')
    expect(conversation.slots.count).toBe(2)
    goOn(conversation, null)
    expect(conversation.words).toContain('Bác thấy cán bộ giúp bác thế nào ạ?')
    conversation.say('5')
    expect(changesIn(conversation)).toMatchObject([{ case: id, set: { rating: 5 } }])
  })
})
