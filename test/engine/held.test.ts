/** An officer answers the citizen in the platform's own inbox: the bot is silent, and comes back. */
import { describe, expect, it } from 'vitest'
import type { Input } from '../../src/engine/turn.ts'
import { day, hour, nothing, sundayMorning, type Talk, talk } from '../support/talk.ts'
import { atQuestion, goOn, kites } from './kite.ts'

const counted = ({ effects }: Talk) =>
  effects.flatMap((effect) => (effect.type === 'count' ? [effect.name] : []))
const held = async (ask = 'count') => (await atQuestion(ask)).officer('writes')

describe('while an officer writes', () => {
  it('nothing is said, and a timer is set for a day later', async () => {
    const conversation = await held()
    expect(conversation.replies).toEqual([])
    expect(conversation.effects).toContainEqual({
      type: 'schedule_timer',
      name: 'held',
      at: sundayMorning + day,
    })
    expect(counted(conversation)).toEqual(['held'])
    expect(conversation.session?.heldSince).toBe(sundayMorning)
  })

  const silent: readonly Input[] = [
    { type: 'text', text: '2' },
    { type: 'text', text: 'dạ vâng cảm ơn cán bộ' },
    { type: 'text', text: 'lệ phí bao nhiêu?' },
    { type: 'text', text: 'việc khác' },
    { type: 'text', text: '/menu' },
    { type: 'text', text: 'làm lại từ đầu' },
    { type: 'text', text: 'tôi muốn xóa tên cháu khỏi hộ khẩu' },
    { type: 'text', text: '031099001234' },
    { type: 'text', text: '' },
    { type: 'text', text: 'bớt' },
    { type: 'tap', choice: '!menu' },
    { type: 'tap', choice: 'kind:cloth' },
    { type: 'tap', choice: '!erase-no' },
    { type: 'ticks', step: 'papers', ids: ['form'], isDone: true },
    { type: 'unsupported', kind: 'photo' },
    { type: 'unsupported', kind: 'withheld' },
    { type: 'contact', phone: '0912345678' },
    { type: 'location', latitude: 20.86, longitude: 106.68 },
    { type: 'start' },
    { type: 'timer', name: 'nudge' },
    { type: 'timer', name: 'held' },
    { type: 'timer', name: 'constructor' },
  ]
  it.each(silent)('%j is met with silence and moves nothing', async (input) => {
    const conversation = await held()
    const before = conversation.session
    conversation.wait(hour).send(input)
    expect(conversation.replies).toEqual([])
    expect(conversation.effects).toEqual([])
    const heardAt = input.type === 'timer' ? before?.heardAt : conversation.now
    expect(conversation.session).toEqual({ ...before, heardAt })
  })

  it('a reminder that was asked for is said', async () => {
    const conversation = (await held()).ring('remind:kite:reminder', { text: 'Đến hạn rồi ạ.' })
    expect(conversation.replies).toEqual([{ text: 'Đến hạn rồi ạ.' }])
    expect(conversation.session?.heldSince).toBe(sundayMorning)
  })

  it('every message of the officer sets the day anew, and is counted once', async () => {
    const conversation = (await held()).wait(20 * hour).officer('writes')
    expect(counted(conversation)).toEqual([])
    // The timer of the first message had been taken up before the second was known.
    expect(conversation.wait(5 * hour).ring('held').session?.heldSince).toBeDefined()
    expect(conversation.say('2').replies).toEqual([])
  })

  it('a conversation that an officer begins is held, and the citizen is welcomed when it is over', async () => {
    const conversation = talk(await kites()).officer('writes')
    expect(conversation.replies).toEqual([])
    expect(conversation.say('dạ vâng', nothing).replies).toEqual([])
    const begun = talk(await kites())
      .officer('writes')
      .wait(day)
      .ring('held')
    expect(begun.say('chào em').words).toContain('Đây là Một Cửa, trợ lý tự động')
  })

  it('the session stays small', async () => {
    const before = (await atQuestion('count')).session
    const after = (await held()).session
    expect(JSON.stringify(after).length - JSON.stringify(before).length).toBeLessThan(30)
  })
})

describe('what a citizen can say to the bot all the same', () => {
  it('erase: asked back, and done', async () => {
    const conversation = (await held()).say('/xoa')
    expect(conversation.words).toContain('Em sẽ xóa mọi điều đã lưu')
    for (const sure of [conversation.fork().tap('!erase-yes'), conversation.fork().say('có')]) {
      expect(sure.effects).toContainEqual({ type: 'erase' })
      expect(sure.words).toContain('Em đã xóa hết ạ.')
      // It is told that she can write when there is need: she will be answered.
      expect(sure.session?.heldSince).toBeUndefined()
      expect(sure.say('chào').replies).not.toEqual([])
    }
  })

  it('a "yes" to the officer erases nothing', async () => {
    const conversation = (await held()).say('/xoa').say('không').say('có')
    expect(conversation.replies).toEqual([])
    expect((await held()).say('/xoa').say('cán bộ ơi cho hỏi').say('1').replies).toEqual([])
    expect(conversation.slots.kind).toBe('paper')
  })

  it.each(['gọi bot', 'Gọi BOT', '/bot', 'bot ơi', 'gọi trợ lý'])('"%s" calls the bot', async (text) => {
    const conversation = (await held()).say(text)
    expect(conversation.words).toBe(
      'Em là trợ lý tự động, em lại hướng dẫn bác đây ạ.\nBác có mấy con diều ạ?',
    )
    expect(counted(conversation)).toEqual(['given_back'])
    expect(conversation.effects).toContainEqual({ type: 'cancel_timer', name: 'held' })
    expect(conversation.say('2').slots.count).toBe(2)
  })

  it('calling a bot that is there asks the question again; "Bột" is a name', async () => {
    expect((await atQuestion('count')).say('gọi bot').at).toBe('count')
    expect((await atQuestion('owner')).say('Bột').slots.owner).toBe('Bột')
    expect(talk(await kites()).say('/bot').words).toContain('Việc kite')
  })
})

describe('given back', () => {
  it('by the officer: one message says who writes, and asks where the citizen stood', async () => {
    const conversation = (await held()).say('dạ 5 con').wait(hour).officer('gives_back')
    expect(conversation.replies).toHaveLength(1)
    expect(conversation.words).toBe(
      'Em là trợ lý tự động, em lại hướng dẫn bác đây ạ.\nBác có mấy con diều ạ?',
    )
    expect(conversation.slots).not.toHaveProperty('count')
    expect(conversation.session?.heldSince).toBeUndefined()
    expect(counted(conversation)).toEqual(['given_back'])
    goOn(conversation, null)
  })

  it('outside any script, the menu is offered', async () => {
    const conversation = talk(await kites())
      .officer('writes')
      .officer('gives_back')
    expect(conversation.replies).toHaveLength(1)
    expect(conversation.words).toContain('Việc kite')
  })

  it('when nobody held it, what the citizen saw is not forgotten', async () => {
    const edited = { ...(await kites()), version: 'edited', procedures: await withoutAsk('lining') }
    for (const end of ['gives_back', 'held'] as const) {
      const conversation = (await atQuestion('lining', { kind: 'vải' }))
        .officer('writes')
        .wait(day)
        .edit(edited)
      if (end === 'held') conversation.ring('held')
      else conversation.officer('gives_back')
      expect(conversation.replies).toEqual([])
      expect(conversation.say('2').words).toContain('Các câu hỏi vừa được cập nhật')
      expect(conversation.slots).not.toHaveProperty('count')
    }
  })

  it('twice, it says nothing', async () => {
    const conversation = (await held()).officer('gives_back').officer('gives_back')
    expect(conversation.replies).toEqual([])
    expect(talk(await kites()).officer('gives_back').replies).toEqual([])
  })

  it('after a question has gone from the files, says so', async () => {
    const conversation = (await atQuestion('lining', { kind: 'vải' })).officer('writes')
    const withoutLining = { ...(await kites()), version: 'edited', procedures: await withoutAsk('lining') }
    conversation.edit(withoutLining).say('vâng').officer('gives_back')
    expect(conversation.words).toContain('Các câu hỏi vừa được cập nhật')
    expect(conversation.at).toBe('count')
  })

  it.each([
    ['the timer rings', (conversation: Talk) => conversation.wait(day).ring('held')],
    ['the timer is lost', (conversation: Talk) => conversation.wait(day)],
  ])('by nobody: after a day, %s, the citizen is answered', async (_how, pass) => {
    const conversation = pass(await held())
    conversation.say('lệ phí bao nhiêu?', { ...nothing, topic: 'fee', topicConfidence: 0.9 })
    expect(conversation.words).toContain('8.000 đồng')
    expect(conversation.words).toContain('Bác có mấy con diều ạ?')
    expect(conversation.session?.heldSince).toBeUndefined()
  })

  it('by nobody: the timer says nothing, and counts', async () => {
    const conversation = (await held()).wait(day).ring('held')
    expect(conversation.replies).toEqual([])
    expect(counted(conversation)).toEqual(['given_back'])
  })

  it('by nobody: words that may have been for the officer are not filed; the question is asked again first', async () => {
    const conversation = (await held()).wait(day).ring('held').say('2')
    expect(conversation.words).toBe(
      'Em là trợ lý tự động, em lại hướng dẫn bác đây ạ.\nBác có mấy con diều ạ?',
    )
    expect(conversation.slots).not.toHaveProperty('count')
    expect(conversation.say('2').slots.count).toBe(2)
  })

  it('by nobody: ticks, taps and commands mean what they say', async () => {
    const ticks = (await held('papers')).wait(day).ring('held')
    expect(ticks.fork().say('xong').at).toBe('papers')
    expect(ticks.tap('papers:form').words).toContain('Em đã ghi: 1 trên 2')
    expect((await held()).wait(day).say('việc khác').words).toContain('Việc lantern')
  })

  it('by nobody: a nudge that comes later asks the question, and it can be answered', async () => {
    const conversation = (await held()).wait(day).ring('held').wait(hour).ring('nudge')
    expect(conversation.words).toContain('Bác đang làm dở')
    expect(conversation.say('2').slots.count).toBe(2)
  })
})

/** The kites after an editor removed a question. */
async function withoutAsk(id: string) {
  const { procedures } = await kites()
  const kite = procedures.get('kite')
  if (kite?.script === undefined) throw new Error('no kite')
  const steps = kite.script.steps.filter((step) => step.id !== id).map((step, index) => ({ ...step, index }))
  const byId = new Map(steps.map((step) => [step.id, step]))
  return new Map(procedures).set('kite', { ...kite, script: { ...kite.script, steps, byId } })
}
