import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { OfficeEvent } from '../../../src/channels/telegram/index.ts'
import { temporaryFolder } from '../../../src/cli/temporary.ts'
import type { Shown } from '../../fakes/kit/fake.ts'
import { openTelegram, type TelegramDesk } from './desk.ts'

const name = 'Hạnh'
const last = (desk: TelegramDesk): Shown | undefined =>
  desk.fake.citizen(name).screen.findLast(({ from }) => from === 'bot')
const callsOf = (desk: TelegramDesk, method: string) =>
  desk.fake.calls.filter((call) => call.method === method)
const alarms = (desk: TelegramDesk, alarm: string) => desk.logged.filter((line) => line.includes(alarm))

describe.each(['polling', 'webhook'] as const)('a press, by %s', (mode) => {
  it('ends its waiting sign, and what was chosen stands in place of the buttons', async () => {
    const desk = await openTelegram(mode)
    const question = await desk.ask(name, 'chọn', 'Sinh ở đâu ạ?')
    expect(question.buttons).toEqual(['Ở nhà', 'Nơi khác'])
    await desk.drive(desk.fake.citizen(name).presses('Ở nhà'))
    await desk.until(() => question.text !== 'Sinh ở đâu ạ?', 'the message shows the choice')
    expect(question).toMatchObject({ text: 'Sinh ở đâu ạ?\n\n✓ Ở nhà', buttons: [] })
    expect(desk.fake.unanswered).toEqual([])
    expect(desk.accepted.at(-1)?.input).toEqual({ type: 'tap', choice: 'where:home' })
    expect(desk.fake.offences).toEqual([])
  })

  it.each(['inaccessible', 'missing'] as const)('is heard when its message is %s', async (pressedMessage) => {
    const desk = await openTelegram(mode)
    await desk.ask(name, 'chọn', 'Sinh ở đâu ạ?')
    desk.fake.switches.pressedMessage = pressedMessage
    await desk.drive(desk.fake.citizen(name).presses('Ở nhà'))
    await desk.until(() => last(desk)?.text.startsWith('Đã nghe') === true, 'an answer')
    expect(desk.fake.unanswered).toEqual([])
    expect(desk.fake.offences).toEqual([])
  })

  it('is heard although it can neither be answered nor shown', async () => {
    const desk = await openTelegram(mode)
    await desk.ask(name, 'chọn', 'Sinh ở đâu ạ?')
    for (const method of ['answerCallbackQuery', 'editMessageText'])
      desk.fake.faults.add({ type: 'html', status: 502 }, { method })
    await desk.drive(desk.fake.citizen(name).presses('Ở nhà'))
    await desk.until(() => last(desk)?.text.startsWith('Đã nghe') === true, 'an answer')
  })
})

describe('a tick-list', () => {
  it('changes in its place while nothing was said after it', async () => {
    const desk = await openTelegram('polling')
    const list = await desk.ask(name, 'giấy', 'Đã có 0 giấy.')
    expect(list.buttons).toEqual(['☐ Giấy chứng sinh', '☐ Căn cước', 'Xong'])
    await desk.drive(desk.fake.citizen(name).presses('☐ Căn cước'))
    await desk.until(() => list.text.startsWith('Đã có 1 giấy.'), 'the list changed')
    expect(list.buttons).toEqual(['☐ Giấy chứng sinh', '☑ Căn cước', 'Xong'])
    expect(callsOf(desk, 'sendMessage')).toHaveLength(1)
    await desk.drive(desk.fake.citizen(name).presses('Xong'))
    await desk.until(() => list.buttons.length === 0, 'the list is finished')
    expect(list.text).toContain('☐ Giấy chứng sinh\n☑ Căn cước\n✓ Xong')
  })

  it('is sent anew once something was said after it, and the old one loses its buttons', async () => {
    const desk = await openTelegram('polling')
    const list = await desk.ask(name, 'giấy', 'Đã có 0 giấy.')
    await desk.ask(name, 'à', 'Đã nghe: à')
    await desk.drive(desk.fake.citizen(name).pressesOn(list, '☐ Căn cước'))
    await desk.until(() => last(desk)?.text.startsWith('Đã có 1 giấy.') === true, 'a new list')
    expect(last(desk)).not.toBe(list)
    await desk.until(() => list.buttons.length === 0, 'the old buttons are gone')
  })

  it('that is finished gets no buttons back from a tick before', async () => {
    const desk = await openTelegram('polling')
    const list = await desk.ask(name, 'giấy', 'Đã có 0 giấy.')
    const citizen = desk.fake.citizen(name)
    desk.fake.faults.add({ type: 'html', status: 502 }, { method: 'editMessageText', times: 1 })
    await desk.drive(citizen.presses('☐ Căn cước'))
    await desk.until(() => callsOf(desk, 'editMessageText').length === 1, 'the tick could not be shown')
    await desk.drive(citizen.presses('Xong'))
    await desk.until(() => last(desk)?.text.startsWith('Đã nghe') === true, 'an answer')
    await desk.settle()
    expect(list.buttons).toEqual([])
  })

  it('is sent anew after a restart', async () => {
    const desk = await openTelegram('polling')
    const list = await desk.ask(name, 'giấy', 'Đã có 0 giấy.')
    await desk.restart()
    await desk.drive(desk.fake.citizen(name).presses('☐ Căn cước'))
    await desk.until(() => last(desk) !== list, 'a new list')
    expect(last(desk)?.buttons).toContain('☑ Căn cước')
  })

  it('is sent anew when it cannot be changed', async () => {
    const desk = await openTelegram('polling')
    const list = await desk.ask(name, 'giấy', 'Đã có 0 giấy.')
    const body = { ok: false, error_code: 400, description: "Bad Request: message can't be edited" }
    desk.fake.faults.add({ type: 'json', status: 400, body }, { method: 'editMessageText', times: 1 })
    await desk.drive(desk.fake.citizen(name).presses('☐ Căn cước'))
    await desk.until(() => last(desk) !== list, 'a new list')
  })
})

describe('polling', () => {
  it('goes on where the platform counts, also when it begins to count from below', async () => {
    const desk = await openTelegram('polling')
    await desk.ask(name, 'chào', 'Đã nghe: chào')
    await desk.pass(60_000)
    const [before, after] = callsOf(desk, 'getUpdates').slice(-2)
    expect(before?.body).not.toHaveProperty('offset')
    expect(after?.body).not.toHaveProperty('offset')
  })

  it('does not spin on updates that cannot be confirmed', async () => {
    const desk = await openTelegram('polling')
    await desk.settle()
    const before = desk.fake.calls.length
    const body = { ok: true, result: [{ message: {} }] }
    desk.fake.faults.add({ type: 'json', status: 200, body }, { method: 'getUpdates' })
    await desk.pass(600_000)
    expect(desk.fake.calls.length - before).toBeLessThan(20)
  })
})

describe('an edited message', () => {
  const own = (desk: TelegramDesk) => {
    const shown = desk.fake.citizen(name).screen.findLast(({ from }) => from === 'citizen')
    if (shown === undefined) throw new Error('nothing was written')
    return shown
  }

  it('is heard when nothing was said since', async () => {
    const desk = await openTelegram('polling')
    await desk.drive(desk.fake.citizen(name).types('im'))
    await desk.until(() => desk.accepted.length === 1, 'it is heard')
    await desk.drive(desk.fake.citizen(name).edits(own(desk), 'khai sinh'))
    await desk.until(() => last(desk)?.text === 'Đã nghe: khai sinh', 'the edit is answered')
  })

  it('is passed over once we have answered', async () => {
    const desk = await openTelegram('webhook')
    await desk.ask(name, 'khai sin', 'Đã nghe: khai sin')
    await desk.drive(desk.fake.citizen(name).edits(own(desk), 'khai sinh'))
    await desk.settle()
    expect(desk.offered).toHaveLength(1)
    expect(desk.hookCalls.at(-1)?.status).toBe(200)
  })
})

describe('a question that something can be handed over for', () => {
  it('has a button for the phone number, which is gone with the next message', async () => {
    const desk = await openTelegram('polling')
    const citizen = desk.fake.citizen(name)
    await desk.ask(name, 'số', 'Số điện thoại của bác?')
    await desk.drive(citizen.presses('Gửi số của tôi'))
    await desk.until(() => last(desk)?.text.includes(citizen.phone) === true, 'the number is heard')
    expect(desk.accepted.at(-1)?.input).toEqual({ type: 'contact', phone: citizen.phone })
    expect(callsOf(desk, 'sendMessage').at(-1)?.body.reply_markup).toEqual({ remove_keyboard: true })
    expect(desk.fake.offences).toEqual([])
  })

  it('has one for the place, below its own choices', async () => {
    const desk = await openTelegram('polling')
    const citizen = desk.fake.citizen(name)
    const question = await desk.ask(name, 'nơi', 'Bác ở đâu?')
    expect(question.buttons).toEqual(['Ở nhà', 'Nơi khác'])
    await desk.until(() => last(desk)?.text === 'Hoặc bác bấm nút dưới cùng ạ.', 'the hint')
    await desk.drive(citizen.presses('Gửi nơi tôi ở'))
    await desk.until(() => last(desk)?.text.includes('"location"') === true, 'the place is heard')
    expect(desk.accepted.at(-1)?.input).toEqual({ type: 'location', ...citizen.place })
  })

  it('has none in a group', async () => {
    const desk = await openTelegram('polling')
    const group = desk.fake.group('Một cửa')
    await desk.drive(group.member('Lan').writes('số', { mentionsBot: true }))
    await desk.until(() => group.screen.some(({ text }) => text.startsWith('Số điện thoại')), 'the question')
    expect(callsOf(desk, 'sendMessage').at(-1)?.body).not.toHaveProperty('reply_markup')
  })
})

describe('a picture', () => {
  const pixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )

  it('is uploaded from its file, with the text and the choices under it', async () => {
    const path = join(temporaryFolder(), 'to-khai.png')
    writeFileSync(path, pixel)
    const desk = await openTelegram('polling', { imageFile: async () => path })
    const shown = await desk.ask(name, 'ảnh', 'Tờ khai đây ạ.')
    expect(shown.image).toBeDefined()
    await desk.drive(desk.fake.citizen(name).presses('Ở nhà'))
    await desk.until(() => shown.buttons.length === 0, 'the choice was shown')
    expect(shown).toMatchObject({ text: 'Tờ khai đây ạ.\n\n✓ Ở nhà', image: 'to-khai.png' })
    expect(callsOf(desk, 'editMessageCaption').map(({ status }) => status)).toEqual([200])
    expect(callsOf(desk, 'editMessageReplyMarkup')).toEqual([])
    expect(desk.fake.offences).toEqual([])
  })

  it('is told in words when it cannot be had, or is refused', async () => {
    const desk = await openTelegram('polling')
    const shown = await desk.ask(name, 'ảnh', 'Tờ khai đây ạ.')
    expect(shown.image).toBeUndefined()
    expect(shown.buttons).toEqual(['Ở nhà', 'Nơi khác'])
    const other = await openTelegram('polling', { imageAddress: () => 'https://motcua.example.vn/a.png' })
    const body = {
      ok: false,
      error_code: 400,
      description: 'Bad Request: wrong file identifier/HTTP URL specified',
    }
    other.fake.faults.add({ type: 'json', status: 400, body }, { method: 'sendPhoto' })
    expect((await other.ask(name, 'ảnh', 'Tờ khai đây ạ.')).image).toBeUndefined()
  })

  it('that takes longer than an attempt may is told in words, and once', async () => {
    const path = join(temporaryFolder(), 'to-khai.png')
    writeFileSync(path, pixel)
    const slow = () =>
      new Promise<string>((found) => desk.clock.setTimer(desk.clock.now() + 60_000, () => found(path)))
    const desk = await openTelegram('polling', { imageFile: slow })
    const asked = desk.clock.now()
    const shown = await desk.ask(name, 'ảnh', 'Tờ khai đây ạ.')
    expect(desk.clock.now() - asked).toBeLessThan(10_000)
    await desk.pass(20 * 60_000)
    expect(desk.said(name)).toHaveLength(1)
    expect(shown.buttons).toEqual(['Ở nhà', 'Nơi khác'])
  })
})

describe('groups', () => {
  it('have a conversation for each topic, and only what is meant for us enters it', async () => {
    const desk = await openTelegram('polling')
    desk.fake.switches.canReadAllGroupMessages = true
    const group = desk.fake.group('Một cửa', { hasTopics: true })
    const lan = group.member('Lan')
    const topic = await desk.drive(lan.opensTopic('Hồ sơ 12'))
    await desk.drive(lan.writes('chiều nay họp', { topic }))
    await desk.drive(lan.writes('lệ phí?', { topic, mentionsBot: true }))
    await desk.until(() => group.inTopic(topic).some(({ text }) => text === 'Đã nghe: lệ phí?'), 'an answer')
    expect(desk.accepted.map(({ conversation }) => conversation)).toEqual([`telegram:${group.id}/${topic}`])
    expect(desk.fake.offences).toEqual([])
  })

  it('of the office are the office’s alone, whoever is called by name in them', async () => {
    const events: OfficeEvent[] = []
    const take = async (event: OfficeEvent) => void events.push(event)
    const hears = async (event: OfficeEvent) => !('chatId' in event) || event.chatId === Number(office.id)
    const desk = await openTelegram('polling', { groups: { hears, take } })
    const office = desk.fake.group('Một cửa', { hasTopics: true })
    const other = desk.fake.group('Tổ dân phố')
    const lan = office.member('Lan')
    const topic = await desk.drive(lan.opensTopic('Hồ sơ 12'))
    await desk.drive(lan.writes('/menu', { topic, mentionsBot: true }))
    await desk.drive(other.member('Bình').writes('chào', { mentionsBot: true }))
    await desk.until(() => other.screen.some(({ text }) => text === 'Đã nghe: chào'), 'an answer')
    expect(events).toMatchObject([
      { type: 'message', chatId: Number(office.id), threadId: topic, from: Number(lan.id) },
    ])
    expect(desk.accepted.map(({ conversation }) => conversation)).toEqual([`telegram:${other.id}`])
  })

  it('are followed to their new id', async () => {
    const desk = await openTelegram('polling')
    const group = desk.fake.group('Một cửa', { isBasic: true })
    await desk.drive(group.member('Lan').writes('chào', { mentionsBot: true }))
    await desk.until(() => group.screen.some(({ text }) => text === 'Đã nghe: chào'), 'an answer')
    const [first] = desk.accepted
    if (first === undefined) throw new Error('nothing accepted')
    await desk.drive(group.migrates())
    await desk.drive(
      desk.channel.deliver({ ...delivery, conversation: first.conversation, reply: { text: 'Còn đây ạ.' } }),
    )
    expect(group.screen.at(-1)?.text).toBe('Còn đây ạ.')
  })

  it('get no more than the platform lets them', async () => {
    const desk = await openTelegram('polling')
    const group = desk.fake.group('Một cửa')
    for (let index = 0; index < 5; index += 1)
      await desk.drive(group.member('Lan').writes('năm', { mentionsBot: true }))
    const answers = () => group.screen.filter(({ text }) => text.startsWith('câu ')).length
    await desk.until(() => answers() === 25, 'all is said')
    expect(desk.fake.offences).toEqual([])
    expect(callsOf(desk, 'sendMessage').every(({ status }) => status === 200)).toBe(true)
  })
})

const delivery = { seq: 99, attempts: 1, createdAt: 0 }

describe('typing', () => {
  /** A citizen whose answer takes its time. */
  async function awaited(): Promise<{ desk: TelegramDesk; end: () => void }> {
    const desk = await openTelegram('polling')
    await desk.drive(desk.fake.citizen(name).types('im'))
    const { conversation } = desk.accepted[0] ?? { conversation: '' }
    desk.channel.awaits?.(conversation, true)
    return { desk, end: () => desk.channel.awaits?.(conversation, false) }
  }

  it('is shown when an answer is slow, and ends with it', async () => {
    const { desk, end } = await awaited()
    await desk.pass(700)
    expect(callsOf(desk, 'sendChatAction')).toHaveLength(0)
    await desk.pass(100)
    expect(callsOf(desk, 'sendChatAction')).toHaveLength(1)
    expect(desk.fake.citizen(name).seesTyping).toBe(true)
    await desk.pass(4_000)
    expect(callsOf(desk, 'sendChatAction')).toHaveLength(2)
    end()
    await desk.pass(10_000)
    expect(callsOf(desk, 'sendChatAction')).toHaveLength(2)
  })

  it('ends by itself after half a minute', async () => {
    const { desk } = await awaited()
    await desk.pass(120_000)
    expect(callsOf(desk, 'sendChatAction')).toHaveLength(8)
  })

  it('is not shown where nobody has said that the answer takes its time', async () => {
    const desk = await openTelegram('polling')
    await desk.drive(desk.fake.citizen(name).types('im'))
    await desk.pass(10_000)
    expect(callsOf(desk, 'sendChatAction')).toEqual([])
  })
})

describe('an operator', () => {
  const refused = { ok: false, error_code: 401, description: 'Unauthorized' }

  it('hears once that the token is refused, and the platform is not pestered', async () => {
    const desk = await openTelegram('polling')
    await desk.settle()
    const before = desk.fake.calls.length
    desk.fake.faults.add({ type: 'json', status: 401, body: refused })
    await desk.pass(3_600_000)
    expect(alarms(desk, 'telegram_unauthorized')).toHaveLength(1)
    expect(desk.fake.calls.length - before).toBeLessThan(15)
    desk.fake.faults.clear()
    await desk.pass(600_000)
    await desk.ask(name, 'chào', 'Đã nghe: chào')
  })

  it('hears once that another poller or a webhook is in the way; nothing removes it', async () => {
    const desk = await openTelegram('polling')
    await desk.settle()
    desk.fake.pushTo('http://127.0.0.1:9/hooks/telegram')
    const before = desk.fake.calls.length
    await desk.pass(3_600_000)
    expect(alarms(desk, 'telegram_conflict')).toHaveLength(1)
    expect(desk.fake.calls.length - before).toBeLessThan(80)
    expect(callsOf(desk, 'deleteWebhook')).toHaveLength(0)
    desk.fake.pushTo(undefined)
    await desk.pass(60_000)
    await desk.ask(name, 'chào', 'Đã nghe: chào')
  })
})

describe('the commands', () => {
  const commands = [{ text: 'menu - Việc khác' }, { language: 'en', text: 'menu - Something else' }]

  it('are registered where they differ, and only there', async () => {
    const desk = await openTelegram('polling', { commands })
    await desk.until(() => callsOf(desk, 'setMyCommands').length === 2, 'they are registered')
    expect(callsOf(desk, 'setMyCommands').map(({ body }) => body)).toEqual([
      { commands: [{ command: 'menu', description: 'Việc khác' }], scope: { type: 'all_private_chats' } },
      {
        commands: [{ command: 'menu', description: 'Something else' }],
        scope: { type: 'all_private_chats' },
        language_code: 'en',
      },
    ])
    await desk.restart()
    await desk.until(() => callsOf(desk, 'getMyCommands').length === 4, 'they are looked at again')
    expect(callsOf(desk, 'setMyCommands')).toHaveLength(2)
    expect(desk.fake.offences).toEqual([])
  })
})
