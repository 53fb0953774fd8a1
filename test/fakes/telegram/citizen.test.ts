import { describe, expect, test } from 'vitest'
import { call, openChat } from './arrange.ts'

async function openTalk() {
  const { fake, clock, citizen, chat_id } = await openChat()
  const ask = (text: string, reply_markup?: object) =>
    call(fake, 'sendMessage', { chat_id, text, ...(reply_markup ? { reply_markup } : {}) })
  // biome-ignore lint/suspicious/noExplicitAny: tests look into updates of every kind.
  const last = () => fake.queued.at(-1) as any
  return { fake, clock, citizen, chat_id, ask, last }
}

const yesOrNo = {
  inline_keyboard: [
    [
      { text: 'Có', callback_data: 'p:1:y' },
      { text: 'Không', callback_data: 'p:1:n' },
    ],
  ],
}

describe('inline buttons', () => {
  test('a press becomes a callback query from the newest message with that button', async () => {
    const { fake, citizen, ask, last } = await openTalk()
    await ask('Cũ?', yesOrNo)
    const { result } = await ask('Mới?', yesOrNo)
    await ask('Chờ nhé')
    await citizen.presses('Có')
    expect(last().callback_query).toMatchObject({
      id: expect.any(String),
      from: { id: Number(citizen.id), is_bot: false },
      chat_instance: expect.any(String),
      data: 'p:1:y',
      message: { message_id: result.message_id, text: 'Mới?', reply_markup: yesOrNo },
    })
    const old = await citizen.hears('Cũ?')
    await citizen.pressesOn(old, 'Không')
    expect(last().callback_query).toMatchObject({ data: 'p:1:n', message: { text: 'Cũ?' } })
    expect(fake.unanswered.map(({ data }) => data)).toEqual(['p:1:y', 'p:1:n'])
    await expect(citizen.presses('Có lẽ')).rejects.toThrow(/Nothing on the screen of Bà Sáu offers "Có lẽ"/)
  })

  test('a query is answered once, and in time', async () => {
    const { fake, clock, citizen, ask, last } = await openTalk()
    await ask('?', yesOrNo)
    await citizen.presses('Có')
    const answer = (text = '') =>
      call(fake, 'answerCallbackQuery', { callback_query_id: last().callback_query.id, text })
    expect((await answer('a'.repeat(201))).status).toBe(400)
    expect((await answer('Đã ghi ạ')).result).toBe(true)
    expect(await answer()).toMatchObject({
      status: 400,
      description: 'Bad Request: query is too old and response timeout expired or query ID is invalid',
    })
    expect(citizen.notices).toEqual(['Đã ghi ạ'])
    expect(fake.unanswered).toEqual([])
    await citizen.presses('Có')
    clock.advance(15_000)
    expect((await answer()).status).toBe(400)
    expect(fake.unanswered).toHaveLength(1)
  })

  test('the message may be inaccessible or missing', async () => {
    const { fake, citizen, ask, last } = await openTalk()
    const { result } = await ask('?', yesOrNo)
    fake.switches.pressedMessage = 'inaccessible'
    await citizen.presses('Có')
    const { message_id, chat } = result
    expect(last().callback_query.message).toEqual({ message_id, chat, date: 0 })
    fake.switches.pressedMessage = 'missing'
    await citizen.presses('Có')
    expect(last().callback_query).not.toHaveProperty('message')
  })
})

describe('the keyboard', () => {
  const keyboard = {
    keyboard: [
      [{ text: 'Gửi số', request_contact: true }],
      [{ text: 'Gửi vị trí', request_location: true }, 'Bỏ qua'],
    ],
  }

  test('offers contact, location and words', async () => {
    const { citizen, ask, last } = await openTalk()
    await ask('Số của Bác?', keyboard)
    expect(citizen.screen.at(-1)?.buttons).toEqual(['Gửi số', 'Gửi vị trí', 'Bỏ qua'])
    await citizen.presses('Gửi số')
    expect(last().message.contact).toEqual({
      phone_number: citizen.phone,
      first_name: 'Bà Sáu',
      user_id: Number(citizen.id),
    })
    await citizen.presses('Gửi vị trí')
    expect(last().message.location).toEqual(citizen.place)
    await citizen.presses('Bỏ qua')
    expect(last().message.text).toBe('Bỏ qua')
  })

  test('is there until it is removed, replaced, or used when meant for one time', async () => {
    const { citizen, ask } = await openTalk()
    await ask('a', keyboard)
    await ask('b', { keyboard: [['Khác']], one_time_keyboard: true })
    await expect(citizen.presses('Gửi số')).rejects.toThrow()
    await citizen.presses('Khác')
    await expect(citizen.presses('Khác')).rejects.toThrow()
    await ask('c', keyboard)
    await ask('d', { remove_keyboard: true })
    expect(citizen.screen.flatMap(({ buttons }) => buttons)).toEqual([])
  })

  test('cannot be changed by an edit', async () => {
    const { fake, chat_id, ask } = await openTalk()
    const { message_id } = (await ask('a', keyboard)).result
    expect((await call(fake, 'editMessageText', { chat_id, message_id, text: 'b' })).status).toBe(400)
  })
})

describe('what a citizen sends', () => {
  test('the card of somebody else names another user', async () => {
    const { citizen, last } = await openTalk()
    await citizen.sends({ type: 'contact', phone: '84900000009', isForeign: true })
    const { contact, from } = last().message
    expect(contact.phone_number).toBe('84900000009')
    expect(contact.user_id).not.toBe(from.id)
  })

  test('files have ids, pictures several sizes with the largest last', async () => {
    const { citizen, last } = await openTalk()
    await citizen.sends({ type: 'photo' })
    const widths = last().message.photo.map(({ width }: { width: number }) => width)
    expect(widths).toEqual([90, 960])
    for (const type of ['voice', 'sticker', 'video'] as const) {
      await citizen.sends({ type })
      expect(last().message[type].file_id).toEqual(expect.any(String))
    }
    await citizen.sends({ type: 'file' })
    expect(last().message.document).toMatchObject({ mime_type: 'application/pdf' })
    await citizen.sends({ type: 'unknown' })
    expect(last().message).not.toHaveProperty('text')
  })

  test('an edit of their own words, and a reply', async () => {
    const { citizen, ask, last } = await openTalk()
    await ask('Hỏi')
    await citizen.types('sai')
    const [, asked, wrong] = citizen.screen
    if (!asked || !wrong) throw new Error('The screen is short.')
    await citizen.edits(wrong, 'đúng')
    expect(last().edited_message).toMatchObject({
      message_id: 3,
      text: 'đúng',
      edit_date: expect.any(Number),
    })
    expect(citizen.screen.at(-1)?.text).toBe('đúng')
    await expect(citizen.edits(asked, 'x')).rejects.toThrow(/of their own/)
    await citizen.replies(asked, 'Đáp')
    expect(last().message.reply_to_message).toMatchObject({ text: 'Hỏi', from: { is_bot: true } })
  })

  test('nothing, while they block the bot', async () => {
    const { citizen, last } = await openTalk()
    await citizen.blocks()
    await expect(citizen.types('a')).rejects.toThrow(/blocked/)
    await citizen.opens()
    expect(last().message.text).toBe('/start')
  })
})

test('what the page offers besides: block, unblock, the card of another, an edit of the last words', async () => {
  const { fake, citizen, last } = await openTalk()
  const run = (name: string, text = '') =>
    fake.actions?.find((action) => action.name === name)?.run(citizen, text)
  await citizen.types('sai')
  await citizen.sends({ type: 'voice' })
  await run('edits', 'đúng')
  expect(last().edited_message.text).toBe('đúng')
  await run('foreign_contact')
  expect(last().message.contact.user_id).not.toBe(Number(citizen.id))
  await run('blocks')
  expect(last().my_chat_member.new_chat_member.status).toBe('kicked')
  await run('unblocks')
  expect(last().my_chat_member.new_chat_member.status).toBe('member')
})
