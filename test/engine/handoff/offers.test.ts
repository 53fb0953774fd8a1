/** When a person is offered, to whom the case goes, and what is said of when somebody answers. */
import { describe, expect, it } from 'vitest'
import type { Content } from '../../../src/content/content.ts'
import { loadShipped } from '../../support/files.ts'
import { hour, means, nothing, type Talk, talk } from '../../support/talk.ts'
import { atQuestion } from '../kite.ts'
import { changesIn, deskOf, directoryOf, minute, mondayMorning, office } from './office.ts'

const labels = ({ replies }: Talk) => replies.flatMap(({ choices = [] }) => choices.map(({ label }) => label))
const ids = ({ replies }: Talk) => replies.flatMap(({ choices = [] }) => choices.map(({ id }) => id))
const reasonOf = (conversation: Talk) =>
  changesIn(conversation).flatMap(({ set }) => (set.reason === undefined ? [] : [set.reason]))

async function at(ask: string, content: Content, now = mondayMorning): Promise<Talk> {
  const { session } = await atQuestion(ask)
  return talk(content, { now, ...(session === undefined ? {} : { session: { ...session, heardAt: now } }) })
}

describe('a person is offered', () => {
  it('at once to whoever asks, as ways to choose from', async () => {
    const conversation = (await at('count', await office())).say('gặp cán bộ')
    expect(conversation.replies).toHaveLength(1)
    expect(labels(conversation)).toEqual([
      ...['Nhắn tin ở đây', 'Hẹn cán bộ gọi lại', 'Xin số điện thoại', 'Làm tiếp với em'],
    ])
    expect(changesIn(conversation)).toEqual([])
  })

  it('to whoever asks in words that only the examples know', async () => {
    const reading = means({ topic: 'handoff', procedure: 'kite' })
    const conversation = (await at('kind', await office())).say('cho tôi người phụ trách diều', reading)
    expect(labels(conversation)).toContain('Nhắn tin ở đây')
  })

  it('at home with the matter that was named, so that the officer knows', async () => {
    const reading = means({ topic: 'handoff', procedure: 'lantern' })
    const conversation = talk(await office(), { now: mondayMorning })
    conversation.say('cho gặp người làm đèn', reading).say('1')
    expect(changesIn(conversation)[0]?.set).toMatchObject({
      procedure: 'lantern',
      reason: 'asked_for_person',
    })
  })

  it('after two misses at a question, and the case says what was not understood', async () => {
    const conversation = (await at('kind', await office())).say('xyzzy').say('plugh')
    expect(labels(conversation)).toContain('Gặp cán bộ')
    conversation.say('gặp cán bộ').say('1')
    expect(reasonOf(conversation)).toEqual(['not_understood'])
    expect(changesIn(conversation)[0]?.set.wish).toBe('xyzzy / plugh')
  })

  it('after two misses at home', async () => {
    const conversation = talk(await office(), { now: mondayMorning })
      .say('xyzzy', nothing)
      .say('plugh', nothing)
    expect(labels(conversation)).toContain('Gặp cán bộ')
    conversation.tap('!person').tap('!reach:chat:not_understood')
    expect(changesIn(conversation)[0]?.set.wish).toBe('xyzzy / plugh')
  })

  it('to whoever goes round in circles, until there is a new answer', async () => {
    const conversation = await at('count', await office())
    for (const text of ['quay lại', 'tiếp', 'nhắc lại', 'quay lại']) conversation.say(text)
    expect(labels(conversation)).not.toContain('Gặp cán bộ')
    conversation.say('tiếp').say('nhắc lại').say('nhắc lại')
    expect(labels(conversation)).toContain('Gặp cán bộ')
    conversation.fork().tap('!person')
    expect(ids(conversation.fork().tap('!person'))).toContain('!reach:chat:going_in_circles')
    conversation.say('3')
    expect(conversation.session?.rounds).toBeUndefined()
    expect(labels(conversation)).not.toContain('Gặp cán bộ')
  })

  it.each(['bực quá', 'buc qua', 'hỏi mãi, tức quá đi'])(
    'to whoever is angry or at a loss: %s',
    async (text) => {
      for (const conversation of [
        await at('count', await office()),
        talk(await office(), { now: mondayMorning }),
      ]) {
        conversation.say(text, nothing)
        expect(ids(conversation)).toContain('!reach:chat:distress')
      }
    },
  )

  it('to whoever is angry before anything is asked, whatever else the words look like', async () => {
    const foreign = means({ isOutOfScope: true, confidence: 0.99 })
    const conversation = talk(await office(), { now: mondayMorning }).say('bực quá', foreign)
    expect(ids(conversation)).toContain('!reach:chat:distress')
  })

  it('in every language', async () => {
    const conversation = talk(await loadShipped(), { now: mondayMorning })
    expect(ids(conversation.say('i am so angry with this', nothing))).toContain('!reach:chat:distress')
  })

  it.each(['bố tôi chết rồi', 'bo toi chet', 'nhà có người mất', 'đứt dây diều'])(
    'but a death or a plain odd word is no distress: %s',
    async (text) => {
      const conversation = (await at('count', await office())).say(text, nothing)
      expect(ids(conversation)).not.toContain('!reach:chat:distress')
    },
  )

  it('not in the way of an answer given angrily', async () => {
    const conversation = (await at('kind', await office())).say('bực quá, diều giấy')
    expect(conversation.slots.kind).toBe('paper')
  })

  it('with a fact that is not confirmed, as a choice behind the question', async () => {
    const reading = means({ topic: 'processing-time', procedure: 'kite' })
    const conversation = (await at('count', await office())).say('bao lâu thì xong?', reading)
    expect(ids(conversation)).toEqual(['!person:unconfirmed_fact'])
    expect(conversation.at).toBe('count')
    expect(conversation.tap('!person:unconfirmed_fact').tap('!stay').at).toBe('count')
  })

  it('but not with one that is', async () => {
    const reading = means({ topic: 'fee', procedure: 'kite' })
    const conversation = (await at('kind', await office())).say('phí bao nhiêu?', reading)
    expect(ids(conversation).filter((id) => id.startsWith('!person'))).toEqual([])
  })

  it('when the platform withholds what was sent', async () => {
    const conversation = (await at('count', await office())).send({ type: 'unsupported', kind: 'withheld' })
    expect(ids(conversation)).toEqual(['!person:withheld'])
    const home = talk(await office(), { now: mondayMorning }).send({ type: 'unsupported', kind: 'withheld' })
    expect(ids(home)).toContain('!reach:chat:withheld')
  })

  it('with the nudge after silence', async () => {
    const conversation = (await at('count', await office())).wait(20 * hour).ring('nudge')
    expect(ids(conversation)).toEqual(['!person:silence'])
  })

  it('where the script says so, with its reason', async () => {
    const conversation = await at('kind', await office())
    for (const text of ['khác hẳn', '1/11/2026', '2', 'Nghệ An', 'Sáo', 'đủ rồi', 'không'])
      conversation.say(text)
    expect(conversation.at).toBe(null)
    expect(ids(conversation)).toContain('!reach:chat:script:strange_kite')
    conversation.say('1')
    expect(reasonOf(conversation)).toEqual(['script:strange_kite'])
  })
})

describe('an offer is no trap', () => {
  it('an answer in words is an answer, and the number counts once the offer is declined', async () => {
    const offered = async () => (await at('kind', await office())).say('gặp cán bộ')
    expect((await offered()).say('diều vải').slots.kind).toBe('cloth')
    expect((await offered()).say('4').say('2').slots.kind).toBe('cloth')
    expect((await offered()).say('không').words).toContain('Diều của bác là loại nào ạ?')
  })

  it('a wish on the way to a number to call back goes on as usual', async () => {
    const conversation = (await at('kind', await office())).say('gặp cán bộ').say('2')
    expect(conversation.replies[0]).toMatchObject({ wants: 'phone' })
    expect(conversation.fork().say('diều vải').slots.kind).toBe('cloth')
    expect(conversation.fork().say('việc khác').words).toContain('Việc kite')
    expect(conversation.say('blah').words).toContain('0912 345 678')
  })
})

describe('who speaks another language', () => {
  it('is told which one the officers answer in, once the case is open', async () => {
    const english = talk(await loadShipped(), { now: mondayMorning }).tap('!lang:en')
    expect(english.say('talk to a person').say('1').words).toContain('Officers there answer in: Tiếng Việt.')
    const vietnamese = talk(await loadShipped(), { now: mondayMorning })
      .say('gặp cán bộ')
      .say('1')
    expect(vietnamese.words).not.toContain('trả lời bằng')
  })
})

describe('the desk', () => {
  const communes = { 'hai-phong/11311': ['one', 'two'], 'ha-noi/00004': ['three'] }

  async function desks(): Promise<Content> {
    const content = await office()
    const all = ['one', 'two', 'three'].map((id) => deskOf(content, { id, name: `Một cửa ${id}` }))
    return { ...content, directory: directoryOf(all, communes) }
  }

  it('is found by the commune, which is asked for, and chosen where there are several', async () => {
    const content = await desks()
    const name = content.places.communes.byId('hai-phong/11311')
    const conversation = (await at('kind', content)).say('gặp cán bộ').say('1')
    expect(conversation.words).toContain('Bác ở xã, phường nào ạ?')
    conversation.say(`${name?.name}, Hải Phòng`)
    expect(labels(conversation)).toEqual(['Một cửa one', 'Một cửa two', 'Làm tiếp với em'])
    conversation.say('2')
    expect(changesIn(conversation)[0]?.set).toMatchObject({ desk: 'two', commune: 'hai-phong/11311' })
    expect(conversation.session?.pending).toBeUndefined()
  })

  it('is where to ask, without a case, when nobody serves the commune', async () => {
    const conversation = (await at('kind', await desks())).say('gặp cán bộ').say('1')
    const other = (await desks()).places.communes.of('nghe-an')[0]
    conversation.say(`${other?.name}, Nghệ An`)
    expect(conversation.words).toContain('Một cửa xã.')
    expect(conversation.session?.case).toBeUndefined()
    expect(conversation.words).toContain('Diều của bác là loại nào ạ?')
  })

  it('is asked for once more when the name is no commune, and let go for anything else', async () => {
    const conversation = (await at('kind', await desks())).say('gặp cán bộ').say('1').say('xa xôi lắm')
    expect(conversation.words).toContain('Em chưa tìm ra')
    expect(conversation.say('diều giấy').slots.kind).toBe('paper')
  })
})

describe('calling back', () => {
  it('asks the number, reads it back, asks when, and opens a case to be rung up', async () => {
    const conversation = (await at('count', await office())).say('gặp cán bộ').say('2').say('0912345678')
    expect(conversation.words).toContain('Em ghi số 0912 345 678.')
    expect(labels(conversation)).toEqual([
      ...['Buổi sáng', 'Buổi chiều', 'Lúc nào cũng được', 'Số này chưa đúng', 'Làm tiếp với em'],
    ])
    conversation.say('2')
    expect(changesIn(conversation)[0]?.set).toMatchObject({
      ...{ kind: 'call_back', phone: '0912345678', wished: 'afternoon' },
    })
    expect(conversation.words).toContain('gọi cho bác số 0912 345 678, vào buổi chiều')
  })

  it('takes a number handed over, and a wrong one can be changed', async () => {
    const asked = (await at('count', await office())).say('gặp cán bộ').say('2')
    asked.send({ type: 'contact', phone: '+84912345678' })
    expect(asked.words).toContain('0912 345 678')
    asked.say('4').say('0903 111 222')
    expect(asked.words).toContain('0903 111 222')
    expect(asked.say('1234567').words).not.toContain('Em ghi số 1234567')
  })

  it('does not file the number, nor keep it, when something else is said instead', async () => {
    const conversation = (await at('count', await office()))
      .say('gặp cán bộ')
      .say('2')
      .say('0912345678')
      .say('3')
    expect(JSON.stringify(conversation.session)).not.toContain('0912345678')
  })
})

describe('calling oneself', () => {
  it('tells number, hours and what to say, opens no case, and asks again', async () => {
    const conversation = (await at('count', await office())).say('gặp cán bộ').say('3')
    expect(conversation.words).toContain('Số của Một cửa phường Hồng Bàng: 0225 384 2123.')
    expect(conversation.words).toContain('7:30 đến 11:30 và 13:30 đến 17:00')
    expect(conversation.words).toContain('“Tôi cần hỏi việc: Việc kite.”')
    expect(conversation.words).toContain('Bác có mấy con diều ạ?')
    expect(conversation.session?.case).toBeUndefined()
  })

  it('without confirmed hours tells none', async () => {
    const content = await office({ isUnconfirmed: true })
    expect((await at('count', content)).say('gặp cán bộ').say('3').words).not.toContain('Giờ làm việc')
  })
})

describe('what is promised', () => {
  const vietnam = (moment: string) => Date.parse(`${moment}+07:00`)
  it.each([
    ['2026-11-23T09:00', 'Thường trong 15 phút sẽ có cán bộ trả lời.'],
    ['2026-11-23T11:25', 'Muộn nhất 13:40 chiều nay sẽ có cán bộ xem.'],
    ['2026-11-23T12:00', 'Từ 13:30 chiều nay mới có cán bộ ạ.'],
    ['2026-11-23T06:00', 'Từ 7:30 sáng nay mới có cán bộ ạ.'],
    ['2026-11-23T18:00', 'Từ 7:30 sáng ngày mai, thứ Ba 24/11 mới có cán bộ ạ.'],
    ['2026-11-20T17:00', 'Từ 7:30 sáng thứ Hai, ngày 23/11 mới có cán bộ ạ.'],
    ['2026-11-23T18:00', 'Lịch nghỉ chính thức có thể khác một chút.'],
    [
      '2027-02-05T17:30',
      'Từ 7:30 sáng thứ Sáu, ngày 12/2 mới có cán bộ ạ. Lịch nghỉ chính thức có thể khác một chút.',
    ],
  ])('at %s: %s', async (moment, words) => {
    const conversation = (await at('count', await office(), vietnam(moment))).say('gặp cán bộ').say('1')
    expect(conversation.words).toContain(words)
  })

  it('is nothing where the hours have no source', async () => {
    const conversation = (await at('count', await office({ isUnconfirmed: true }))).say('gặp cán bộ').say('1')
    expect(conversation.words).toContain('chưa hứa được khi nào')
    expect(conversation.words).not.toContain('phút')
  })

  it('is kept: the timer rings when the open minutes are over', async () => {
    const conversation = (await at('count', await office(), vietnam('2026-11-23T11:25')))
      .say('gặp cán bộ')
      .say('1')
    const due = vietnam('2026-11-23T13:40')
    expect(conversation.effects).toContainEqual({ type: 'schedule_timer', name: 'case', at: due })
    expect(conversation.session?.case?.dueAt).toBe(due)
    expect(due - conversation.now).toBe(135 * minute)
  })
})
