/** A phone number that comes before it is asked for. */
import { describe, expect, it } from 'vitest'
import { means, nothing, type Talk, talk } from '../../support/talk.ts'
import { atQuestion } from '../kite.ts'
import { changesIn, deskOf, directoryOf, mondayMorning, office } from './office.ts'

const home = async () => talk(await office(), { now: mondayMorning })
const number = '0912 345 678'
const when = 'Em ghi số 0912 345 678. Bác muốn cán bộ gọi lúc nào ạ?'
const calledOn = (conversation: Talk) => changesIn(conversation)[0]?.set

describe('a phone number', () => {
  it('where the ways to a person are offered is the one to be called on', async () => {
    const conversation = (await home()).say('gặp cán bộ').say(number, nothing)
    expect(conversation.words).toContain(when)
    conversation.say('1')
    expect(calledOn(conversation)).toMatchObject({
      kind: 'call_back',
      phone: '0912345678',
      wished: 'morning',
    })
  })

  it('that is none is asked for again there', async () => {
    const conversation = (await home()).say('gặp cán bộ').say('0912 345 67 nhé', nothing)
    expect(conversation.words).toContain('Số này thiếu chữ số ạ')
    expect(conversation.say(number).words).toContain(when)
  })

  it.each(['012345678', '912 345 678'])(
    'that lacks a digit is told so where it is awaited, and nothing of it is kept: %s',
    async (nine) => {
      const ways = (await home()).say('gặp cán bộ')
      for (const asked of [ways.fork(), ways.fork().say('2')]) {
        const told = asked.say(nine, nothing)
        expect(told.words).toContain('Số di động có 10 chữ số')
        expect(told.words).toContain('số căn cước thì bác đừng gửi')
        expect(JSON.stringify(told.session)).not.toMatch(/345/)
        expect(told.say(number).words).toContain(when)
      }
    },
  )

  it('is no reason to take an identity number for one', async () => {
    const ways = (await home()).say('gặp cán bộ')
    for (const secret of ['031099001234', 'cccd 012345678', 'otp 123456']) {
      expect(ways.fork().say(secret, nothing).words).toContain('Bác đừng gửi số căn cước')
    }
  })

  it('goes before the words around it', async () => {
    const conversation = (await home()).say('gặp cán bộ').say(`gọi điện cho tôi số ${number}`, nothing)
    expect(conversation.words).toContain(when)
  })

  it('is kept while it is asked which office it is', async () => {
    const content = await office()
    const desks = ['one', 'two'].map((id) => deskOf(content, { id }))
    const directory = directoryOf(desks, { 'hai-phong/11311': ['one'], 'ha-noi/00004': ['two'] })
    const conversation = talk({ ...content, directory }, { now: mondayMorning })
      .say('gặp cán bộ')
      .say('nhắn tin')
    expect(conversation.session?.pending?.reach?.asks).toBe('commune')
    conversation.say(number, nothing)
    expect(conversation.session?.pending?.reach).toMatchObject({ way: 'call_back', phone: '0912345678' })
  })

  it('with a wish to be called is taken in the middle of a script and at home', async () => {
    const wish = means({ isOutOfScope: true, topic: 'handoff', confidence: 0.9 })
    const { session } = await atQuestion('kind')
    const content = await office()
    const midway = talk(content, session === undefined ? {} : { session })
    for (const conversation of [midway, await home()]) {
      expect(conversation.say(`gọi cho tôi số ${number}`, wish).words).toContain(when)
    }
  })

  it('alone is asked about at home, and declined where it answers nothing', async () => {
    const conversation = (await home()).say(number, nothing)
    expect(conversation.words).toContain('Bác muốn cán bộ gọi cho bác theo số này ạ?')
    expect(conversation.say('có').words).toContain(when)
    const { session } = await atQuestion('kind')
    const midway = talk(await office(), session === undefined ? {} : { session })
    expect(midway.say(number, nothing).words).toContain('em chưa cần số điện thoại')
    expect(midway.at).toBe('kind')
  })
})

describe('how a person is met', () => {
  it.each(['gặp cán bộ bằng cách nào', 'lam sao de gap can bo', 'muốn gặp cán bộ thì làm sao ạ'])(
    'is asked as a wish for one: %s',
    async (words) => {
      expect((await home()).say(words).words).toContain('bằng cách nào ạ?')
    },
  )
})

describe('"gọi điện"', () => {
  it('asks for a person, and for a call where the ways are offered', async () => {
    const conversation = (await home()).say('gọi điện')
    expect(conversation.words).toContain('bằng cách nào')
    expect(conversation.say('gọi điện').words).toContain('Cán bộ gọi cho bác số nào ạ?')
  })
})
