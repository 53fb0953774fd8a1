/** What each officer's action, each ring and each last word does. */
import { describe, expect, it } from 'vitest'
import type { CaseEntry, OfficerAction } from '../../../src/engine/turn.ts'
import { hour, type Talk, talk } from '../../support/talk.ts'
import { atQuestion } from '../kite.ts'
import { act, around, changesIn, directoryOf, hung, lan, minute, mondayMorning, office } from './office.ts'

async function waiting(ask = 'count', wish = {}): Promise<Talk> {
  const content = await office(wish)
  const { session } = await atQuestion(ask)
  const started = session === undefined ? {} : { session: { ...session, heardAt: mondayMorning } }
  return talk(content, { now: mondayMorning, ...started }).tap('!reach:chat:asked_for_person')
}
const taken = async (ask = 'count') => act(await waiting(ask), lan, { does: 'take' })
const entries = (conversation: Talk): readonly CaseEntry[] =>
  changesIn(conversation).flatMap(({ log }) => log)
const choices = ({ replies }: Talk) => replies.at(-1)?.choices?.map(({ id }) => id) ?? []
const setIn = (conversation: Talk) => changesIn(conversation)[0]?.set
const nextRing = ({ effects }: Talk) =>
  effects.flatMap((effect) => (effect.type === 'schedule_timer' && effect.name === 'case' ? [effect.at] : []))

describe('opening', () => {
  it('writes down who, what and the last exchanges, identity numbers hidden', async () => {
    const recent = () => [
      { at: 1, by: 'citizen', text: 'diều của tôi bị giữ, căn cước 012345678901' } as const,
      { at: 2, by: 'bot', text: 'Em chưa hiểu ý bác ạ.' } as const,
    ]
    const { advance } = await import('../../../src/engine/advance.ts')
    const { session } = await atQuestion('count')
    const tap = { type: 'tap', choice: '!reach:chat:silence' } as const
    const { effects } = advance(await office(), session, tap, mondayMorning, { ...around, recent })
    const [opened] = changesIn({ effects })
    expect(opened?.case).toBe('case000001')
    expect(opened?.set).toMatchObject({ reason: 'silence', wish: 'diều của tôi bị giữ, căn cước •••' })
    expect(opened?.log.map(({ kind }) => kind)).toEqual(['opened', 'citizen', 'bot', 'citizen', 'bot'])
    expect(JSON.stringify(opened)).not.toContain('012345678901')
  })

  it('is done once: whoever asks again is told where it is', async () => {
    const conversation = (await waiting()).say('gặp cán bộ')
    expect(conversation.words).toContain('Việc của bác em đã báo Một cửa phường Hồng Bàng rồi ạ.')
    expect(setIn(conversation)).toEqual({})
    expect(conversation.words).toContain('Bác có mấy con diều ạ?')
  })
})

describe('an officer', () => {
  it('who answers takes the case, and says who it is, once', async () => {
    const conversation = act(await waiting(), lan, { does: 'answer', text: 'Dạ được ạ.' })
    expect(conversation.replies.map(({ text }) => text)).toEqual([
      'Cán bộ Lan đang trả lời bác ạ.',
      'Dạ được ạ.',
    ])
    expect(entries(conversation).map(({ kind }) => kind)).toEqual(['taken', 'officer'])
    expect(act(conversation, lan, { does: 'answer', text: 'Thế nhé.' }).replies).toEqual([
      { text: 'Thế nhé.' },
    ])
  })

  it('sends a picture', async () => {
    const image = { source: 'https://example.com/to-khai.jpg', alt: 'Tờ khai' }
    const conversation = act(await taken(), lan, { does: 'answer', text: '', image })
    expect(conversation.replies).toEqual([{ text: '', image }])
  })

  it('has the bot tell a fact with its source', async () => {
    const conversation = act(await taken(), lan, { does: 'send_fact', procedure: 'kite', topic: 'fee' })
    expect(conversation.words).toContain('8.000 đồng')
    expect(conversation.words).toContain('Theo Luật thử')
    expect(entries(conversation)).toMatchObject([{ kind: 'bot', by: lan }])
  })

  it('writes a note that nobody else sees, whoever has the case', async () => {
    const conversation = act(await taken(), hung, { does: 'note', text: 'Bác này đã đến hôm qua' })
    expect(conversation.replies).toEqual([])
    expect(entries(conversation)).toMatchObject([{ kind: 'note', by: hung }])
  })

  it('passes a case on: it waits at the other desk, and the citizen knows', async () => {
    const conversation = act(await taken(), lan, { does: 'pass', desk: 'deputy', text: 'xem giúp' })
    expect(conversation.words).toContain('Cán bộ đã chuyển việc của bác đến Phó phòng.')
    expect(conversation.words).not.toContain('xem giúp')
    expect(conversation.words).toContain('Bác có mấy con diều ạ?')
    expect(conversation.session?.case).toMatchObject({ state: 'waiting', desk: 'deputy' })
    expect(act(conversation, hung, { does: 'take' }).words).toBe('Cán bộ Hùng đang trả lời bác ạ.')
  })

  it.each<[string, OfficerAction, string]>([
    ['gives back', { does: 'give_back' }, 'Cán bộ đã trả lời xong ạ.'],
    ['asks to come', { does: 'close', outcome: 'comes_to_desk' }, 'mời bác đến Một cửa phường Hồng Bàng'],
    ['is not in charge', { does: 'close', outcome: 'not_ours' }, 'không thuộc Một cửa phường Hồng Bàng'],
  ])(
    'who %s leaves the citizen at her question, with a rating as one more choice',
    async (_, action, words) => {
      const conversation = act(await taken('kind'), lan, action)
      expect(conversation.words).toContain(words)
      expect(conversation.words).toContain('Em là trợ lý tự động')
      expect(conversation.at).toBe('kind')
      expect(choices(conversation).slice(0, 4)).toEqual([
        'kind:paper',
        'kind:cloth',
        'kind:night',
        'kind:other',
      ])
      expect(conversation.replies.at(-1)?.choices?.at(-1)?.label).toBe('Chấm điểm cán bộ')
      expect(conversation.say('2').slots.kind).toBe('cloth')
    },
  )

  it('gives back at another question, and stays where she stood when there is no such one', async () => {
    expect(act(await taken(), lan, { does: 'give_back', step: 'kind' }).at).toBe('kind')
    for (const step of ['gone', 'owner', 'welcome']) {
      expect(act(await taken(), lan, { does: 'give_back', step }).at).toBe('count')
    }
  })

  it('keeps a remark at closing inside the office', async () => {
    const conversation = act(await taken(), lan, { does: 'close', outcome: 'other', text: 'người này quen' })
    expect(conversation.words).not.toContain('người này quen')
    expect(entries(conversation)[0]).toMatchObject({ kind: 'closed', text: 'người này quen' })
  })

  it('can do nothing to a case that is over, erased, or passed on from their desk', async () => {
    const over = act(await taken(), lan, { does: 'give_back' })
    const { at, session } = over
    act(over, lan, { does: 'answer', text: 'Còn nữa ạ' }, 'case')
    expect(entries(over)).toMatchObject([{ kind: 'refused', reason: 'closed' }])
    expect([over.replies, over.at, over.session]).toEqual([[], at, session])
    const passed = act(await taken(), lan, { does: 'pass', desk: 'deputy' })
    const id = passed.session?.case?.id ?? ''
    const by = { type: 'officer', id: 'x', case: id, by: lan, via: 'console', desk: 'ward' } as const
    passed.send({ ...by, action: { does: 'take' } })
    expect(entries(passed)).toMatchObject([{ kind: 'refused', reason: 'taken' }])
  })

  it('who writes in the platform’s own inbox has it, and another officer can go on from there', async () => {
    const conversation = (await waiting()).officer('writes')
    expect(conversation.session?.case).toMatchObject({ state: 'taken' })
    expect(conversation.say('dạ vâng').replies).toEqual([])
    expect(act(conversation, hung, { does: 'answer', text: 'Tôi trả lời tiếp.' }).words).toContain('Hùng')
    expect(conversation.officer('gives_back').words).toContain('Bác có mấy con diều ạ?')
    expect(conversation.session?.case).toBeUndefined()
  })
})

describe('words written in the platform’s own inbox', () => {
  it('are in the log, first and later ones, as far as the platform tells them', async () => {
    const conversation = await waiting()
    conversation.send({ type: 'staff', does: 'writes', text: 'Chào bác, em là Lan.' })
    expect(entries(conversation)).toMatchObject([
      { kind: 'taken', via: 'inbox' },
      { kind: 'officer', via: 'inbox', text: 'Chào bác, em là Lan.' },
    ])
    conversation.send({ type: 'staff', does: 'writes', text: 'Bác chờ em chút.' })
    expect(entries(conversation)).toMatchObject([{ kind: 'officer', via: 'inbox', text: 'Bác chờ em chút.' }])
    conversation.send({ type: 'staff', does: 'writes' })
    expect(entries(conversation)[0]).not.toHaveProperty('text')
    expect(conversation.replies).toEqual([])
  })
})

describe('what the citizen does while a person is in charge', () => {
  it('goes to the log, pictures and numbers as what they are, identity numbers hidden', async () => {
    const conversation = await taken()
    conversation.say('căn cước của tôi là 012345678901, mk la abc123 nhé')
    expect(entries(conversation)[0]?.text).toBe('căn cước của tôi là •••, mk la abc123 nhé')
    conversation.say('mật khẩu là abc123')
    expect(entries(conversation)[0]?.text).toBe('mật khẩu là •••')
    conversation.send({ type: 'unsupported', kind: 'photo' })
    expect(entries(conversation)[0]?.text).toBe('(gửi một ảnh)')
    conversation.send({ type: 'contact', phone: '+84912345678' })
    expect(setIn(conversation)).toMatchObject({ phone: '0912345678' })
    conversation.tap('count:3')
    expect(conversation.replies).toEqual([])
    expect(conversation.slots.count).toBeUndefined()
  })

  it('holds a reminder back until the person is done', async () => {
    const conversation = (await taken()).ring('remind:kite:reminder', { text: 'Sắp đến hạn ạ.' })
    expect(conversation.replies).toEqual([])
    const later = { type: 'schedule_timer', name: 'remind:kite:reminder', at: mondayMorning + 30 * minute }
    expect(conversation.effects).toContainEqual({ ...later, payload: { text: 'Sắp đến hạn ạ.' } })
    act(conversation, lan, { does: 'give_back' }).wait(30 * minute)
    expect(conversation.ring('remind:kite:reminder', { text: 'Sắp đến hạn ạ.' }).words).toContain(
      'Sắp đến hạn ạ.',
    )
  })

  it('calls the bot back, and the case is closed', async () => {
    const conversation = (await taken()).say('bot ơi')
    expect(conversation.words).toContain('Bác có mấy con diều ạ?')
    expect(setIn(conversation)).toMatchObject({ state: 'closed', outcome: 'other' })
  })

  it.each(['taken', 'waiting'])(
    'has it all erased while it is %s: the case is closed without a word',
    async (state) => {
      const conversation = state === 'taken' ? await taken() : await waiting()
      conversation.say('xóa')
      expect(conversation.words).toContain('Em sẽ xóa mọi điều')
      conversation.say('có')
      expect(conversation.effects).toContainEqual({ type: 'erase' })
      expect(entries(conversation)).toEqual([{ at: mondayMorning, kind: 'closed', outcome: 'other' }])
      expect(conversation.session?.case).toBeUndefined()
      expect(act(conversation, lan, { does: 'answer', text: 'Alo' }, 'case').replies).toEqual([])
    },
  )
})

describe('nobody in time', () => {
  it('it goes along the chain: the deputy, then a contact is told, then it waits and comes up at every opening', async () => {
    const conversation = (await waiting()).wait(15 * minute).ring('case')
    expect(conversation.replies).toHaveLength(1)
    expect(conversation.words).toContain('Em đã chuyển đến Phó phòng. Thường trong 15 phút')
    expect(entries(conversation)).toMatchObject([{ kind: 'escalated', desk: 'deputy' }])
    expect(conversation.say('3').slots.count).toBe(3)

    conversation.wait(15 * minute).ring('case')
    expect(conversation.words).toContain('Cần gấp thì bác hỏi: Một cửa xã.')
    conversation.wait(15 * minute).ring('case')
    expect(conversation.words).toContain('không mất đâu ạ. Em sẽ báo lại từ 13:30 chiều nay.')
    expect(nextRing(conversation)).toEqual([Date.parse('2026-11-23T13:45+07:00')])

    conversation.wait(5 * hour).ring('case')
    expect(conversation.replies).toEqual([])
    expect(conversation.session?.case).toMatchObject({ state: 'waiting', escalations: 4 })
    expect(nextRing(conversation)).toEqual([Date.parse('2026-11-24T07:45+07:00')])
    expect(act(conversation, hung, { does: 'take' }).words).toContain('Hùng')
  })

  it('goes to the next of the chain when the desk before it is no more', async () => {
    const content = await office()
    const ward = content.directory.all.get('ward')
    if (ward === undefined) throw new Error('no ward')
    const edited = { ...content, directory: directoryOf([ward]) }
    const conversation = talk(edited, { now: mondayMorning }).say('gặp cán bộ').say('1')
    conversation.wait(15 * minute).ring('case')
    expect(conversation.words).toContain('Cần gấp thì bác hỏi: Một cửa xã.')
  })

  it('an officer who took it and does not answer loses it, and the bot helps meanwhile', async () => {
    const conversation = (await taken()).wait(30 * minute).ring('case')
    expect(conversation.session?.case).toMatchObject({ state: 'waiting', desk: 'deputy' })
    expect(conversation.words).toContain('Bác có mấy con diều ạ?')
    expect(conversation.say('2').slots.count).toBe(2)
  })

  it('a ring that comes too late, after an answer, does nothing', async () => {
    const conversation = act(await taken(), lan, { does: 'answer', text: 'Dạ.' })
      .wait(20 * minute)
      .ring('case')
    expect(conversation.replies).toEqual([])
    expect(conversation.session?.case?.state).toBe('taken')
    const over = act(await taken(), lan, { does: 'give_back' }).ring('case')
    expect([over.replies, over.effects]).toEqual([[], []])
  })

  it('a case in which nobody says anything for a day is over as silently, and the next words are met with care', async () => {
    const conversation = act(await taken(), lan, { does: 'answer', text: 'Dạ.' })
      .wait(24 * hour)
      .ring('case')
    expect(conversation.replies).toEqual([])
    expect(conversation.session?.case).toBeUndefined()
    expect(conversation.say('2').slots.count).toBeUndefined()
    expect(conversation.words).toContain('Bác có mấy con diều ạ?')
  })
})

describe('rating', () => {
  it('is asked at the end of the script, takes a number, then a word, and swallows nothing else', async () => {
    const conversation = act(await taken('remind_me'), lan, { does: 'give_back' }).say('không')
    expect(conversation.words).toContain('Bác thấy cán bộ giúp bác thế nào ạ?')
    expect(conversation.fork().say('rất hài lòng').effects).toContainEqual({ type: 'count', name: 'rated:5' })
    expect(conversation.fork().say('việc khác').words).toContain('Việc kite')
    conversation.say('4')
    expect(setIn(conversation)).toEqual({ rating: 4 })
    conversation.say('nhắn thêm vài lời').say('Cán bộ nhiệt tình, cảm ơn')
    expect(entries(conversation)).toMatchObject([{ kind: 'rated', text: 'Cán bộ nhiệt tình, cảm ơn' }])
  })

  it('in the middle of a script leads back to the question, which takes its numbers again', async () => {
    const conversation = act(await taken('kind'), lan, { does: 'give_back' })
      .say('chấm điểm cán bộ')
      .say('5')
    expect(setIn(conversation)).toEqual({ rating: 5 })
    expect(conversation.words).toContain('Diều của bác là loại nào ạ?')
    expect(conversation.say('1').slots.kind).toBe('paper')
  })

  it('is only for the case they had', async () => {
    const conversation = act(await taken(), lan, { does: 'give_back' }).tap('!rate:somebodys0:1')
    expect(changesIn(conversation)).toEqual([])
    expect(conversation.tap('!word:somebodys0').session?.pending?.word).toBeUndefined()
    expect((await waiting()).tap('!rate::9').session?.rate).toBeUndefined()
  })

  it('is not asked of whoever had no officer', async () => {
    const conversation = (await waiting('remind_me')).say('không')
    expect(conversation.words).not.toContain('thế nào ạ?')
  })
})
