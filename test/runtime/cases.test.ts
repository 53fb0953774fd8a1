/** Cases through the runtime: what is around a turn, and what officers send. */
import { describe, expect, it } from 'vitest'
import type { CaseId, Exchange, Outcome, Session } from '../../src/engine/turn.ts'
import { caseIdOf } from '../../src/runtime/case-id.ts'
import { atTheDoor } from '../../src/runtime/door.ts'
import { createRecent } from '../../src/runtime/recent.ts'
import type { Advance } from '../../src/runtime/run-turn.ts'
import type { StoredInput } from '../../src/store/store.ts'
import { content, echo, incoming, scene, start } from './arrange.ts'

const stored = (conversation: string, updateId: string, text = 'chào'): StoredInput => ({
  ...incoming(conversation, updateId, text),
  position: 1,
})
const session: Session = { v: 1, content: content.version, locale: 'vi', heardAt: start }
const said = (text: string, more: Partial<Outcome> = {}): Outcome => ({
  ...{ session, replies: [{ text }], effects: [] },
  ...more,
})

describe('the id of a case', () => {
  it('is ten letters and digits, the same for the same update and another for another', () => {
    const id = caseIdOf(stored('web:a', 'u1'))
    expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{10}$/)
    expect(caseIdOf(stored('web:a', 'u1', 'other words'))).toBe(id)
    expect(caseIdOf(stored('web:a', 'u2'))).not.toBe(id)
    expect(caseIdOf(stored('web:b', 'u1'))).not.toBe(id)
  })
})

describe('what was said last', () => {
  const recentOf = (made: ReturnType<typeof createRecent>, conversation: string): readonly Exchange[] =>
    made.around(stored(conversation, 'x')).recent()

  it('is known in order, with the label of what was tapped, identity numbers hidden, of one conversation', () => {
    const recent = createRecent(caseIdOf)
    recent.heard(
      stored('web:a', 'u1', 'căn cước 012345678901'),
      said('Dạ?', { replies: [{ text: 'Dạ?', choices: [{ id: '!menu', label: 'Việc khác' }] }] }),
      1,
    )
    recent.heard({ ...stored('web:a', 'u2'), input: { type: 'tap', choice: '!menu' } }, said('Menu'), 2)
    expect(recentOf(recent, 'web:a')).toEqual([
      { at: 1, by: 'citizen', text: 'căn cước •••' },
      { at: 1, by: 'bot', text: 'Dạ?' },
      { at: 2, by: 'citizen', text: 'Việc khác' },
      { at: 2, by: 'bot', text: 'Menu' },
    ])
    expect(recentOf(recent, 'web:b')).toEqual([])
  })

  it('is twelve entries at most, and nothing once all is erased', () => {
    const recent = createRecent(caseIdOf)
    for (let at = 1; at <= 20; at++)
      recent.heard(stored('web:a', `u${at}`, `tin ${at}`), said(`lời ${at}`), at)
    expect(recentOf(recent, 'web:a')).toHaveLength(12)
    expect(recentOf(recent, 'web:a').at(-1)?.text).toBe('lời 20')
    recent.heard(stored('web:a', 'u21'), said('Đã xóa', { effects: [{ type: 'erase' }] }), 21)
    expect(recentOf(recent, 'web:a')).toEqual([])
  })

  it('is forgotten of whoever was heard longest ago, so that memory has a bound', () => {
    const recent = createRecent(caseIdOf)
    for (let at = 0; at <= 1_000; at++) {
      recent.heard(stored(`web:${at}`, 'u'), said('Dạ'), at)
      if (at % 100 === 0) recent.heard(stored('web:who-goes-on', `u${at}`), said('Dạ'), at)
    }
    expect(recentOf(recent, 'web:0')).toEqual([])
    expect(recentOf(recent, 'web:600')).toHaveLength(2)
    expect(recentOf(recent, 'web:who-goes-on')).toHaveLength(12)
  })
})

describe('a turn that changes a case', () => {
  const opening: Advance = (live, before, input, now, around) => {
    const id: CaseId = around?.caseId() ?? 'none'
    const log = (around?.recent() ?? []).map(({ at, by, text }) => ({ at, kind: by, text }))
    const set = {
      state: 'waiting',
      kind: 'chat',
      desk: 'ward',
      reason: 'silence',
      openedAt: now,
      locale: 'vi',
    } as const
    const outcome = echo(live, before, input, now)
    if (input.type !== 'text' || input.text !== 'open') return outcome
    return { ...outcome, effects: [{ type: 'case_change', case: id, set, log }] }
  }

  it('is committed with it, and what was said before is there', async () => {
    const { say, store } = scene({ advance: opening })
    await say('web:a', 'one')
    await say('web:a', 'open')
    const [opened] = await store.listCases({ limit: 10 })
    expect(opened).toMatchObject({ conversation: 'web:a', state: 'waiting', desk: 'ward', openedAt: start })
    expect(opened?.id).toBe(caseIdOf(stored('web:a', 'u2')))
    expect((await store.caseLog(opened?.id ?? '', 0, 10)).map(({ text }) => text)).toEqual(['one', '1 one'])
  })

  it('that fails answers the officer who waits for it, and says nothing to the citizen', async () => {
    const failing: Advance = (live, before, input, now, around) => {
      if (input.type === 'officer') throw new TypeError('a bug')
      return opening(live, before, input, now, around)
    }
    const { say, runtime, store, channel } = scene({ advance: failing })
    await say('web:a', 'open')
    const id = caseIdOf(stored('web:a', 'u1'))
    const by = { id: 'lan', name: 'Lan' }
    const input = {
      type: 'officer',
      id: 'act',
      case: id,
      by,
      via: 'console',
      action: { does: 'take' },
    } as const
    await runtime.accept({ conversation: 'web:a', updateId: 'act', input, receivedAt: start })
    await runtime.idle()
    expect(await store.caseLog(id, 0, 10)).toMatchObject([
      { kind: 'refused', reason: 'unknown', action: 'act' },
    ])
    expect(channel.arrived).toEqual(['web:a: 1 open'])
  })
})

describe('what an officer writes', () => {
  const through = (text: string) => {
    const by = { id: 'lan', name: 'Lan' }
    const action = { does: 'answer', text } as const
    const input = { type: 'officer', id: 'a', case: 'c', by, via: 'console', action } as const
    const kept = atTheDoor({ conversation: 'web:a', updateId: 'a', input, receivedAt: start }).input
    return kept.type === 'officer' && kept.action.does === 'answer' ? kept.action.text : undefined
  }
  it('keeps its lines, loses what cannot be seen, and has a bound', () => {
    expect(through('Bác mang:\r\n- căn cước\u0000\n\n\n\n- giấy  tờ \n')).toBe(
      'Bác mang:\n- căn cước\n\n- giấy tờ',
    )
    expect(through('ơ'.repeat(5_000))).toHaveLength(1_900)
  })
})
