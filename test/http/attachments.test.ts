import { describe, expect, test } from 'vitest'
import { attachmentAddresses, serveAttachments } from '../../src/http/attachments.ts'

const id = `${'A-_9'.repeat(10)}abc`
const bytes = Uint8Array.from(Buffer.from('a picture'))
const kept = new Map([
  [id, { bytes, type: 'image/png' }],
  ['x'.repeat(43), { bytes, type: 'text/html' }],
])
const serve = serveAttachments(
  async (asked) => kept.get(asked),
  () => new Response('otherwise'),
)
const get = (path: string, method = 'GET') => serve(new Request(`http://127.0.0.1${path}`, { method }))

describe('an attached picture', () => {
  test('is served as the picture it is and as nothing else, and kept by nobody in between', async () => {
    const answer = await get(`/media/attachments/${id}`)
    expect(answer.status).toBe(200)
    expect(Buffer.from(await answer.arrayBuffer()).toString()).toBe('a picture')
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=3600',
    })
    const head = await get(`/media/attachments/${id}`, 'HEAD')
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect((await get(`/media/attachments/${id}`, 'POST')).status).toBe(405)
  })

  test('is not there under any other id, and never of another type', async () => {
    expect((await get(`/media/attachments/${id.replace('A', 'B')}`)).status).toBe(404)
    expect((await get(`/media/attachments/${'x'.repeat(43)}`)).status).toBe(404)
  })

  test.each([
    '/media/birth/media/form.jpg',
    '/media/attachments/',
    '/media/attachments/short',
    '/media/attachments/media/form.jpg',
    `/media/attachments/${id}/`,
    `/media/attachments/%2e%2e/${id}`,
  ])('is not at %s', async (path) => {
    expect(await (await get(path)).text()).toBe('otherwise')
  })

  test('has an address for platforms that fetch, when there is a public one', () => {
    const address = attachmentAddresses('https://motcua.example.vn')
    expect(address(`attachment:${id}`)).toBe(`https://motcua.example.vn/media/attachments/${id}`)
    for (const source of ['attachment:../x', `attachment:${id}x`, 'birth/media/form.jpg', `https://x/${id}`])
      expect(address(source)).toBeUndefined()
    expect(attachmentAddresses(undefined)(`attachment:${id}`)).toBeUndefined()
  })
})
