/** What goes wrong in a group, and with the process: nothing of a case is lost, and an operator is told once. */
import { describe, expect, test } from 'vitest'
import { call } from '../fakes/telegram/arrange.ts'
import { openWard, type Ward } from './arrange.ts'

const comes = (ward: Ward, words: string) =>
  ward.until(() => ward.group.screen.some(({ text }) => text.includes(words)), words)

async function withTaken(options: Parameters<typeof openWard>[0] = {}) {
  const ward = await openWard(options)
  const { member } = await ward.joins('lan')
  await ward.opensCase()
  await ward.acts('lan', { does: 'take' })
  await comes(ward, 'Chị lan nhận việc')
  return { ward, member }
}

describe('a case passed to another desk', () => {
  test('appears in that desk’s group, whole; the old topic says so and closes', async () => {
    const { ward, member } = await withTaken({ deputyHasGroup: true })
    await ward.acts('lan', { does: 'answer', text: 'Em chuyển phó phòng nhé.' })
    await ward.acts('lan', { does: 'pass', desk: 'deputy', text: 'Anh xem giúp' })
    await ward.until(() => ward.group.topics[0]?.isClosed === true, 'the old topic is closed')
    expect(ward.texts().at(-2)).toContain('đã chuyển sang Phó phòng')
    const [topic] = ward.deputies.topics
    const there = ward.deputies.inTopic(topic?.id ?? 0).map(({ text }) => text)
    expect(there.join('\n')).toContain('Chị lan (trang cán bộ): Em chuyển phó phòng nhé.')
    expect(there.join('\n')).toContain('Chị lan chuyển sang Phó phòng.\nLời nhắn: Anh xem giúp')
    await ward.drive(member.writes('Bác ơi', { topic: ward.topic() }))
    await comes(ward, 'không thuộc bàn')
    ward.expectNoOffence()
  })

  test('to a desk without a group is told, too', async () => {
    const { ward } = await withTaken()
    await ward.acts('lan', { does: 'pass', desk: 'deputy' })
    await ward.until(() => ward.group.topics[0]?.isClosed === true, 'the topic is closed')
    expect(ward.texts().join('\n')).toContain('đã chuyển sang Phó phòng')
    expect(ward.group.pinned[0]?.buttons).toEqual([])
  })

  test('because nobody took it goes along the chain by itself', async () => {
    const ward = await openWard({ deputyHasGroup: true })
    await ward.opensCase()
    await ward.pass(16 * 60_000)
    await ward.until(() => ward.deputies.pinned.length === 1, 'the deputy has it')
    const there = ward.deputies.screen.map(({ text }) => text).join('\n')
    expect(there).toContain('Chưa ai nhận kịp, hồ sơ chuyển sang Phó phòng.')
    await ward.until(() => ward.group.topics[0]?.isClosed === true, 'the old topic is closed')
  })
})

describe('a citizen who has all erased', () => {
  test('is erased from the group', async () => {
    const { ward } = await withTaken()
    await ward.says('chuyện riêng của tôi')
    await comes(ward, 'chuyện riêng')
    await ward.says('/xoa')
    await ward.says('1')
    await ward.until(() => ward.group.topics.length === 0, 'the topic is gone')
    expect(ward.group.screen.map(({ text }) => text).join()).not.toContain('chuyện riêng')
  })

  test('where the bot may not delete, staff are asked to', async () => {
    const { ward } = await withTaken()
    await ward.drive(ward.group.lets({ canDeleteMessages: false }))
    await ward.says('/xoa', '1')
    await comes(ward, 'Anh chị xóa giúp chủ đề này')
    expect(ward.alarms()).toEqual(['telegram_group_no_delete'])
  })

  test('is erased from a group without topics, message by message', async () => {
    const { ward } = await withTaken({ hasTopics: false })
    await ward.says('chuyện riêng của tôi')
    await comes(ward, 'chuyện riêng')
    await ward.says('/xoa', '1')
    await ward.until(() => !ward.group.screen.some(({ text }) => text.includes('chuyện riêng')), 'it is gone')
    await ward.until(() => ward.group.pinned.length === 0, 'the card is gone')
  })
})

describe('a group', () => {
  test('where the bot may not make topics gets plain messages, and an operator is told once', async () => {
    const ward = await openWard()
    const { member } = await ward.joins('lan')
    await ward.drive(ward.group.lets({ canManageTopics: false }))
    await ward.says('gặp cán bộ', '1')
    await ward.until(() => ward.group.pinned.length === 1, 'the card is in the group')
    expect(ward.group.topics).toEqual([])
    const [card] = ward.group.pinned
    if (card === undefined) return
    await ward.drive(member.writes('Chào bác', { repliesTo: card }))
    await ward.until(() => ward.heard().includes('Chào bác'), 'the answer')
    await ward.says('gặp cán bộ')
    await ward.pass(3_600_000)
    expect(ward.alarms()).toEqual(['telegram_group_no_topics'])
  })

  test('whose topic staff deleted gets another, with all that was said; twice, and it goes on without', async () => {
    const { ward, member } = await withTaken()
    await ward.says('câu một')
    await comes(ward, 'câu một')
    member.deletesTopic(ward.topic())
    await ward.says('câu hai')
    await comes(ward, 'câu hai')
    expect(ward.group.topics).toHaveLength(1)
    expect(ward.texts().join('\n')).toContain('câu một')
    member.deletesTopic(ward.topic())
    await ward.says('câu ba')
    await comes(ward, 'câu ba')
    expect(ward.group.topics).toEqual([])
    const said = ward.group.screen.map(({ text }) => text).join('\n')
    for (const words of ['câu một', 'câu hai', 'câu ba']) expect(said.split(words)).toHaveLength(2)
  })

  test('that the bot was removed from is told of once, and has everything once it is back', async () => {
    const { ward } = await withTaken()
    await ward.drive(ward.group.lets({ isMember: false }))
    await ward.says('câu một', 'câu hai')
    await ward.pass(1_200_000)
    expect(ward.alarms()).toEqual(['telegram_group_gone'])
    await ward.acts('lan', { does: 'answer', text: 'Ở trang cán bộ vẫn trả lời được ạ.' })
    expect(ward.heard().at(-1)).toBe('Ở trang cán bộ vẫn trả lời được ạ.')
    await ward.drive(ward.group.lets({ isMember: true }))
    await comes(ward, 'câu hai')
    const said = ward.texts().join('\n')
    expect(said.indexOf('câu một')).toBeLessThan(said.indexOf('câu hai'))
    expect(said).toContain('Ở trang cán bộ vẫn trả lời được ạ.')
  })

  test('that becomes a supergroup is followed: the card comes again, and replies to it count', async () => {
    const { ward, member } = await withTaken({ hasTopics: false, isBasic: true })
    await ward.drive(ward.group.migrates())
    await ward.says('còn đó không')
    await comes(ward, 'còn đó không')
    const card = ward.group.screen.findLast(({ buttons }) => buttons.includes('Kết thúc'))
    if (card === undefined) throw new Error('there is no card')
    await ward.drive(member.writes('Còn ạ', { repliesTo: card }))
    await ward.until(() => ward.heard().includes('Còn ạ'), 'the answer')
  })

  test('whose move was missed is found at its new id', async () => {
    const { ward } = await withTaken({ hasTopics: false, isBasic: true })
    await ward.leave()
    await ward.group.migrates()
    // The platform tells it once, and nobody heard.
    await call(ward.fake, 'getUpdates', { offset: 900_000_000 })
    ward.begin()
    await ward.says('còn đó không')
    await comes(ward, 'còn đó không')
  })

  test('that may send nothing for a while gets all of it afterwards', async () => {
    const { ward } = await withTaken()
    ward.fake.floods(120, ward.group.id)
    await ward.says('một', 'hai', 'ba')
    await ward.until(() => ward.texts().join('\n').includes('Người dân: ba'), 'all is there')
    ward.expectNoOffence()
  })

  test('where nothing may be pinned has the cards anyway', async () => {
    const ward = await openWard()
    await ward.drive(ward.group.lets({ canPinMessages: false }))
    await ward.says('gặp cán bộ', '1')
    await ward.until(() => ward.group.topics.length === 1 && ward.texts().length >= 2, 'the card')
    await ward.pass(3_600_000)
    expect(ward.alarms()).toEqual(['telegram_group_no_pin'])
  })
})

describe('a topic that was made while its answer was lost', () => {
  test('belongs to no case, and whoever writes there is told', async () => {
    const ward = await openWard()
    const { member } = await ward.joins('lan')
    ward.fake.faults.add({ type: 'cut_after' }, { method: 'createForumTopic', times: 1 })
    await ward.opensCase()
    const [orphan, topic] = ward.group.topics
    await ward.drive(member.writes('Chào bác', { topic: orphan?.id ?? 0 }))
    await comes(ward, 'không thuộc hồ sơ nào')
    await ward.drive(member.writes('Bác ơi', { topic: topic?.id ?? 0 }))
    await ward.until(async () => (await ward.theCase()).state === 'taken', 'the answer')
    expect(ward.heard().join()).not.toContain('Chào bác')
  })
})

describe('two processes', () => {
  const numbers = (ward: Ward) =>
    [
      ...ward
        .texts()
        .join('\n')
        .matchAll(/Người dân: câu (\d+)\./g),
    ].map(([, number]) => Number(number))

  test('one goes on where the other stopped', async () => {
    const { ward } = await withTaken()
    ward.secondJoins()
    for (let index = 1; index <= 20; index += 1) {
      await ward.does({ type: 'text', text: `câu ${index}.` })
      if (index % 7 === 0) Object.assign(ward.turns, { first: ward.turns.second, second: ward.turns.first })
      await ward.pass(4_000)
    }
    await ward.until(() => numbers(ward).at(-1) === 20, 'all is there')
    expect([...new Set(numbers(ward))]).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
    expect(numbers(ward).length).toBeLessThanOrEqual(22)
  })

  test('whoever has the turn now shows at once what was left, and does what was heard', async () => {
    const { ward, member } = await withTaken()
    ward.secondJoins()
    ward.turns.first = false
    await ward.says('câu 1.')
    const kept = { type: 'message', updateId: '1', chatId: Number(ward.group.id), messageId: 1 }
    const event = { ...kept, threadId: ward.topic(), from: Number(member.id), text: '/xong' }
    await ward.shelf.put('telegram-heard', '1', { event, at: ward.clock.now() }, ward.clock.now())
    expect(numbers(ward)).toEqual([])
    const before = ward.clock.now()
    ward.secondTakesOver()
    await ward.until(() => numbers(ward).includes(1), 'what was said is there')
    await ward.until(() => ward.texts().join().includes('Kết thúc hồ sơ này'), 'what was asked for is done')
    expect(ward.clock.now() - before).toBeLessThan(15_000)
  })

  test('at once, while the turn changes hands, lose nothing', async () => {
    const { ward } = await withTaken()
    ward.secondJoins()
    ward.turns.second = true
    ward.fake.switches.countsLimits = false
    for (let index = 1; index <= 12; index += 1) {
      await ward.does({ type: 'text', text: `câu ${index}.` })
      await ward.pass(2_000)
    }
    await ward.until(() => numbers(ward).includes(12), 'all is there')
    expect([...new Set(numbers(ward))]).toEqual(Array.from({ length: 12 }, (_, index) => index + 1))
    expect(ward.group.topics).toHaveLength(1)
  })
})

describe('what is behind', () => {
  test('is told of a desk that has the case now, also when its group moved meanwhile', async () => {
    const { ward } = await withTaken({ hasTopics: false, isBasic: true })
    await ward.leave()
    await ward.group.migrates()
    await call(ward.fake, 'getUpdates', { offset: 900_000_000 })
    ward.begin()
    await ward.acts('lan', { does: 'pass', desk: 'deputy' })
    await comes(ward, 'đã chuyển sang Phó phòng')
    const refused = ward.fake.calls.filter(({ status }) => status === 400)
    expect(refused).toHaveLength(1)
  })
})

describe('a process that dies', () => {
  test('between what happens and the group hearing of it, loses nothing', async () => {
    const { ward } = await withTaken()
    ward.fake.faults.add({ type: 'cut_after' }, { method: 'sendMessage', times: 1 })
    await ward.does({ type: 'text', text: 'câu một' })
    await ward.settle()
    await ward.leave()
    ward.begin()
    await comes(ward, 'câu một')
    await ward.pass(120_000)
    const times = ward.texts().join('\n').split('câu một').length - 1
    expect(times).toBeGreaterThanOrEqual(1)
    expect(times).toBeLessThanOrEqual(2)
  })

  test('after what an officer wrote was heard, has it sent by the next one, once', async () => {
    const { ward, member } = await withTaken()
    const topic = ward.topic()
    await ward.leave()
    await member.writes('Chào bác, em đây', { topic })
    ward.begin()
    await ward.until(async () => (await ward.entries()).includes('officer'), 'it is sent')
    await ward.pass(120_000)
    expect(ward.heard().filter((text) => text === 'Chào bác, em đây')).toHaveLength(1)
  })
})
