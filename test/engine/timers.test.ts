import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Effect } from '../../src/engine/turn.ts'
import { day, hour, sundayMorning, type Talk } from '../support/talk.ts'
import { atQuestion } from './kite.ts'

/** When a timer rings after these effects, in order; `undefined` when it does not. */
function ringsAt(effects: readonly Effect[], name: string): string | undefined {
  let at: number | undefined
  for (const effect of effects) {
    if (effect.type === 'schedule_timer' && effect.name === name) at = effect.at
    if (effect.type === 'cancel_timer' && effect.name === name) at = undefined
  }
  return at === undefined ? undefined : inVietnam(at)
}

function inVietnam(at: number): string {
  return new Date(at + 7 * hour).toISOString().slice(0, 16)
}

function isCancelled({ effects }: Talk, name: string): boolean {
  return effects.some((effect) => effect.type === 'cancel_timer' && effect.name === name)
}

describe('the nudge', () => {
  it('is set anew by every question, twenty hours ahead at a decent hour', async () => {
    const conversation = await atQuestion('made')
    expect(ringsAt(conversation.effects, 'nudge')).toBe('2026-11-23T08:00')
    conversation.wait(6 * hour).say('hôm qua')
    expect(ringsAt(conversation.effects, 'nudge')).toBe('2026-11-23T11:00')
  })

  it('always falls between eight and twenty in Vietnam, and within a day and a half', async () => {
    const conversation = await atQuestion('kind')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 * day }), (later) => {
        const asked = conversation.fork().wait(later).say('nhắc lại')
        const nudge = asked.effects.find((effect) => effect.type === 'schedule_timer')
        if (nudge?.type !== 'schedule_timer') throw new Error('no nudge')
        const hourOfDay = new Date(nudge.at + 7 * hour).getUTCHours()
        expect(hourOfDay).toBeGreaterThanOrEqual(8)
        expect(hourOfDay).toBeLessThan(20)
        expect(nudge.at - asked.now).toBeGreaterThanOrEqual(20 * hour)
        expect(nudge.at - asked.now).toBeLessThanOrEqual(36 * hour)
      }),
    )
  })

  it('names what is open, asks once more, and then rests', async () => {
    const conversation = (await atQuestion('count')).wait(23 * hour).ring('nudge')
    expect(conversation.words).toContain('Bác đang làm dở: Việc kite.')
    expect(conversation.words).toContain('Bác có mấy con diều ạ?')
    expect(ringsAt(conversation.effects, 'nudge')).toBeUndefined()
    expect(conversation.at).toBe('count')
    expect(conversation.session?.heardAt).toBe(sundayMorning)
  })

  it('does not make the citizen any less welcome to answer', async () => {
    const conversation = (await atQuestion('count'))
      .wait(23 * hour)
      .ring('nudge')
      .wait(hour)
      .say('2')
    expect(conversation.slots.count).toBe(2)
  })

  it('is given up at the end, and says nothing when it rings all the same', async () => {
    const conversation = (await atQuestion('remind_me')).say('không')
    expect(conversation.at).toBeNull()
    expect(isCancelled(conversation, 'nudge')).toBe(true)
    expect(conversation.ring('nudge').replies).toEqual([])
  })

  it('is silent about a timer nobody knows', async () => {
    const conversation = (await atQuestion('count')).ring('constructor')
    expect(conversation.replies).toEqual([])
    expect(conversation.at).toBe('count')
  })
})

describe('the reminder', () => {
  const reminder = 'remind:kite:reminder'

  it('is set for nine in the morning of its day, with its words written out', async () => {
    const conversation = (await atQuestion('remind_me')).say('có')
    expect(ringsAt(conversation.effects, reminder)).toBe('2026-12-28T09:00')
    expect(conversation.effects).toContainEqual(
      expect.objectContaining({ name: reminder, payload: { text: 'Sắp đến hạn 31/12/2026 rồi ạ.' } }),
    )
  })

  it('says its words when it rings, and leaves the citizen where she is', async () => {
    const conversation = (await atQuestion('remind_me')).say('có').tap('!start:lantern')
    conversation.ring(reminder, { text: 'Sắp đến hạn rồi ạ.' })
    expect(conversation.replies).toEqual([{ text: 'Sắp đến hạn rồi ạ.' }])
    expect(conversation.at).toBe('shape')
  })

  it('is not set for who does not want it', async () => {
    const conversation = (await atQuestion('remind_me')).say('không')
    expect(ringsAt(conversation.effects, reminder)).toBeUndefined()
  })

  it('moves with a changed answer', async () => {
    const conversation = (await atQuestion('remind_me')).say('có').tap('!change:made').say('11/11/2026')
    expect(ringsAt(conversation.effects, reminder)).toBe('2027-01-07T09:00')
  })

  it('is taken back when the citizen no longer wants it, or when it is too late', async () => {
    const unwanted = (await atQuestion('remind_me')).say('có').say('quay lại').say('không')
    expect(isCancelled(unwanted, reminder)).toBe(true)
    const late = (await atQuestion('remind_me')).say('có').tap('!change:made').say('1/9/2026')
    expect(isCancelled(late, reminder)).toBe(true)
    expect(ringsAt(late.effects, reminder)).toBeUndefined()
  })

  it('is not set twice by a change that has nothing to do with it', async () => {
    const conversation = (await atQuestion('remind_me')).say('có').tap('!change:owner').say('Cánh Cò')
    expect(conversation.effects.filter((effect) => 'name' in effect && effect.name === reminder)).toEqual([])
  })
})
