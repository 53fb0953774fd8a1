import { describe, expect, it } from 'vitest'
import { day } from '../support/talk.ts'
import { atQuestion } from './kite.ts'

const ticked = (ids: readonly string[], isDone: boolean) =>
  ({ type: 'ticks', step: 'papers', ids, isDone }) as const

describe('a tick-list', () => {
  it('shows the papers that are needed for these answers, and how to finish', async () => {
    const paper = await atQuestion('papers')
    expect(paper.replies.at(-1)?.ticks?.items.map(({ id }) => id)).toEqual(['form', 'photo'])
    const cloth = await atQuestion('papers', { kind: 'vải' })
    expect(cloth.words).toContain('3. [ ] Hóa đơn vải\n4. Xong')
  })

  it('is ticked by number, and says what is there', async () => {
    const conversation = (await atQuestion('papers')).say('2')
    expect(conversation.words).toContain('Em ghi bác đã có: Ảnh con diều.\nEm đã ghi: 1 trên 2 giấy.')
    expect(conversation.words).toContain('2. [x] Ảnh con diều')
    expect(conversation.say('1 và 2').words).toContain('2 trên 2')
    expect(conversation.slots.papers).toBeUndefined()
  })

  it('keeps what is typed a second time, and says how to take it away', async () => {
    const conversation = (await atQuestion('papers')).say('2').say('2')
    expect(conversation.words).toContain('2. [x] Ảnh con diều')
    expect(conversation.words).toContain('bác nhắn: bỏ 2')
    expect(conversation.say('1, 2').words).toContain('Em ghi bác đã có: Đơn xin thả diều.')
  })

  it.each(['bỏ 2', 'bo so 2', 'chưa có số 2', '2 thì chưa có ạ', 'nhầm, 2 chưa có', '1 có, 2 chưa'])(
    'takes away what is said not to be there: %s',
    async (text) => {
      const conversation = (await atQuestion('papers')).say('1, 2').say(text)
      expect(conversation.words).toContain('Em bỏ dấu, bác chưa có: Ảnh con diều.')
      expect(conversation.words).toContain('1. [x] Đơn xin thả diều\n2. [ ] Ảnh con diều')
    },
  )

  it('takes away by name, too', async () => {
    const conversation = (await atQuestion('papers')).say('1, 2').say('chưa có đơn xin thả diều')
    expect(conversation.words).toContain('1. [ ] Đơn xin thả diều')
  })

  it('takes all of them away', async () => {
    const conversation = (await atQuestion('papers')).say('1, 2').say('bỏ hết')
    expect(conversation.words).toContain('0 trên 2')
    expect(conversation.at).toBe('papers')
  })

  it.each(['xong', 'Xong rồi ạ', '3'])('is finished by "%s", and says what is missing', async (text) => {
    const conversation = (await atQuestion('papers')).say('1').say(text)
    expect(conversation.slots.papers).toEqual(['form'])
    expect(conversation.words).toContain('Bác còn thiếu: Ảnh con diều.')
    expect(conversation.at).toBe('remind_me')
  })

  it('keeps what is named in the same breath as the end', async () => {
    const conversation = (await atQuestion('papers')).say('2, 3')
    expect(conversation.slots.papers).toEqual(['photo'])
    expect(conversation.words).toContain('Bác còn thiếu: Đơn xin thả diều.')
  })

  it.each(['đủ rồi', 'có hết rồi', 'tat ca'])(
    'with everything at hand ("%s") is complete at once',
    async (text) => {
      const conversation = (await atQuestion('papers')).say(text)
      expect(conversation.slots.papers).toEqual(['form', 'photo'])
      expect(conversation.words).toContain('Bác đã có đủ giấy tờ ạ.')
    },
  )

  it('is ticked and unticked by taps', async () => {
    const twice = (await atQuestion('papers')).tap('papers:photo').tap('papers:photo')
    expect(twice.words).toContain('2. [ ] Ảnh con diều')
    const conversation = (await atQuestion('papers')).tap('papers:photo').tap('papers:#done')
    expect(conversation.slots.papers).toEqual(['photo'])
  })

  it('is taken from a page as a whole: quietly while it is ticked, with an answer when finished', async () => {
    const conversation = (await atQuestion('papers')).send(ticked(['photo', 'nonsense', 'photo'], false))
    expect(conversation.replies).toEqual([])
    expect(conversation.frame?.open).toEqual({ papers: ['photo'] })
    conversation.send(ticked(['form', 'photo'], true))
    expect(conversation.slots.papers).toEqual(['form', 'photo'])
    expect(conversation.frame?.open).toBeUndefined()
    expect(conversation.words).toContain('Bác đã có đủ giấy tờ ạ.')
  })

  it('from a page that is behind changes nothing', async () => {
    const conversation = (await atQuestion('remind_me')).send(ticked(['photo'], true))
    expect(conversation.slots.papers).toEqual([])
    expect(conversation.at).toBe('remind_me')
    expect(conversation.words).toContain('Câu đó đã qua rồi ạ.')
  })

  it('can be gone on with another day, ticks and all', async () => {
    const conversation = (await atQuestion('papers'))
      .say('1')
      .say('dừng')
      .wait(4 * day)
      .say('chào em')
    conversation.say('có')
    expect(conversation.words).toContain('1. [x] Đơn xin thả diều')
    expect(conversation.say('2').say('xong').slots.papers).toEqual(['form', 'photo'])
  })

  it.each(['4', '0', '1 và 9'])('does not take a number that is not on it (%s)', async (text) => {
    const conversation = (await atQuestion('papers')).say(text)
    expect(conversation.frame?.open ?? {}).toEqual({})
    expect(conversation.at).toBe('papers')
  })
})
