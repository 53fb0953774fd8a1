import { describe, expect, test } from 'vitest'
import { call, openChat, picture } from './arrange.ts'

describe('sendPhoto', () => {
  test('an address, an upload, and the id of what was uploaded', async () => {
    const { fake, citizen, chat_id } = await openChat()
    const form = new FormData()
    form.set('chat_id', chat_id)
    form.set('caption', 'Mẫu đơn')
    form.set('photo', 'attach://p0')
    form.set('p0', new Blob([picture(800, 600)]), 'mau-don.png')
    const { result } = await call(fake, 'sendPhoto', form)
    expect(result.photo.at(-1)).toMatchObject({ width: 800, height: 600, file_size: 64 })
    await call(fake, 'sendPhoto', { chat_id, photo: result.photo.at(-1).file_id })
    await call(fake, 'sendPhoto', { chat_id, photo: 'https://xa.gov.vn/a.png' })
    expect(citizen.screen.slice(1)).toMatchObject([
      { text: 'Mẫu đơn', image: 'mau-don.png' },
      { text: '', image: expect.any(String) },
      { text: '', image: 'https://xa.gov.vn/a.png' },
    ])
  })

  test.each<[string, Buffer<ArrayBuffer>, number]>([
    ['nothing', Buffer.alloc(0), 400],
    ['no picture', Buffer.from('xin chào'), 400],
    ['too long a side', picture(9_000, 1_001), 400],
    ['too narrow', picture(2_100, 100), 400],
    ['over 10 MB', picture(100, 100, 10 * 1024 * 1024 + 1), 413],
  ])('%s is refused', async (_, bytes, status) => {
    const { fake, chat_id } = await openChat()
    const form = new FormData()
    form.set('chat_id', chat_id)
    form.set('photo', new Blob([bytes]), 'a.png')
    expect(await call(fake, 'sendPhoto', form)).toMatchObject({ status, error_code: status })
  })

  test('a caption may have 1024 characters', async () => {
    const { fake, chat_id } = await openChat()
    const body = { chat_id, photo: 'https://xa.gov.vn/a.png' }
    expect((await call(fake, 'sendPhoto', { ...body, caption: 'a'.repeat(1_024) })).status).toBe(200)
    expect((await call(fake, 'sendPhoto', { ...body, caption: 'a'.repeat(1_025) })).description).toMatch(
      /caption is too long/,
    )
    expect((await call(fake, 'sendPhoto', { chat_id, photo: 'khong-co' })).status).toBe(400)
  })
})

describe('getFile', () => {
  async function sent(bytes?: number) {
    const { fake, clock, citizen } = await openChat()
    await citizen.sends({ type: 'voice' }, bytes)
    const { message } = fake.queued.at(-1) as unknown as { message: { voice: { file_id: string } } }
    const { file_id } = message.voice
    const link = await call(fake, 'getFile', { file_id })
    const root = `${fake.url}/file/bot${fake.environment.TELEGRAM_BOT_TOKEN}`
    return { fake, clock, link, read: () => fetch(`${root}/${link.result.file_path}`) }
  }

  test('leads to the bytes, for an hour', async () => {
    const { clock, link, read } = await sent()
    expect(link.result).toMatchObject({
      file_id: expect.any(String),
      file_path: expect.stringMatching(/oga$/),
    })
    expect(await (await read()).text()).toBe('voice of Bà Sáu')
    clock.advance(3_600_000)
    expect((await read()).status).toBe(404)
  })

  test('not above 20 MB, not for an id that is none, not with another token', async () => {
    const { fake, link } = await sent(20 * 1024 * 1024 + 1)
    expect(link).toMatchObject({ status: 400, description: 'Bad Request: file is too big' })
    expect((await call(fake, 'getFile', { file_id: 'khong-co' })).status).toBe(400)
    expect((await fetch(`${fake.url}/file/bot1:x/voice/file_1.oga`)).status).toBe(404)
  })
})
