import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { imageAddresses, imagePaths, serveMedia } from '../../src/http/media.ts'

let flows = ''
const picture = Buffer.from('not really a picture')

beforeAll(() => {
  const root = temporaryFolder()
  flows = join(root, 'flows')
  mkdirSync(join(flows, 'kite', 'media', 'folder.png'), { recursive: true })
  mkdirSync(join(flows, 'kite', 'media', 'papers'))
  writeFileSync(join(flows, 'kite', 'media', 'papers', 'CARD.PNG'), picture)
  writeFileSync(join(flows, 'kite', 'media', 'form.jpg'), picture)
  writeFileSync(join(flows, 'kite', 'media', 'large.png'), Buffer.alloc(1024 * 1024 + 1))
  writeFileSync(join(flows, 'kite', 'media', 'notes.yaml'), 'secret: true')
  writeFileSync(join(flows, 'kite', 'script.jpg'), picture)
  writeFileSync(join(root, 'outside.jpg'), picture)
  symlinkSync(join(root, 'outside.jpg'), join(flows, 'kite', 'media', 'link.jpg'))
})

async function get(path: string, init: RequestInit = {}): Promise<Response> {
  return serveMedia(flows)(new Request(`http://127.0.0.1${path}`, init))
}

describe('pictures', () => {
  test('are served with their type, to be kept for a while', async () => {
    const answer = await get('/media/kite/media/form.jpg')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('image/jpeg')
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600')
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(picture)
  })

  test('may lie in folders of their own and shout', async () => {
    const answer = await get('/media/kite/media/papers/CARD.PNG')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
  })

  test('are not sent again to those who have them, nor to those who only ask about them', async () => {
    const head = await get('/media/kite/media/form.jpg', { method: 'HEAD' })
    expect([head.headers.get('content-length'), await head.text()]).toEqual([String(picture.length), ''])
    const etag = head.headers.get('etag') ?? ''
    const again = await get('/media/kite/media/form.jpg', { headers: { 'if-none-match': etag } })
    expect(again.status).toBe(304)
  })

  test.each([
    '/media/kite/media/missing.jpg',
    '/media/kite/media/notes.yaml',
    '/media/kite/media/large.png',
    '/media/kite/media/folder.png',
    '/media/kite/media/link.jpg',
    '/media/kite/script.jpg',
    '/media/kite/script.yaml',
    '/media/kite/media/../script.jpg',
    '/media/kite/media/%2e%2e%2fscript.jpg',
    '/media/kite/media/..%2f..%2f..%2foutside.jpg',
    '/media/../outside.jpg',
    '/media/%2e%2e/media/outside.jpg',
    '/media/kite/media/form.jpg/',
    '/media/kite/media/form.jpg%00.png',
    '/media/',
  ])('%s is not there', async (path) => expect((await get(path)).status).toBe(404))

  test('cannot be posted', async () => {
    expect((await get('/media/kite/media/form.jpg', { method: 'POST' })).status).toBe(405)
  })
})

describe('a picture for uploading', () => {
  test('has a path', () => {
    expect(imagePaths(flows)('kite/media/form.jpg')).toBe(join(flows, 'kite/media/form.jpg'))
  })

  test.each(['../outside.jpg', 'kite/media/../../../outside.jpg', 'kite/script.jpg', '/etc/x.png'])(
    '%s has no path',
    (source) => expect(imagePaths(flows)(source)).toBeUndefined(),
  )
})

describe('the address of a picture', () => {
  const open = imageAddresses('https://motcua.example.vn')

  test('of ours is below the public address, and is served there', async () => {
    const address = open('kite/media/form.jpg') ?? ''
    expect(address).toBe('https://motcua.example.vn/media/kite/media/form.jpg')
    expect((await get(new URL(address).pathname)).status).toBe(200)
  })

  test('of another site stays as it is', () => {
    const source = 'https://example.vn/to-khai.jpg?v=2'
    expect([open(source), imageAddresses(undefined)(source)]).toEqual([source, source])
  })

  test.each(['http://example.vn/x.jpg', 'kite/script.yaml', '../x.jpg', 'data:image/png;base64,AA'])(
    'is none for %j',
    (source) => expect(open(source)).toBeUndefined(),
  )

  test('is none for a file of ours that nobody can fetch', () => {
    expect(imageAddresses(undefined)('kite/media/form.jpg')).toBeUndefined()
  })
})
