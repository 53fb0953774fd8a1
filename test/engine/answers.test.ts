import { describe, expect, it } from 'vitest'
import { talk } from '../support/talk.ts'
import { atQuestion, goOn, kites } from './kite.ts'

describe('a choice', () => {
  const ways = [
    ['its number', '2'],
    ['its number with a word before', 'số 2'],
    ['its number as a word', 'hai'],
    ['its place', 'cái thứ hai'],
    ['its label', 'Diều vải'],
    ['its label without marks', 'dieu vai'],
    ['its label in capitals', 'DIỀU VẢI'],
    ['its label with padding', 'dạ diều vải ạ'],
    ['its label with emoji', '🪁 Diều vải!!!'],
    ['a part of it', 'vải'],
    ['a part without marks', 'vai'],
    ['one of its other words', 'bằng vải'],
    ['another word with padding', 'dạ lụa ạ'],
    ['a sentence that holds it', 'nhà tôi có diều vải'],
  ] as const
  it.each(ways)('is taken by %s', async (_way, text) => {
    const conversation = await atQuestion('kind')
    conversation.say(text)
    expect(conversation.slots).toEqual({ kind: 'cloth' })
    expect(conversation.at).toBe('made')
  })

  it('is taken by a tap', async () => {
    const conversation = await atQuestion('kind')
    expect(conversation.tap('kind:cloth').slots).toEqual({ kind: 'cloth' })
  })

  it('says back what it made of a sentence, and not what was said exactly', async () => {
    const sentence = (await atQuestion('kind')).say('nhà tôi có diều vải to lắm')
    expect(sentence.words).toContain('Em ghi: Loại diều: Diều vải.')
    const exact = (await atQuestion('kind')).say('diều vải')
    expect(exact.words).not.toContain('Em ghi')
  })

  it('asks back when several options are meant, and a number then counts within these', async () => {
    const conversation = (await atQuestion('kind')).say('diều')
    expect(conversation.slots).toEqual({})
    expect(conversation.replies.at(-1)?.choices?.map(({ id }) => id)).toEqual([
      'kind:paper',
      'kind:cloth',
      'kind:night',
    ])
    expect(conversation.say('3').slots).toEqual({ kind: 'night' })
  })

  it('does not offer an option whose time is over, and does not take it', async () => {
    const now = Date.parse('2027-01-02T09:00+07:00')
    const conversation = await atQuestion('kind', {}, { now })
    expect(conversation.replies.at(-1)?.choices).toHaveLength(3)
    conversation.tap('kind:night')
    expect(conversation.slots).toEqual({})
    expect(conversation.at).toBe('kind')
  })

  it.each(['0', '5', '99999999999999999999', '2.5'])(
    'does not mistake %s for a number of the list',
    async (text) => {
      const conversation = (await atQuestion('kind')).say(text)
      expect(conversation.slots).toEqual({})
      expect(conversation.at).toBe('kind')
    },
  )
})

describe('names that every JavaScript object has', () => {
  const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'prototype']

  it.each(names)('does not mistake a typed "%s" for an answer, a command or a procedure', async (name) => {
    for (const ask of ['kind', 'made', 'count', 'area', 'papers', 'remind_me']) {
      const conversation = await atQuestion(ask)
      const before = conversation.slots
      expect(conversation.say(name).slots).toEqual(before)
      expect(conversation.at).toBe(ask)
    }
    expect(talk(await kites()).say(name).frame).toBeUndefined()
  })

  it.each(names)('takes "%s" as a tap for nothing', async (name) => {
    const taps = [
      name,
      `${name}:${name}`,
      `kind:${name}`,
      `!${name}`,
      `!start:${name}`,
      `!topic:${name}:${name}`,
    ]
    const more = [
      `!change:${name}`,
      `!lang:${name}`,
      `!resume:${name}`,
      `!switch:${name}`,
      `!more:kite:${name}`,
    ]
    for (const choice of [...taps, ...more]) {
      const conversation = (await atQuestion('kind')).tap(choice)
      expect(conversation.slots, choice).toEqual({})
      expect(conversation.replies.length, choice).toBeGreaterThan(0)
    }
  })

  it.each(names)('takes "%s" as a kept answer for nothing', async (name) => {
    const content = await kites()
    const session = {
      v: 1,
      content: 'another',
      locale: name,
      frame: { procedure: 'kite', at: name, slots: { [name]: name, kind: name }, open: { [name]: [name] } },
      parked: [{ procedure: name, at: name, slots: {} }],
      heardAt: 0,
    } as const
    const conversation = talk(content, { session: JSON.parse(JSON.stringify(session)) })
    expect(conversation.say('1').at).toBe('kind')
    expect(conversation.slots).toEqual({})
  })
})

describe('a date', () => {
  it('that does not exist is refused with its words', async () => {
    const conversation = (await atQuestion('made')).say('31/2/2026')
    expect(conversation.words).toContain('Không có ngày 31/2/2026')
    expect(conversation.at).toBe('made')
  })

  it('that breaks the rule of its question is told so and asked again', async () => {
    const conversation = (await atQuestion('made')).say('30/11/2026')
    expect(conversation.words).toContain('Ngày làm diều không thể sau hôm nay ạ.')
    expect(conversation.at).toBe('made')
    expect(conversation.slots.made).toBeUndefined()
    expect(conversation.say('hôm qua').slots.made).toBe('2026-11-21')
  })

  it('that can be meant in two ways is asked back and answered by number', async () => {
    const conversation = (await atQuestion('made')).say('05/06/07')
    const offered = conversation.replies.at(-1)?.choices ?? []
    expect(offered.map(({ label }) => label)).toEqual(['5/6/2007', '6/5/2007', '7/6/2005'])
    expect(conversation.slots.made).toBeUndefined()
    expect(conversation.say('2').slots.made).toBe('2007-05-06')
  })
})

describe('a number', () => {
  it.each([
    ['0', 'từ 1 đến 9'],
    ['10', 'từ 1 đến 9'],
  ])('out of bounds (%s) names the bounds', async (text, bounds) => {
    const conversation = (await atQuestion('count')).say(text)
    expect(conversation.words).toContain(bounds)
    expect(conversation.slots.count).toBeUndefined()
  })

  it.each([
    ['3', 3],
    ['ba con', 3],
    ['khoảng 4 cái', 4],
  ])('%s is taken', async (text, value) => {
    expect((await atQuestion('count')).say(text).slots.count).toBe(value)
  })
})

describe('a place', () => {
  it.each([
    ['hai phong', 'hai-phong'],
    ['Hải Dương', 'hai-phong'],
    ['tỉnh Nghệ An ạ', 'nghe-an'],
  ])('%s is found', async (text, place) => {
    expect((await atQuestion('area')).say(text).slots.area).toBe(place)
  })
})

describe('free text', () => {
  it('is kept as it was written', async () => {
    expect((await atQuestion('owner')).say('Sáo Sậu 2').slots.owner).toBe('Sáo Sậu 2')
  })

  it('too long is asked for more shortly', async () => {
    const conversation = (await atQuestion('owner')).say('Sáo Sậu '.repeat(5))
    expect(conversation.words).toContain('tối đa 20 chữ cái')
    expect(conversation.at).toBe('owner')
  })

  it.each(['🪁🪁', '???', '...'])('without a letter (%s) is not a text', async (text) => {
    expect((await atQuestion('owner')).say(text).at).toBe('owner')
  })
})

describe('two misses in a row', () => {
  it('offer a person as one more choice, with the number that follows', async () => {
    const conversation = await atQuestion('kind')
    conversation.say('xyzzy')
    expect(conversation.words).toContain('Bác chọn một dòng.')
    expect(conversation.words).not.toContain('Gặp cán bộ')
    conversation.say('plugh')
    expect(conversation.words).toContain('5. Gặp cán bộ')
    conversation.say('5')
    expect(conversation.words).toContain('Một cửa xã.')
    expect(conversation.at).toBe('kind')
  })

  it('leave the numbers of the options as they were', async () => {
    const conversation = (await atQuestion('kind')).say('xyzzy').say('plugh')
    expect(conversation.say('2').slots).toEqual({ kind: 'cloth' })
  })

  it('at a question for a number do not turn the number into a choice', async () => {
    const conversation = (await atQuestion('count')).say('xyzzy').say('plugh')
    expect(conversation.words).toContain('1. Gặp cán bộ')
    expect(conversation.say('1').slots.count).toBe(1)
  })

  it('are forgotten once an answer is understood', async () => {
    const conversation = (await atQuestion('kind')).say('xyzzy').say('plugh').say('1').say('xyzzy')
    expect(conversation.at).toBe('made')
    expect(conversation.words).not.toContain('Gặp cán bộ')
  })
})

describe('a whole conversation', () => {
  it('ends with what the script says last, and keeps every answer', async () => {
    const conversation = goOn(await atQuestion('kind'), null, { kind: 'khác hẳn' })
    expect(conversation.words).toContain('Xong việc thả diều rồi ạ.')
    expect(conversation.words).toContain('Nơi hỏi: Một cửa xã.')
    expect(conversation.slots).toEqual({
      kind: 'other',
      made: '2026-11-01',
      count: 2,
      area: 'nghe-an',
      owner: 'Sáo Sậu',
      papers: [],
      remind_me: true,
    })
  })
})
