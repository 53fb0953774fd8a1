import { describe, expect, it } from 'vitest'
import { loadShipped } from '../support/files.ts'
import { day, hour, means, nothing, talk } from '../support/talk.ts'
import { atQuestion, goOn, kites } from './kite.ts'

const started = 'Em hướng dẫn bác: Việc kite.'

describe('going back', () => {
  it('shows the answer there was, and keeps it until another is given', async () => {
    const conversation = (await atQuestion('count')).say('quay lại')
    expect(conversation.at).toBe('made')
    expect(conversation.words).toContain('Bác đã trả lời: Ngày làm diều: 1/11/2026.')
    expect(conversation.slots.made).toBe('2026-11-01')
    expect(conversation.say('2/11/2026').slots.made).toBe('2026-11-02')
    expect(conversation.at).toBe('count')
  })

  it('goes on with the old answer when asked to', async () => {
    const conversation = (await atQuestion('count')).say('quay lại').say('tiếp')
    expect(conversation.at).toBe('count')
    expect(conversation.slots.made).toBe('2026-11-01')
  })

  it('goes back question by question, and says when there is none before', async () => {
    const conversation = (await atQuestion('area')).say('quay lại').say('quay lại').say('ql')
    expect(conversation.at).toBe('kind')
    expect(conversation.say('quay lại').words).toContain('Đây là câu đầu tiên rồi ạ.')
    expect(conversation.at).toBe('kind')
  })

  it('after the end opens the last question again', async () => {
    const conversation = (await atQuestion('remind_me')).say('không').say('quay lại')
    expect(conversation.at).toBe('remind_me')
    expect(conversation.say('có').at).toBeNull()
    expect(conversation.slots.remind_me).toBe(true)
  })

  it('with nothing begun says so', async () => {
    expect(
      talk(await kites())
        .send({ type: 'start' })
        .say('quay lại').words,
    ).toBe('Dạ, chưa có câu nào để quay lại ạ.')
  })
})

describe('changing an answer', () => {
  it('asks only what now has to be asked, and repeats only what now reads differently', async () => {
    const conversation = (await atQuestion('owner')).say('sửa')
    expect(conversation.words).toContain('1. Nơi thả: Nghệ An')
    expect(conversation.words).toContain('4. Loại diều: Diều giấy')
    conversation.say('4')
    expect(conversation.at).toBe('kind')
    conversation.say('diều vải')
    expect(conversation.at).toBe('lining')
    expect(conversation.words).not.toContain('Hạn là')
    conversation.say('không')
    expect(conversation.words).toContain('Em hướng dẫn cho Diều vải.')
    expect(conversation.at).toBe('owner')
  })

  it('repeats a text that reads differently, and not one that reads the same', async () => {
    const conversation = (await atQuestion('owner')).tap('!change:made').say('10/11/2026')
    expect(conversation.words).toContain('Hạn là 9/1/2027.')
    expect(conversation.words).not.toContain('Em hướng dẫn cho')
    expect(conversation.words).not.toContain('Phí là')
    expect(conversation.at).toBe('owner')
  })

  it('drops no answer whose question left the way, and asks it no more', async () => {
    const conversation = await atQuestion('owner', { kind: 'diều vải', lining: 'có' })
    conversation.tap('!change:kind').say('diều giấy')
    expect(conversation.at).toBe('owner')
    conversation.tap('!change:kind').say('diều vải')
    expect(conversation.at).toBe('owner')
    expect(conversation.slots.lining).toBe(true)
  })

  it('to one that breaks a rule keeps the old one', async () => {
    const conversation = (await atQuestion('owner')).tap('!change:made').say('25/12/2026')
    expect(conversation.words).toContain('không thể sau hôm nay')
    expect(conversation.at).toBe('made')
    expect(conversation.slots.made).toBe('2026-11-01')
  })

  it('can be given up', async () => {
    const conversation = (await atQuestion('count')).say('sửa').say('không sửa nữa')
    expect(conversation.at).toBe('count')
    expect((await atQuestion('count')).say('sửa').say('không').at).toBe('count')
  })

  it('says so when nothing was answered yet', async () => {
    const conversation = (await atQuestion('kind')).say('sửa')
    expect(conversation.words).toContain('Dạ, bác chưa trả lời câu nào ạ.')
    expect(conversation.at).toBe('kind')
  })
})

describe('hearing the question again', () => {
  it('shows it with its choices, and nothing else', async () => {
    const conversation = await atQuestion('kind')
    const question = conversation.replies.at(-1)
    expect(conversation.say('nhắc lại').replies).toEqual([question])
  })

  it('why it is asked is said before it', async () => {
    expect((await atQuestion('kind')).say('tại sao').words).toContain(
      'Mỗi loại diều một lệ phí.\nDiều của bác',
    )
    expect((await atQuestion('count')).say('hỏi làm gì').words).toContain('Em hỏi để hướng dẫn đúng')
  })

  it('help says what can be said, and asks again', async () => {
    const conversation = (await atQuestion('count')).say('trợ giúp')
    expect(conversation.words).toContain('gặp cán bộ')
    expect(conversation.at).toBe('count')
  })
})

describe('starting over', () => {
  it('asks first, and on yes forgets the answers', async () => {
    const conversation = (await atQuestion('count')).say('làm lại')
    expect(conversation.words).toContain('Bác có chắc không ạ?')
    expect(conversation.slots).not.toEqual({})
    conversation.say('có')
    expect(conversation.words).toContain(started)
    expect(conversation.at).toBe('kind')
    expect(conversation.slots).toEqual({})
  })

  it('on no goes on where it was', async () => {
    const conversation = (await atQuestion('count')).say('làm lại').say('thôi không')
    expect(conversation.at).toBe('count')
    expect(conversation.slots.kind).toBe('paper')
  })
})

describe('several procedures', () => {
  it('the menu offers all of them; one left halfway is come back to where it was', async () => {
    const conversation = (await atQuestion('count')).say('việc khác')
    expect(conversation.words).toContain('2. Việc lantern')
    conversation.say('2')
    expect(conversation.at).toBe('shape')
    expect(conversation.session?.parked).toHaveLength(1)
    conversation.tap('!start:kite')
    expect(conversation.words).toContain('Mình làm tiếp: Việc kite.')
    expect(conversation.at).toBe('count')
    expect(conversation.slots.kind).toBe('paper')
    expect(conversation.session?.parked?.map(({ procedure }) => procedure)).toEqual(['lantern'])
  })

  it('one that is finished offers to go on with one left halfway, and yes goes on', async () => {
    const conversation = (await atQuestion('count')).tap('!start:lantern').say('1').say('không')
    expect(conversation.words).toContain('Bác còn đang làm dở: Việc kite.')
    conversation.say('có')
    expect(conversation.at).toBe('count')
    expect(conversation.frame?.procedure).toBe('kite')
  })

  it('another matter named in the middle is offered, and taken only on yes', async () => {
    const lantern = means({ procedure: 'lantern' })
    const conversation = (await atQuestion('kind')).say('tôi muốn làm đèn cho cháu', lantern)
    expect(conversation.words).toContain('Bác muốn chuyển sang: Việc lantern')
    expect(conversation.at).toBe('kind')
    expect(conversation.fork().say('không').at).toBe('kind')
    expect(conversation.say('ừ').at).toBe('shape')
    expect(conversation.session?.parked?.[0]).toMatchObject({ procedure: 'kite', at: 'kind' })
  })

  it('"go on" with nothing open returns to the one left last', async () => {
    const conversation = (await atQuestion('count'))
      .tap('!start:lantern')
      .say('1')
      .say('không')
      .say('tiếp tục')
    expect(conversation.frame?.procedure).toBe('kite')
    expect(conversation.at).toBe('count')
  })

  it('are at most four at a time: the one left longest is let go', async () => {
    const frames = ['a', 'b', 'c'].map((procedure) => ({ procedure, at: 'x', slots: {} }))
    const content = await kites()
    const session = { v: 1, content: content.version, locale: 'vi', parked: frames, heardAt: 0 } as const
    const conversation = talk(content, { session }).tap('!start:kite').tap('!start:lantern')
    expect(conversation.session?.parked?.map(({ procedure }) => procedure)).toEqual(['kite', 'a', 'b'])
  })
})

describe('language', () => {
  it('changes and changes back, keeping the place and the answers', async () => {
    const content = await loadShipped()
    const conversation = talk(content).tap('!start:certify-copy').say('1')
    const { at, slots } = conversation
    conversation.say('đổi ngôn ngữ')
    expect(conversation.words).toContain('English')
    conversation.say('English')
    expect(conversation.session?.locale).toBe('en')
    expect(conversation.replies.at(-1)?.text).not.toMatch(/[ạảãếềệọ]/)
    expect([conversation.at, conversation.slots]).toEqual([at, slots])
    conversation.say('tiếng Việt').say('Tiếng Việt')
    expect(conversation.session?.locale).toBe('vi')
    expect([conversation.at, conversation.slots]).toEqual([at, slots])
  })
})

describe('a person', () => {
  it('is named at once where no desk can be reached, and the place is kept', async () => {
    const conversation = (await atQuestion('area')).say('gặp cán bộ')
    expect(conversation.words).toContain('Một cửa xã.')
    expect(conversation.effects).toContainEqual({ type: 'count', name: 'asked_for_person' })
    expect(conversation.at).toBe('area')
    expect(conversation.words).toContain('Bác thả ở tỉnh nào ạ?')
  })

  it('is named outside any script too', async () => {
    const conversation = talk(await kites()).say('cho tôi gặp cán bộ')
    expect(conversation.words).toContain('Một cửa xã.')
    expect(conversation.effects).toContainEqual({ type: 'count', name: 'asked_for_person' })
  })
})

describe('leaving and coming back', () => {
  it('stops when asked, without a nudge, and goes on when asked', async () => {
    const conversation = (await atQuestion('count')).say('dừng')
    expect(conversation.effects).toContainEqual({ type: 'cancel_timer', name: 'nudge' })
    expect(conversation.replies).toHaveLength(1)
    conversation.wait(3 * day).say('tiếp')
    expect(conversation.at).toBe('count')
    expect(conversation.replies.at(-1)?.text).toContain('Bác có mấy con diều ạ?')
  })

  it('after days takes an exact answer as an answer', async () => {
    const conversation = (await atQuestion('count')).wait(5 * day).say('4')
    expect(conversation.slots.count).toBe(4)
    expect(conversation.at).toBe('area')
  })

  it.each(['chào em', 'hom truoc toi lam den dau roi'])(
    'after days asks on "%s" whether to go on',
    async (text) => {
      const conversation = (await atQuestion('count')).wait(13 * hour).say(text, nothing)
      expect(conversation.words).toContain('Bác đang làm dở: Việc kite.')
      expect(conversation.fork().say('có').at).toBe('count')
      expect(conversation.fork().say('có').words).toContain('Bác có mấy con diều ạ?')
      expect(conversation.fork().say('2').slots).toEqual({})
      expect(conversation.say('việc khác').words).toContain('Việc lantern')
    },
  )

  it('within the same half day does not ask', async () => {
    const conversation = (await atQuestion('count')).wait(11 * hour).say('hom truoc lam den dau roi', nothing)
    expect(conversation.words).not.toContain('Bác đang làm dở')
    expect(conversation.at).toBe('count')
  })

  it('opening the page again offers to go on', async () => {
    const conversation = (await atQuestion('count')).send({ type: 'start' })
    expect(conversation.words).toContain('Bác đang làm dở: Việc kite.')
    expect(talk(await kites()).send({ type: 'start' }).words).toContain('Bác cần làm việc gì ạ?')
  })
})

describe('erasing', () => {
  it('asks first, and on yes forgets everything', async () => {
    const conversation = (await atQuestion('count')).tap('!start:lantern').say('/xoa')
    expect(conversation.words).toContain('không lấy lại được')
    expect(conversation.effects).not.toContainEqual({ type: 'erase' })
    conversation.say('có')
    expect(conversation.effects).toContainEqual({ type: 'erase' })
    expect(conversation.session?.frame).toBeUndefined()
    expect(conversation.session?.parked).toBeUndefined()
    expect(JSON.stringify(conversation.session)).not.toContain('kite')
  })

  it('on no keeps everything', async () => {
    const conversation = (await atQuestion('count')).say('xóa dữ liệu').say('không')
    expect(conversation.at).toBe('count')
    expect(conversation.slots.kind).toBe('paper')
  })
})

describe('courtesies', () => {
  it.each(['cảm ơn', 'chào em'])('"%s" is answered, and moves nothing', async (text) => {
    const conversation = await atQuestion('count')
    const { at, slots } = conversation
    conversation.say(text)
    expect(conversation.replies.length).toBeGreaterThan(0)
    expect([conversation.at, conversation.slots]).toEqual([at, slots])
    expect(goOn(conversation, null).at).toBeNull()
  })
})
