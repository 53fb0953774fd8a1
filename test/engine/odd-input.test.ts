/** What people send that is no answer: secrets, pictures, nothing, too much, old buttons. */
import { describe, expect, it } from 'vitest'
import type { UnsupportedKind } from '../../src/engine/turn.ts'
import { nothing, talk } from '../support/talk.ts'
import { atQuestion, kites } from './kite.ts'

describe('things nobody should send', () => {
  const secrets = [
    '031099001234',
    'so cccd cua toi la 031 099 001 234',
    'CMND 123456789',
    '123 456 789',
    'OTP 482910',
    'otp la 4829',
    'mật khẩu của em là hoa12345',
    'ma xac nhan 99881',
  ]
  it.each(secrets)('"%s" is warned about, not kept, and the question stands', async (text) => {
    for (const ask of ['kind', 'made', 'count', 'owner', 'papers']) {
      const conversation = (await atQuestion(ask)).say(text, nothing)
      expect(conversation.words).toContain('Bác đừng gửi số căn cước, mật khẩu hay mã OTP')
      expect(conversation.at).toBe(ask)
      expect(conversation.slots[ask]).toBeUndefined()
      const kept = JSON.stringify([conversation.session, conversation.effects, conversation.words])
      expect(kept).not.toMatch(/031|482|1234|9988|789/)
    }
  })

  it.each(['quên mật khẩu thì làm sao', '5/11/2026', '1800 1096', 'mã OTP là gì'])(
    '"%s" gives nothing away',
    async (text) => {
      const conversation = (await atQuestion('made')).say(text, nothing)
      expect(conversation.words).not.toContain('Bác đừng gửi')
    },
  )

  it('are warned about outside any script too', async () => {
    const conversation = talk(await kites()).say('031099001234', nothing)
    expect(conversation.words).toContain('Bác đừng gửi')
    expect(JSON.stringify(conversation.session)).not.toContain('031099')
  })
})

describe('what cannot be read', () => {
  const readable: readonly (readonly [UnsupportedKind, string])[] = [
    ['photo', 'Em chưa xem được ảnh ạ.'],
    ['voice', 'Em chưa nghe được tin nhắn thoại ạ.'],
    ['video', 'Em chưa xem được video ạ.'],
    ['file', 'Em chưa mở được tệp ạ.'],
    ['other', 'Em chưa xem được nội dung này ạ.'],
  ]
  it.each(readable)('%s: it is said what is missing, and whom to ask', async (kind, words) => {
    const conversation = (await atQuestion('count')).send({ type: 'unsupported', kind })
    expect(conversation.words).toContain(words)
    expect(conversation.words).toContain('Bác nhắn bằng chữ giúp em')
    expect(conversation.words).toContain('Một cửa xã.')
    expect(conversation.words).toMatch(/Bác có mấy con diều ạ\?$/)
    expect(conversation.at).toBe('count')
    expect(talk(await kites()).send({ type: 'unsupported', kind }).words).toContain(words)
  })

  it('what the platform withholds is nobody’s fault: whom to ask comes first', async () => {
    const conversation = (await atQuestion('count')).send({ type: 'unsupported', kind: 'withheld' })
    expect(conversation.words).toMatch(/^Bác hỏi trực tiếp: Một cửa xã\./)
    expect(conversation.words).toContain('Em chỉ đọc được chữ bác gõ.')
    expect(conversation.words).not.toMatch(/không hợp lệ|sai|lỗi|trẻ em|khuyết tật/)
    expect(conversation.at).toBe('count')
  })

  it('a sticker is a greeting, and greeted back', async () => {
    const sticker = { type: 'unsupported', kind: 'sticker' } as const
    expect((await atQuestion('count')).send(sticker).words).toBe('Dạ, em chào bác ạ.\nBác có mấy con diều ạ?')
    expect(talk(await kites()).send(sticker).words).toContain('Chào bác ạ. Đây là Một Cửa')
    const later = (await atQuestion('remind_me')).say('không').send(sticker)
    expect(later.words).toBe('Dạ, em chào bác ạ. Bác cần gì cứ nhắn em.')
  })

  it('a typed number after it belongs to the question that was asked again', async () => {
    const offered = (await atQuestion('kind')).say('việc khác')
    offered.send({ type: 'unsupported', kind: 'photo' }).say('2')
    expect(offered.slots).toEqual({ kind: 'cloth' })
  })

  const empty = [
    '',
    ' ',
    '\n\t',
    '\u200b\u200d',
    '\u202e',
    '🙏',
    '👍🏽👍🏽',
    '...',
    '?!',
    '\u0000',
    '\ud800',
    '́',
  ]
  it.each(empty)('nothing to read in %j asks again', async (text) => {
    for (const ask of ['kind', 'made', 'count', 'area', 'owner', 'papers', 'remind_me']) {
      const conversation = (await atQuestion(ask)).say(text, nothing)
      expect(conversation.at, ask).toBe(ask)
      expect(conversation.slots[ask], ask).toBeUndefined()
      expect(conversation.replies.length, ask).toBeGreaterThan(0)
    }
    expect(talk(await kites()).say(text, nothing).replies.length).toBeGreaterThan(0)
  })

  it.each([
    '\u202eDiều vải',
    'D\u200biều\u200d vải',
    'Die\u0302\u0300u va\u0309i',
    '\u2067diều vải\u2069 🪁',
  ])('hidden characters around an answer do not hide it (%j)', async (text) => {
    expect((await atQuestion('kind')).say(text).slots).toEqual({ kind: 'cloth' })
  })

  it('a message of ten thousand characters is no answer, and costs little', async () => {
    const long = [
      'a'.repeat(10_000),
      'diều vải '.repeat(1_100),
      '1 '.repeat(5_000),
      'ắ'.repeat(3_000),
      '🪁'.repeat(5_000),
    ]
    for (const text of long) {
      for (const ask of ['kind', 'made', 'count', 'area', 'owner', 'papers', 'remind_me']) {
        const conversation = await atQuestion(ask)
        const startedMs = performance.now()
        conversation.say(text, nothing)
        expect(performance.now() - startedMs, ask).toBeLessThan(250)
        expect(conversation.at, ask).toBe(ask)
        expect(conversation.slots[ask], ask).toBeUndefined()
      }
    }
  })
})

describe('old buttons', () => {
  it('pressed twice with the same answer quietly ask the present question', async () => {
    const conversation = (await atQuestion('kind')).tap('kind:cloth')
    const question = conversation.replies.at(-1)
    expect(conversation.tap('kind:cloth').replies).toEqual([question])
    const yes = (await atQuestion('lining', { kind: 'vải' })).tap('lining:yes').tap('lining:yes')
    expect(yes.words).not.toContain('Câu đó đã qua rồi')
  })

  it('with another answer are not filed by accident, and it is said how to change', async () => {
    const conversation = (await atQuestion('count')).tap('kind:cloth')
    expect(conversation.words).toContain('Câu đó đã qua rồi ạ. Muốn sửa, bác nhắn sửa.')
    expect(conversation.slots.kind).toBe('paper')
    expect(conversation.at).toBe('count')
  })

  it('of another procedure change nothing here', async () => {
    const conversation = (await atQuestion('count')).tap('shape:star')
    expect(conversation.at).toBe('count')
    expect(conversation.slots).not.toHaveProperty('shape')
  })

  it('after the end lead to the menu', async () => {
    const conversation = (await atQuestion('remind_me')).say('không').tap('kind:cloth')
    expect(conversation.slots.kind).toBe('paper')
    expect(conversation.words).toContain('Việc lantern')
  })

  it('of our own say all there is to do, however old they are', async () => {
    const conversation = (await atQuestion('count')).say('1').say('Nghệ An').tap('!change:kind')
    expect(conversation.at).toBe('kind')
    expect(conversation.tap('!resume').at).toBe('owner')
    expect(conversation.tap('!keep').at).toBe('owner')
  })
})

describe('outside any script', () => {
  it('offers the best guesses, and "none of these" leads on', async () => {
    const guesses = {
      candidates: [
        { procedure: 'kite', confidence: 0.4 },
        { procedure: 'lantern', confidence: 0.3 },
        { procedure: 'constructor', confidence: 0.2 },
      ],
    }
    const conversation = talk(await kites()).say('lam giay', { ...nothing, ...guesses })
    expect(conversation.replies.at(-1)?.choices?.map(({ id }) => id)).toEqual([
      '!start:kite',
      '!start:lantern',
      '!none',
    ])
    expect(conversation.fork().say('2').at).toBe('shape')
    expect(conversation.fork().say('việc kite').at).toBe('kind')
    expect(conversation.say('không').words).toContain('bác nói lại giúp em')
  })

  it('says what it can do when it is asked for what is not its matter', async () => {
    const conversation = talk(await kites()).say('gia vang hom nay', {
      ...nothing,
      isOutOfScope: true,
      confidence: 0.9,
    })
    expect(conversation.words).toContain('Dạ việc này em không giúp được ạ.')
    expect(conversation.words).toContain('Việc kite')
  })

  it('names whom to ask about a service it does not know yet', async () => {
    const reading = { ...nothing, procedure: 'other-public-service', confidence: 0.9 }
    expect(talk(await kites()).say('doi bang lai', reading).words).toContain('Một cửa xã.')
  })
})
