import { describe, expect, test } from 'vitest'
import { call, openFake } from './arrange.ts'
import type { GroupOptions } from './group.ts'

async function openGroup(options: GroupOptions = { hasTopics: true }) {
  const { fake, clock } = await openFake()
  const group = fake.group('Bộ phận Một cửa', options)
  const officer = group.member('Chị Lan')
  const create = async (name = 'Hồ sơ 12') => call(fake, 'createForumTopic', { chat_id: group.id, name })
  const send = (message_thread_id?: number, more = {}) =>
    call(fake, 'sendMessage', { chat_id: group.id, text: 'a', message_thread_id, ...more })
  const manage = (method: string, message_thread_id: number, more = {}) =>
    call(fake, method, { chat_id: group.id, message_thread_id, ...more })
  // biome-ignore lint/suspicious/noExplicitAny: tests look into updates of every kind.
  const last = () => fake.queued.at(-1) as any
  return { fake, clock, group, officer, create, send, manage, last }
}

describe('topics', () => {
  test('are made by the bot, and hold what is said in them', async () => {
    const { group, officer, create, send, last } = await openGroup()
    expect(group.id).toMatch(/^-100\d{10}$/)
    const { result } = await create()
    expect(result).toEqual({ message_thread_id: expect.any(Number), name: 'Hồ sơ 12', icon_color: 7_322_096 })
    const topic = result.message_thread_id
    const said = await send(topic)
    expect(said.result).toMatchObject({ message_thread_id: topic, is_topic_message: true })
    expect(said.result.chat).toMatchObject({ type: 'supergroup', is_forum: true })
    await officer.writes('Chị nhận ạ', { topic })
    expect(last().message).toMatchObject({
      message_thread_id: topic,
      is_topic_message: true,
      text: 'Chị nhận ạ',
      from: { id: Number(officer.id), first_name: 'Chị Lan' },
      reply_to_message: { message_id: topic, forum_topic_created: { name: 'Hồ sơ 12' } },
    })
    await officer.writes('ngoài lề')
    expect(last().message).not.toHaveProperty('message_thread_id')
    expect(group.inTopic(topic).map(({ text }) => text)).toEqual(['[topic: Hồ sơ 12]', 'a', 'Chị nhận ạ'])
    await group.hears('a')
  })

  test('are renamed, closed, opened again and deleted', async () => {
    const { group, create, send, manage } = await openGroup()
    const topic = (await create()).result.message_thread_id
    expect((await manage('editForumTopic', topic, { name: 'Xong' })).result).toBe(true)
    expect(group.topics).toMatchObject([{ name: 'Xong', isClosed: false }])
    expect((await manage('closeForumTopic', topic)).result).toBe(true)
    expect(group.topics).toMatchObject([{ isClosed: true }])
    expect((await manage('closeForumTopic', topic)).description).toMatch(/NOT_MODIFIED/)
    expect((await manage('reopenForumTopic', topic)).result).toBe(true)
    expect((await manage('deleteForumTopic', topic)).result).toBe(true)
    expect(group.topics).toEqual([])
    expect(group.screen).toEqual([])
    expect(await send(topic)).toMatchObject({
      status: 400,
      description: 'Bad Request: message thread not found',
    })
    expect((await manage('closeForumTopic', topic)).status).toBe(400)
  })

  test('have names of 1 to 128 characters and one of six colours', async () => {
    const { fake, group, create } = await openGroup()
    expect((await create('')).status).toBe(400)
    expect((await create('ă'.repeat(128))).status).toBe(200)
    expect((await create('ă'.repeat(129))).status).toBe(400)
    const body = { chat_id: group.id, name: 'a', icon_color: 1 }
    expect((await call(fake, 'createForumTopic', body)).status).toBe(400)
  })

  test('need an administrator with the right, a closed one too', async () => {
    const { group, create, send, manage } = await openGroup()
    const topic = (await create()).result.message_thread_id
    await group.lets({ canManageTopics: false, canDeleteMessages: false })
    expect(await create()).toMatchObject({
      status: 400,
      description: 'Bad Request: not enough rights to create a topic',
    })
    expect((await manage('closeForumTopic', topic)).result).toBe(true)
    expect((await send(topic)).description).toBe('Bad Request: TOPIC_CLOSED')
    expect((await manage('deleteForumTopic', topic)).status).toBe(400)
    await group.lets({ canManageTopics: true })
    expect((await send(topic)).status).toBe(200)
  })

  test('staff make, close and delete them too', async () => {
    const { officer, send, last } = await openGroup()
    const topic = await officer.opensTopic('Việc riêng')
    expect(last().message.forum_topic_created).toMatchObject({ name: 'Việc riêng' })
    await officer.closesTopic(topic)
    expect(last().message).toMatchObject({ forum_topic_closed: {}, message_thread_id: topic })
    await officer.reopensTopic(topic)
    officer.deletesTopic(topic)
    expect((await send(topic)).description).toMatch(/thread not found/)
    await expect(officer.writes('a', { topic })).rejects.toThrow(/no topic/)
  })

  test('are not in every group, nor in private chats unless a switch allows it', async () => {
    const { fake, create } = await openGroup({})
    expect((await create()).description).toBe('Bad Request: the chat is not a forum')
    const citizen = fake.citizen('Bà Sáu')
    await citizen.opens()
    const inPrivate = () => call(fake, 'createForumTopic', { chat_id: citizen.id, name: 'a' })
    expect((await inPrivate()).status).toBe(400)
    fake.switches.hasTopicsEnabled = true
    expect((await inPrivate()).status).toBe(200)
    expect((await call(fake, 'getMe')).result.has_topics_enabled).toBe(true)
  })
})

describe('what the bot sees', () => {
  test('everything as an administrator; else only what is meant for it', async () => {
    const { fake, group, officer, send, last } = await openGroup()
    await officer.writes('thường')
    expect(last().message.text).toBe('thường')
    await group.lets({ isAdministrator: false })
    expect(last().my_chat_member).toMatchObject({
      old_chat_member: { status: 'administrator', can_manage_topics: true },
      new_chat_member: { status: 'member' },
    })
    const before = fake.queued.length
    await officer.writes('thường')
    expect(fake.queued).toHaveLength(before)
    await officer.writes('/huy')
    await officer.writes('ơi', { mentionsBot: true })
    expect(last().message).toMatchObject({
      text: '@motcua_thu_bot ơi',
      entities: [{ type: 'mention', offset: 0, length: 15 }],
    })
    await send()
    const asked = group.screen.at(-1)
    if (!asked) throw new Error('The screen is empty.')
    await officer.writes('đáp', { repliesTo: asked })
    expect(last().message.reply_to_message).toMatchObject({ from: { is_bot: true }, text: 'a' })
    expect(fake.queued).toHaveLength(before + 3)
    fake.switches.canReadAllGroupMessages = true
    await officer.writes('thường')
    expect(fake.queued).toHaveLength(before + 4)
  })

  test('any member can press a button, and edit what they wrote', async () => {
    const { group, officer, send, last } = await openGroup()
    await send(undefined, { reply_markup: { inline_keyboard: [[{ text: 'Nhận', callback_data: 'n' }]] } })
    await group.member('Người lạ').presses('Nhận')
    expect(last().callback_query).toMatchObject({ data: 'n', from: { first_name: 'Người lạ' } })
    const shown = await officer.writes('sai')
    await officer.edits(shown, 'đúng')
    expect(last().edited_message).toMatchObject({ text: 'đúng' })
  })
})

describe('what the bot may', () => {
  test('nothing after it was removed', async () => {
    const { fake, group, send, last } = await openGroup()
    await group.lets({ isMember: false })
    expect(last().my_chat_member.new_chat_member).toMatchObject({ status: 'kicked' })
    expect(await send()).toMatchObject({
      status: 403,
      description: 'Forbidden: bot was kicked from the supergroup chat',
    })
    expect((await call(fake, 'getChat', { chat_id: group.id })).status).toBe(403)
  })

  test('no request for a contact', async () => {
    const { send } = await openGroup()
    const reply_markup = { keyboard: [[{ text: 'Số', request_contact: true }]] }
    expect((await send(undefined, { reply_markup })).description).toMatch(/private chats only/)
  })

  test('twenty messages a minute, whatever the topic', async () => {
    const { fake, clock, create, send } = await openGroup()
    const topics = [
      (await create('a')).result.message_thread_id,
      (await create('b')).result.message_thread_id,
    ]
    for (let message = 0; message < 20; message += 1)
      expect((await send(topics[message % 2])).status).toBe(200)
    expect(await send()).toMatchObject({ status: 429, parameters: { retry_after: 60 } })
    expect(fake.offences).toEqual(['sendMessage: limit exceeded (one group: 20 a minute)'])
    clock.advance(60_000)
    expect((await send()).status).toBe(200)
  })

  test('its own rights can be looked up', async () => {
    const { fake, group } = await openGroup()
    const { result: me } = await call(fake, 'getMe')
    const look = () => call(fake, 'getChatMember', { chat_id: group.id, user_id: me.id })
    expect((await look()).result).toMatchObject({ status: 'administrator', can_manage_topics: true })
    await group.lets({ canManageTopics: false })
    expect((await look()).result).toMatchObject({ can_manage_topics: false })
  })
})

test('a basic group that migrates answers with its new id', async () => {
  const { fake, group, officer, create, send } = await openGroup({ isBasic: true })
  const old = group.id
  expect((await send()).status).toBe(200)
  expect((await create()).status).toBe(400)
  await group.migrates()
  expect(group.id).not.toBe(old)
  expect(await call(fake, 'sendMessage', { chat_id: old, text: 'b' })).toMatchObject({
    status: 400,
    error_code: 400,
    parameters: { migrate_to_chat_id: Number(group.id) },
  })
  expect(fake.queued.slice(-2)).toMatchObject([
    { message: { chat: { id: Number(old) }, migrate_to_chat_id: Number(group.id) } },
    { message: { chat: { id: Number(group.id) }, migrate_from_chat_id: Number(old) } },
  ])
  expect((await create()).status).toBe(200)
  await officer.writes('đã chuyển')
  expect(fake.queued.at(-1)).toMatchObject({ message: { chat: { id: Number(group.id) } } })
})

describe('what officers do', () => {
  test('a message is pinned by who may', async () => {
    const { fake, group, create, send } = await openGroup()
    const topic = (await create()).result.message_thread_id
    const { message_id } = (await send(topic)).result
    const pin = () => call(fake, 'pinChatMessage', { chat_id: group.id, message_id })
    expect((await pin()).result).toBe(true)
    expect(group.pinned.map(({ text }) => text)).toEqual(['a'])
    await group.lets({ canPinMessages: false })
    expect(await pin()).toMatchObject({
      status: 400,
      description: expect.stringMatching(/not enough rights/),
    })
    const lost = await call(fake, 'pinChatMessage', { chat_id: group.id, message_id: 9_999 })
    expect(lost.description).toBe('Bad Request: message to pin not found')
  })

  test('a picture comes in its sizes, and can be fetched', async () => {
    const { fake, officer, create, last } = await openGroup()
    const topic = (await create()).result.message_thread_id
    await officer.sendsPhoto('Mẫu đây ạ', { topic, bytes: Buffer.from('xyz') })
    const { photo, caption, message_thread_id } = last().message
    expect({ caption, message_thread_id }).toEqual({ caption: 'Mẫu đây ạ', message_thread_id: topic })
    const { result } = await call(fake, 'getFile', { file_id: photo.at(-1).file_id })
    expect(result).toMatchObject({ file_size: 3, file_path: expect.any(String) })
  })

  test('an administrator who writes as the group is nobody in particular', async () => {
    const { group, officer, create, last } = await openGroup()
    const topic = (await create()).result.message_thread_id
    await officer.writes('Chị nhận ạ', { topic, isAnonymous: true })
    expect(last().message).toMatchObject({
      from: { is_bot: true, username: 'GroupAnonymousBot' },
      sender_chat: { id: Number(group.id) },
    })
  })

  test('a press is answered to who pressed, and to nobody else', async () => {
    const { fake, group, officer, last } = await openGroup()
    const markup = { inline_keyboard: [[{ text: 'Nhận việc', callback_data: 'h:take:1' }]] }
    await call(fake, 'sendMessage', { chat_id: group.id, text: 'a', reply_markup: markup })
    await officer.presses('Nhận việc')
    const callback_query_id = last().callback_query.id
    await call(fake, 'answerCallbackQuery', { callback_query_id, text: 'Chị Hoa đã nhận', show_alert: true })
    expect(officer.notices).toEqual([{ text: 'Chị Hoa đã nhận', isAlert: true }])
    expect(group.member('Chị Hoa').notices).toEqual([])
  })
})
