/** What a citizen said when the bot asks back: heard by what they then choose, and kept no longer than the offer. */
import { describe, expect, it } from 'vitest'
import { keepSaid } from '../../src/engine/pending.ts'
import { loadShipped } from '../support/files.ts'
import { means, nothing, type Talk, talk } from '../support/talk.ts'

const content = await loadShipped()
const doubtful = means({
  confidence: 0.3,
  candidates: [
    { procedure: 'birth-linked', confidence: 0.3 },
    { procedure: 'birth', confidence: 0.25 },
  ],
})
const told = 'em là mẹ bé, bé sinh hôm qua'
const guessed = (words = told): Talk => talk(content).say(words, doubtful)
const kept = (said: Talk): string | undefined => said.session?.pending?.said

describe('when one of several guesses is taken', () => {
  it.each([
    ['tapped', (offered: Talk) => offered.tap('!start:birth-linked')],
    ['typed as its number', (offered: Talk) => offered.say('1')],
  ])('%s, the script knows what was told before', (_how, take) => {
    const begun = take(guessed())
    expect(begun.words).toContain('Ngày sinh của cháu – 21/11/2026; Người nộp hồ sơ – Cha hoặc mẹ của cháu')
    expect(begun.frame?.heard).toEqual({ birth_date: '2026-11-21', applicant: 'parent' })
    expect(kept(begun)).toBeUndefined()
    expect(begun.tap('registered:not_yet').at).toBe('parents')
  })

  it('a question about it is answered first, and the script then knows it too', () => {
    const answered = talk(content)
      .say('bé sinh hôm qua, hết bao nhiêu tiền', { ...doubtful, topic: 'fee', topicConfidence: 0.95 })
      .tap('!topic:birth-linked:fee')
    expect(answered.tap('!guide:birth-linked').frame?.heard).toEqual({ birth_date: '2026-11-21' })
  })

  it('the way over the menu loses nothing either', () => {
    const missed = talk(content).say(told, nothing)
    const group = content.menu.find(
      (item) => typeof item !== 'string' && item.procedures.includes('birth-linked'),
    )
    const offered =
      group === undefined || typeof group === 'string' ? missed : missed.tap(`!group:${group.id}`)
    expect(offered.tap('!start:birth-linked').frame?.heard).toMatchObject({ birth_date: '2026-11-21' })
  })
})

describe('when another matter is named in the middle of a script', () => {
  const offered = (): Talk =>
    talk(content)
      .tap('!start:temporary-residence')
      .say('à mà làm khai sinh cho bé sinh hôm qua đã', means({ procedure: 'birth-linked' }))

  it('that matter knows what was told', () => {
    const begun = offered().say('có')
    expect(begun.frame).toMatchObject({ procedure: 'birth-linked', heard: { birth_date: '2026-11-21' } })
  })

  it('staying forgets it', () => {
    const stayed = offered().tap('!keep')
    expect(stayed.frame?.procedure).toBe('temporary-residence')
    expect(kept(stayed)).toBeUndefined()
  })
})

describe('what is kept', () => {
  it('is no more than 200 units, no identity number and no bare name', () => {
    const long = guessed(`bé sinh hôm qua, ${'dài dòng '.repeat(100)}`)
    expect(kept(long)?.length).toBe(200)
    expect(guessed('bé sinh hôm qua, số của mẹ là 001199012345').session?.pending).toBeUndefined()
    expect(keepSaid('số của mẹ là 001199012345')).toEqual({ said: 'số của mẹ là •••' })
    expect(kept(guessed('khai sinh'))).toBeUndefined()
  })

  it('is gone with "none of these", with another sentence and with erasing', () => {
    expect(kept(guessed().tap('!none'))).toBeUndefined()
    expect(kept(guessed().say('đăng ký kết hôn', means({ procedure: 'marriage' })))).toBeUndefined()
    expect(JSON.stringify(guessed().tap('!erase-yes').session)).not.toContain('hôm qua')
  })

  it('is not heard by a button of an older message that was not offered with it', () => {
    expect(guessed().tap('!start:death-linked').frame?.heard).toBeUndefined()
    expect(guessed().tap('!guide:birth-linked').frame?.heard).toBeUndefined()
  })
})
