/** Cases in a Telegram group: what officers see there, and what they write reaches the citizen. */
import { describe, expect, test } from 'vitest'
import { openWard } from './arrange.ts'

describe('a case', () => {
  test('appears as a topic with a pinned card: no number of a person in it', async () => {
    const ward = await openWard()
    await ward.says('số của tôi là 0912345678, căn cước 031090123456')
    const one = await ward.opensCase()
    const [topic] = ward.group.topics
    expect(topic?.name).toBe(
      `số của tôi là 0, căn cước ••• · ${one.id.slice(0, 4).toUpperCase()} · chờ trả lời`,
    )
    const [, card] = ward.texts()
    expect(card).toContain('Có người dân cần cán bộ: Một cửa phường Hồng Bàng')
    expect(ward.group.pinned.map(({ text, buttons }) => ({ text, buttons }))).toEqual([
      { text: card, buttons: ['Nhận việc', 'Kết thúc', 'Trả lại trợ lý'] },
    ])
    expect(ward.texts().join(' ')).not.toMatch(/0912345678|031090123456/)
    ward.expectNoOffence()
  })

  test('is named by what is wanted, also when nothing was said of it', async () => {
    const ward = await openWard()
    await ward.opensCase()
    expect(ward.group.topics[0]?.name).toMatch(/^Muốn gặp cán bộ, chưa nói việc gì · /)
  })

  test('is answered where it is shown, and both hear each other', async () => {
    const ward = await openWard()
    const { member } = await ward.joins('lan')
    await ward.opensCase()
    const topic = ward.topic()
    await ward.drive(member.writes('Chào bác, bác cần gì ạ?', { topic }))
    await ward.until(() => ward.texts().includes('Chị lan nhận việc.'), 'the case is taken')
    expect(ward.heard()).toEqual([expect.stringContaining('Chị lan'), 'Chào bác, bác cần gì ạ?'])
    await ward.says('Số tôi là 0912 345 678 nhé')
    await ward.until(() => ward.texts().includes('Người dân: Số tôi là •••678 nhé'), 'the citizen is heard')
    expect(ward.heard()).toEqual([])
    // What was written in the topic is not said there again.
    expect(ward.texts().filter((text) => text.includes('bác cần gì'))).toHaveLength(1)
    expect(await ward.theCase()).toMatchObject({ state: 'taken', officer: { id: 'lan' } })
    ward.expectNoOffence()
  })

  test('is given back with a button, rated, and its topic is closed', async () => {
    const ward = await openWard()
    const { member } = await ward.joins('lan')
    await ward.opensCase()
    await ward.drive(member.writes('Xong rồi bác nhé', { topic: ward.topic() }))
    await ward.until(() => ward.texts().includes('Chị lan nhận việc.'), 'the case is taken')
    await ward.drive(member.presses('Trả lại trợ lý'))
    await ward.until(() => ward.group.topics[0]?.isClosed === true, 'the topic is closed')
    expect(member.notices).toEqual([{ text: 'Đã trả lại cho trợ lý.', isAlert: false }])
    expect(ward.texts()).toContain('Chị lan trả lại cho trợ lý. Hồ sơ này đã xong.')
    expect(ward.group.pinned[0]?.buttons).toEqual([])
    await ward.says('5')
    await ward.until(() => ward.texts().includes('Người dân chấm 5/5 điểm.'), 'the rating is told')
    await ward.until(() => ward.group.topics[0]?.isClosed === true, 'the topic is closed again')
    expect(await ward.theCase()).toMatchObject({ state: 'closed', rating: 5 })
    ward.expectNoOffence()
  })

  test('is ended with an outcome that the officer chooses', async () => {
    const ward = await openWard()
    const { member } = await ward.joins('lan')
    await ward.opensCase()
    await ward.drive(member.presses('Kết thúc'))
    await ward.until(() => ward.group.pinned[0]?.buttons.includes('Hẹn đến tại bàn') === true, 'the outcomes')
    await ward.drive(member.presses('Quay lại'))
    await ward.until(() => ward.group.pinned[0]?.buttons.includes('Nhận việc') === true, 'the usual buttons')
    await ward.drive(member.presses('Kết thúc'))
    await ward.until(() => ward.group.pinned[0]?.buttons.includes('Hẹn đến tại bàn') === true, 'the outcomes')
    await ward.drive(member.presses('Hẹn đến tại bàn'))
    await ward.until(() => ward.group.topics[0]?.isClosed === true, 'the topic is closed')
    expect(await ward.theCase()).toMatchObject({ state: 'closed', outcome: 'comes_to_desk' })
    ward.expectNoOffence()
  })

  test('taken by two at once is one’s; the other is told who', async () => {
    const ward = await openWard()
    const { member: lan } = await ward.joins('lan')
    const { member: hoa } = await ward.joins('hoa')
    await ward.opensCase()
    await ward.drive(Promise.all([lan.presses('Nhận việc'), hoa.presses('Nhận việc')]))
    await ward.until(() => lan.notices.length + hoa.notices.length === 2, 'both are answered')
    expect(lan.notices).toEqual([{ text: 'Anh chị đã nhận việc.', isAlert: false }])
    expect(hoa.notices).toEqual([{ text: 'Chị lan đã nhận hồ sơ này trước.', isAlert: true }])
    expect((await ward.entries()).filter((kind) => kind === 'taken')).toHaveLength(1)
    await ward.drive(hoa.writes('Để chị', { topic: ward.topic() }))
    await ward.until(() => ward.texts().some((text) => text.includes('chưa gửi')), 'hoa is told')
    expect(ward.heard().join()).not.toContain('Để chị')
  })

  test('on the console and in the topic at once is one case', async () => {
    const ward = await openWard()
    const { member } = await ward.joins('lan')
    await ward.joins('hoa')
    await ward.opensCase()
    await ward.acts('hoa', { does: 'answer', text: 'Chào bác, em xem ngay.' })
    await ward.acts('hoa', { does: 'note', text: 'Bác này đã đến hôm qua.' })
    await ward.until(
      () => ward.texts().some((text) => text.includes('Ghi chú của Chị hoa')),
      'the topic knows',
    )
    const said = ward.texts().join('\n')
    expect(said).toContain('Chị hoa nhận việc.')
    expect(said).toContain('Chị hoa (trang cán bộ): Chào bác, em xem ngay.')
    await ward.drive(member.writes('/ghichú tôi đi cùng', { topic: ward.topic() }))
    await ward.until(
      async () => (await ward.entries()).filter((kind) => kind === 'note').length === 2,
      'both notes',
    )
    expect(ward.heard().join()).not.toMatch(/hôm qua|đi cùng/)
    ward.expectNoOffence()
  })
})

describe('a burst', () => {
  test('of thirty messages arrives whole, in order, within the limits of the group', async () => {
    const ward = await openWard()
    await ward.joins('lan')
    await ward.opensCase()
    await ward.acts('lan', { does: 'take' })
    for (let index = 1; index <= 30; index += 1) await ward.does({ type: 'text', text: `câu số ${index}.` })
    await ward.until(() => ward.texts().join('\n').includes('câu số 30.'), 'all are there')
    const numbers = [
      ...ward
        .texts()
        .join('\n')
        .matchAll(/câu số (\d+)\./g),
    ].map(([, number]) => Number(number))
    expect(numbers).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
    ward.expectNoOffence()
    expect(ward.fake.calls.filter(({ status }) => status === 429)).toEqual([])
  })

  test('of cases keeps within the limits, and each has its topic', async () => {
    const ward = await openWard()
    await ward.settle()
    for (let index = 0; index < 12; index += 1) {
      for (const text of ['gặp cán bộ', '1']) {
        await ward.does({ type: 'text', text }, `web:citizen-${index}`)
        await ward.settle()
      }
    }
    await ward.until(() => ward.group.pinned.length === 12, 'all cards are pinned')
    expect(ward.group.topics).toHaveLength(12)
    ward.expectNoOffence()
  })
})
