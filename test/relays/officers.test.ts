/** Who may speak in a Telegram group, what they may say there, and how they are told what did not go through. */
import { describe, expect, test } from 'vitest'
import { plainPng } from '../handoff/pictures.ts'
import { openWard, type Ward } from './arrange.ts'

async function withCase(login = 'lan') {
  const ward = await openWard()
  const { member } = await ward.joins(login)
  await ward.opensCase()
  return { ward, member, topic: ward.topic() }
}

const comes = (ward: Ward, words: string | RegExp) =>
  ward.until(() => ward.texts().some((text) => text.search(words) >= 0), `${words}`)

describe('whoever is not known', () => {
  test('is told once how to be, and nothing of theirs is sent', async () => {
    const { ward, topic } = await withCase()
    const guest = ward.group.member('Khách')
    await ward.drive(guest.writes('Bác chờ chút', { topic }))
    await comes(ward, '/link MÃ')
    await ward.drive(guest.writes('Bác ơi', { topic }))
    await ward.pass(30_000)
    expect(ward.texts().filter((text) => text.includes('/link MÃ'))).toHaveLength(1)
    await ward.drive(guest.presses('Nhận việc'))
    await ward.until(() => guest.notices.length === 1, 'an alert')
    expect(guest.notices).toEqual([{ text: expect.stringContaining('/link'), isAlert: true }])
    expect(ward.heard()).toEqual([])
    expect(await ward.theCase()).toMatchObject({ state: 'waiting' })
  })

  test('becomes known by a code, which is good once', async () => {
    const { ward, topic } = await withCase()
    const { office } = ward
    const { staff } = await office.accounts.add(
      { id: 'boss', role: 'admin', desks: [] },
      { login: 'mai', name: 'Chị Mai', role: 'officer', desks: ['ward'] },
    )
    const mai = ward.group.member('mai')
    const { code } = await office.links.make(staff.login)
    await ward.drive(mai.writes(`/link ${code.toLowerCase()}`, { topic }))
    await comes(ward, 'Cảm ơn Chị Mai')
    await ward.drive(ward.group.member('Khách').writes(`/link ${code}`, { topic }))
    await comes(ward, 'Mã này chưa đúng')
    await ward.drive(mai.writes('Chào bác ạ', { topic }))
    await ward.until(async () => (await ward.theCase()).state === 'taken', 'she answers')
    expect(ward.heard().at(-1)).toBe('Chào bác ạ')
    const audited = await office.audit.newest(50)
    expect(audited.map(({ body }) => `${body.who} ${body.what}`)).toContain('mai account.telegram_changed')
  })

  test('may not guess codes', async () => {
    const { ward, topic } = await withCase()
    const guest = ward.group.member('Khách')
    for (let index = 0; index < 11; index += 1) await ward.drive(guest.writes('/link ABCD2345', { topic }))
    await ward.pass(600_000)
    const { code } = await ward.office.links.make('lan')
    await expect(ward.office.links.redeem(code, Number(guest.id))).rejects.toMatchObject({
      reason: 'locked_out',
    })
  })

  test('is anybody who writes as the group', async () => {
    const { ward, member, topic } = await withCase()
    await ward.drive(member.writes('Chào bác', { topic, isAnonymous: true }))
    await comes(ward, 'dưới tên nhóm')
    expect(ward.heard()).toEqual([])
  })
})

describe('an officer', () => {
  test('of another desk can neither speak nor press', async () => {
    const { ward, topic } = await withCase()
    const { member } = await ward.joins('phong', ['deputy'])
    await ward.drive(member.writes('Để anh', { topic }))
    await comes(ward, 'không thuộc bàn')
    await ward.drive(member.presses('Nhận việc'))
    await ward.until(() => member.notices.length === 1, 'an alert')
    expect(member.notices[0]).toEqual({ text: 'Hồ sơ này không thuộc bàn của anh chị.', isAlert: true })
    expect(await ward.entries()).not.toContain('taken')
    expect(ward.heard()).toEqual([])
  })

  test('who was disabled is nobody any more', async () => {
    const { ward, member, topic } = await withCase()
    await ward.office.accounts.disable({ id: 'boss', role: 'admin', desks: [] }, 'lan')
    await ward.drive(member.writes('Chào bác', { topic }))
    await comes(ward, '/link MÃ')
    expect(ward.heard()).toEqual([])
  })

  test('sends a picture, with the words under it', async () => {
    const { ward, member, topic } = await withCase()
    await ward.drive(member.sendsPhoto('Mẫu tờ khai đây ạ', { topic, bytes: Buffer.from(plainPng) }))
    await ward.until(async () => (await ward.entries()).includes('officer'), 'it is sent')
    const entries = await ward.store.caseLog((await ward.theCase()).id, 0, 99)
    expect(entries.find(({ kind }) => kind === 'officer')).toMatchObject({
      text: 'Mẫu tờ khai đây ạ',
      image: { source: expect.stringMatching(/^attachment:/), alt: 'Mẫu tờ khai đây ạ' },
    })
    expect(ward.heard().at(-1)).toContain('Mẫu tờ khai đây ạ')
  })

  test('is told when a picture could not be sent', async () => {
    const { ward, member, topic } = await withCase()
    await ward.drive(member.sendsPhoto('xem', { topic, bytes: Buffer.from('no picture') }))
    await comes(ward, 'Ảnh này chưa gửi được')
    expect(await ward.entries()).not.toContain('officer')
  })

  test('is told what cannot be sent from here: voices, files, edits, unknown commands', async () => {
    const { ward, member, topic } = await withCase()
    await ward.drive(member.sends({ type: 'voice' }, { topic }))
    await comes(ward, 'chỉ gửi được chữ và ảnh')
    const said = await ward.drive(member.writes('Lệ phí 8000', { topic }))
    await ward.until(async () => (await ward.entries()).includes('officer'), 'it is sent')
    await ward.drive(member.edits(said, 'Lệ phí 0 đồng'))
    await comes(ward, 'Sửa tin ở đây không tới người dân')
    await ward.drive(member.writes('/gui cho bác ấy', { topic }))
    await comes(ward, 'Các lệnh dùng được')
    expect(ward.heard().join()).not.toMatch(/0 đồng|cho bác ấy/)
  })

  test('writes as much as the platform lets them: it arrives in parts, in order', async () => {
    const { ward, member, topic } = await withCase()
    const long = Array.from(
      { length: 90 },
      (_, index) => `Bước ${index}: bác làm thế này nhé, rồi sang bước sau.`,
    )
    await ward.drive(member.writes(long.join('\n').slice(0, 4096), { topic }))
    await ward.until(
      async () => (await ward.entries()).filter((kind) => kind === 'officer').length === 3,
      'all',
    )
    expect(ward.heard().slice(1).join('\n').replaceAll(/\s+/g, ' ')).toBe(
      long.join('\n').slice(0, 4096).trim().replaceAll(/\s+/g, ' '),
    )
  })

  test('does by commands what the buttons do', async () => {
    const { ward, member, topic } = await withCase()
    await ward.drive(member.writes('/nhan', { topic }))
    await ward.until(async () => (await ward.theCase()).state === 'taken', 'taken')
    await ward.drive(member.writes('/xong', { topic }))
    await comes(ward, 'Kết thúc hồ sơ này thế nào')
    await ward.drive(member.presses('Đã giải quyết'))
    await ward.until(async () => (await ward.theCase()).state === 'closed', 'closed')
    await ward.drive(member.writes('Bác ơi', { topic }))
    await comes(ward, 'Hồ sơ này đã kết thúc rồi. Lời này chưa gửi')
  })

  test('rings up: the number is shown to who asks for it, alone, and that is written down', async () => {
    const ward = await openWard()
    const { member } = await ward.joins('lan')
    await ward.says('gặp cán bộ', '2', '0912345678', '1')
    await ward.until(() => ward.group.pinned.length === 1, 'the card is pinned')
    const [card] = ward.group.pinned
    expect(ward.group.topics[0]?.name).toMatch(/chờ gọi lại$/)
    expect(card?.text).toContain('Số điện thoại: •••678')
    expect(card?.text).toMatch(/gọi lại buổi sáng/)
    await ward.drive(member.presses('Xem số'))
    await ward.until(() => member.notices.length === 1, 'the number')
    expect(member.notices).toEqual([{ text: '0912 345 678\nXin gọi buổi sáng', isAlert: true }])
    expect(ward.texts().join('\n')).not.toMatch(/0912/)
    const audited = await ward.office.audit.newest(20)
    expect(audited.map(({ body }) => `${body.who} ${body.what}`)).toContain('lan case.phone_seen')
  })

  test('who closes the topic by hand is told how a case ends, and it is open again', async () => {
    const { ward, member, topic } = await withCase()
    await ward.drive(member.closesTopic(topic))
    await comes(ward, 'Đóng chủ đề không kết thúc hồ sơ')
    expect(ward.group.topics[0]?.isClosed).toBe(false)
    await ward.drive(member.closesTopic(topic))
    await ward.acts('lan', { does: 'take' })
    await ward.says('còn ai không ạ')
    await comes(ward, 'còn ai không ạ')
    expect(ward.group.topics[0]?.isClosed).toBe(false)
  })

  test('who talks beside the cases talks to nobody else', async () => {
    const { ward, member } = await withCase()
    await ward.drive(member.writes('Trưa nay ăn gì?'))
    const other = await ward.drive(member.opensTopic('Liên hoan'))
    await ward.drive(member.writes('Thứ sáu nhé', { topic: other }))
    await ward.pass(60_000)
    expect(ward.heard()).toEqual([])
    expect(ward.group.inTopic(other).map(({ text }) => text)).toEqual(['[topic: Liên hoan]', 'Thứ sáu nhé'])
  })
})

describe('a group without topics', () => {
  test('has the card in the group, and replies to anything of the case belong to it', async () => {
    const ward = await openWard({ hasTopics: false })
    const { member } = await ward.joins('lan')
    await ward.opensCase()
    const [card] = ward.group.pinned
    expect(card?.text).toContain('Bấm “Trả lời” tin này')
    if (card === undefined) return
    await ward.drive(member.writes('Chào cả nhà'))
    await ward.drive(member.writes('Chào bác ạ', { repliesTo: card }))
    await ward.until(async () => (await ward.theCase()).state === 'taken', 'taken')
    await ward.says('Cháu ơi')
    await ward.until(() => ward.group.screen.some(({ text }) => text.includes('Người dân: Cháu ơi')), 'heard')
    const said = ward.group.screen.findLast(({ text }) => text.includes('Người dân: Cháu ơi'))
    if (said === undefined) return
    await ward.drive(member.writes('Dạ?', { repliesTo: said }))
    await ward.until(() => ward.heard().includes('Dạ?'), 'the answer')
    ward.expectNoOffence()
  })
})
