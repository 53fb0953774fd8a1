import { describe, expect, it } from 'vitest'
import { means, talk } from '../support/talk.ts'
import { atQuestion, kites } from './kite.ts'

const about = (topic: Parameters<typeof means>[0]['topic']) => means({ ...(topic ? { topic } : {}) })

describe('a question in passing', () => {
  it('is answered with its source, and the citizen is led back', async () => {
    const conversation = (await atQuestion('count')).say('hạn xin phép là bao lâu?', about('deadline'))
    expect(conversation.words).toContain('60 ngày')
    expect(conversation.words).toContain('Điều 1 Luật thử')
    expect(conversation.replies.at(-1)?.text).toContain('Bác có mấy con diều ạ?')
    expect(conversation.at).toBe('count')
  })

  it('about another procedure names that one', async () => {
    const conversation = (await atQuestion('count')).say(
      'làm đèn ở đâu?',
      means({ procedure: 'lantern', topic: 'where' }),
    )
    expect(conversation.words).toContain('Việc lantern – nơi làm')
    expect(conversation.frame?.procedure).toBe('kite')
    expect(conversation.at).toBe('count')
  })

  it('outside any script is answered at once, and guidance is offered', async () => {
    const conversation = talk(await kites()).say(
      'lệ phí thả diều',
      means({ procedure: 'kite', topic: 'fee' }),
    )
    expect(conversation.words).toContain('8.000 đồng')
    expect(conversation.words).toContain('Hướng dẫn từng bước')
    expect(conversation.fork().say('có').at).toBe('kind')
    expect(conversation.say('bao lâu thì xong?', about('processing-time')).words).toContain('Việc kite')
  })
})

describe('which value applies', () => {
  it.each([
    ['2026-11-22', '60 ngày'],
    ['2027-02-28', '60 ngày'],
    ['2027-03-01', '90 ngày'],
    ['2027-03-02', '90 ngày'],
  ])('on %s the deadline is %s', async (date, words) => {
    const now = Date.parse(`${date}T09:00+07:00`)
    const conversation = await atQuestion('kind', {}, { now })
    const said = conversation.say('hạn bao lâu?', about('deadline')).words
    expect(said).toContain(words)
    expect(said).not.toContain(words === '60 ngày' ? '90 ngày' : '60 ngày')
  })

  it('at midnight in Vietnam the day changes', async () => {
    const last = await atQuestion('kind', {}, { now: Date.parse('2027-02-28T23:59:59+07:00') })
    expect(last.say('hạn bao lâu?', about('deadline')).words).toContain('60 ngày')
    const first = await atQuestion('kind', {}, { now: Date.parse('2027-03-01T00:00:00+07:00') })
    expect(first.say('hạn bao lâu?', about('deadline')).words).toContain('90 ngày')
  })

  it('in a province with its own value, that one, for telling and for computing', async () => {
    const elsewhere = await atQuestion('owner')
    expect(elsewhere.words).toContain('Phí là 16.000 đồng.')
    const there = await atQuestion('owner', { area: 'Hải Phòng' })
    expect(there.words).toContain('Phí là 6.000 đồng.')
    const told = there.say('lệ phí bao nhiêu?', about('fee'))
    expect(told.words).toContain('3.000 đồng')
    expect(told.words).toContain('Nghị quyết của Hải Phòng')
    expect(told.words).not.toContain('8.000')
  })

  it('follows a changed province', async () => {
    const conversation = (await atQuestion('owner')).tap('!change:area').say('Hải Phòng')
    expect(conversation.words).toContain('Phí là 6.000 đồng.')
  })
})

describe('a value under a condition', () => {
  it('is told with its condition while the answer is not known', async () => {
    const conversation = (await atQuestion('kind')).say('lệ phí bao nhiêu?', about('fee'))
    expect(conversation.words).toContain('Nếu là diều giấy: không mất tiền')
    expect(conversation.words).toContain('5.000 đồng')
  })

  it('is told alone once it holds, and not at all once it does not', async () => {
    const paper = (await atQuestion('count')).say('lệ phí bao nhiêu?', about('fee'))
    expect(paper.words).not.toContain('Nếu là diều giấy')
    expect(paper.words).not.toContain('5.000')
    const cloth = (await atQuestion('count', { kind: 'vải' })).say('lệ phí bao nhiêu?', about('fee'))
    expect(cloth.words).toContain('5.000 đồng')
    expect(cloth.words).not.toContain('Nếu là diều giấy')
  })

  it('papers too', async () => {
    const unknown = (await atQuestion('kind')).say('cần giấy tờ gì?', about('documents'))
    expect(unknown.words).toContain('Nếu là diều vải: Hóa đơn vải')
    const paper = (await atQuestion('count')).say('cần giấy tờ gì?', about('documents'))
    expect(paper.words).not.toContain('Hóa đơn vải')
    expect(paper.words).toContain('Ảnh con diều (chụp rõ đuôi)')
  })

  it('papers whose condition no question settles are told with it', async () => {
    const about = means({ procedure: 'lantern', topic: 'documents' })
    const { words } = talk(await kites()).say('làm đèn cần giấy gì?', about)
    expect(words).toContain('– Nếu thắp dầu: Giấy mua dầu')
    expect(words).toContain('– Ảnh khung đèn')
  })
})

describe('what is not sure', () => {
  it('is not told as if it were: no value, and whom to ask', async () => {
    const conversation = (await atQuestion('kind')).say('bao lâu xong?', about('processing-time'))
    expect(conversation.words).toContain('em chưa có thông tin chắc chắn')
    expect(conversation.words).toContain('Bác hỏi lại cho chắc: Một cửa xã.')
  })

  it('sources that differ are said to', async () => {
    const conversation = (await atQuestion('kind')).say('làm ở đâu?', about('where'))
    expect(conversation.words).toContain('Sân đình (các nguồn ghi khác nhau')
    expect(conversation.words).toContain('Một cửa xã.')
  })

  it('a topic without any fact says so and names the contact', async () => {
    const conversation = (await atQuestion('kind')).say('ai được làm?', about('eligibility'))
    expect(conversation.words).toContain('Điều này em chưa có thông tin chắc chắn. Bác hỏi: Một cửa xã.')
    expect(conversation.at).toBe('kind')
  })
})

describe('a long answer', () => {
  it('is told in parts; "xem thêm" tells the next one, once, and leads back', async () => {
    const conversation = (await atQuestion('kind')).say('các bước thế nào?', about('steps'))
    expect(conversation.words).toContain('1. Bước 1')
    expect(conversation.words).not.toContain('Nhớ cuộn dây lại')
    const more = conversation.replies.at(-1)?.choices?.at(-1)
    expect(more?.label).toContain('Xem thêm')
    const count = conversation.replies.at(-1)?.choices?.length ?? 0
    conversation.say(String(count))
    expect(conversation.words).toContain('Chỗ trống')
    expect(conversation.words).not.toContain('1. Bước 1')
    expect(conversation.at).toBe('kind')
    conversation.say('xem thêm')
    expect(conversation.words).toContain('Nhớ cuộn dây lại')
    expect(conversation.words).not.toContain('Chỗ trống')
    expect(conversation.words).not.toContain('Xem thêm')
    expect(conversation.say('1').slots).toEqual({ kind: 'paper' })
  })

  it('typed numbers still mean the options of the question below it', async () => {
    const conversation = (await atQuestion('kind')).say('các bước thế nào?', about('steps'))
    expect(conversation.say('2').slots).toEqual({ kind: 'cloth' })
  })
})
