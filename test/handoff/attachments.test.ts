import { readdirSync, readFileSync, utimesSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { StaffError } from '../../src/errors.ts'
import { createAttachments } from '../../src/handoff/attachments.ts'
import { stripPicture } from '../../src/handoff/pictures.ts'
import type { Staff } from '../../src/handoff/staff.ts'
import type { Case } from '../../src/store/store.ts'
import { memoryShelf } from '../support/shelf.ts'
import { refusal, start } from './arrange.ts'
import { exif, jpegWith, plainJpeg, plainPng, plainWebp, pngWithTexts, webpWithMetadata } from './pictures.ts'

const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex')

describe('a picture', () => {
  test.each([
    ['image/png', pngWithTexts, plainPng],
    ['image/webp', webpWithMetadata, plainWebp],
    ['image/jpeg', jpegWith(exif(1, 'II')), plainJpeg()],
    ['image/jpeg', jpegWith(exif(6, 'II')), plainJpeg(6)],
    ['image/jpeg', jpegWith(exif(8, 'MM')), plainJpeg(8)],
    ['image/jpeg', jpegWith(Buffer.from('http://ns.adobe.com/xap/1.0/ GPS')), plainJpeg()],
  ])('(%s) loses what was written beside it, and nothing of itself', (type, given, kept) => {
    const picture = stripPicture(given)
    expect([picture?.type, hex(picture?.bytes)]).toEqual([type, hex(kept)])
    expect(hex(stripPicture(kept)?.bytes)).toBe(hex(kept))
  })

  test.each([
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a GIF', Buffer.from('GIF89a')],
    ['nothing', Buffer.alloc(0)],
    ['a JPEG that begins only', Buffer.from([0xff, 0xd8, 0xff])],
    ['a page behind three bytes of JPEG', Buffer.from('\xff\xd8\xff<script>', 'latin1')],
    [
      'a PNG that does not begin with its header',
      Buffer.concat([plainPng.subarray(0, 8), plainPng.subarray(23)]),
    ],
  ])('is not %s', (_, bytes) => {
    expect(stripPicture(bytes)).toBeUndefined()
  })

  test.each([plainPng, plainWebp, plainJpeg(6)])('that is cut off anywhere is none', (whole) => {
    for (let length = 0; length < whole.length - 1; length++)
      expect(stripPicture(whole.subarray(0, length)), `${length} bytes`).toBeUndefined()
  })
})

test('whatever is in its bytes, reading a picture ends', () => {
  const wholes = [plainPng, plainWebp, jpegWith(exif(6, 'II'))]
  const edits = fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(fc.constantFrom(...wholes), edits, (whole, changes) => {
      const bytes = Uint8Array.from(whole)
      for (const [at, value] of changes) bytes[at % bytes.length] = value
      stripPicture(bytes)
    }),
    { numRuns: 3_000 },
  )
})

const lan: Staff = { id: 'lan', login: 'lan', name: 'Lan', role: 'officer', desks: ['d'] }

function open() {
  let at = start
  const folder = temporaryFolder()
  const theirs = new Set(['c1', 'c2'])
  const shelf = memoryShelf()
  const attachments = createAttachments({
    shelf,
    now: () => at,
    folder,
    cases: {
      case: async (_, id) => {
        if (!theirs.has(id)) throw new StaffError('not_your_desk', 'no')
        return { id } as Partial<Case> as Case
      },
    },
  })
  const idOf = ({ source }: { readonly source: string }) => source.replace('attachment:', '')
  return { attachments, folder, shelf, idOf, pass: (ms: number) => (at += ms) }
}

describe('an attachment', () => {
  test('is kept without metadata under an id nobody guesses, for thirty days', async () => {
    const { attachments, idOf, pass } = open()
    const [one, two] = [
      await attachments.keep(lan, 'c1', pngWithTexts),
      await attachments.keep(lan, 'c1', pngWithTexts),
    ]
    expect(one.source).toMatch(/^attachment:[\w-]{43}$/)
    expect(two.source).not.toBe(one.source)
    expect(hex((await attachments.open(idOf(one)))?.bytes)).toBe(hex(plainPng))
    pass(30 * 86_400_000)
    expect(await attachments.open(idOf(one))).toBeUndefined()
  })

  test('is read by staff in its own case only', async () => {
    const { attachments } = open()
    const { source } = await attachments.keep(lan, 'c1', plainPng)
    expect((await attachments.read(lan, 'c1', source))?.type).toBe('image/png')
    expect(await attachments.read(lan, 'c2', source)).toBeUndefined()
    expect(await attachments.read(lan, 'c1', 'attachment:../../x')).toBeUndefined()
    expect(await refusal(attachments.read(lan, 'c3', source))).toBe('not_your_desk')
    expect(await refusal(attachments.keep(lan, 'c3', plainPng))).toBe('not_your_desk')
  })

  test('is a picture of 1 MB at most, and a case has fifty at most', async () => {
    const { attachments } = open()
    expect(await refusal(attachments.keep(lan, 'c1', Buffer.alloc(1024 * 1024 + 1)))).toBe('too_large')
    expect(await refusal(attachments.keep(lan, 'c1', Buffer.from('%PDF-1.7')))).toBe('not_an_image')
    for (let i = 0; i < 50; i++) await attachments.keep(lan, 'c1', plainPng)
    expect(await refusal(attachments.keep(lan, 'c1', plainPng))).toBe('too_many')
  })

  test('becomes a file when it is to be uploaded, as often as wanted', async () => {
    const { attachments, folder } = open()
    const { source } = await attachments.keep(lan, 'c1', plainJpeg(6))
    const [path = '', again] = await Promise.all([attachments.file(source), attachments.file(source)])
    expect(again).toBe(path)
    expect(path.endsWith('.jpg')).toBe(true)
    expect(hex(readFileSync(path))).toBe(hex(plainJpeg(6)))
    expect(readdirSync(folder)).toHaveLength(1)
    expect(await attachments.file('attachment:nothing')).toBeUndefined()
    expect(await attachments.file('kite/media/form.jpg')).toBeUndefined()
  })

  test('goes with its case, and its file with it or after a day', async () => {
    const { attachments, folder, idOf, shelf, pass } = open()
    const [one, two] = [
      await attachments.keep(lan, 'c1', plainPng),
      await attachments.keep(lan, 'c2', plainPng),
    ]
    await attachments.file(one.source)
    const path = (await attachments.file(two.source)) ?? ''
    await attachments.forget('c1')
    expect(await attachments.open(idOf(one))).toBeUndefined()
    expect(readdirSync(folder)).toHaveLength(1)
    utimesSync(path, start / 1000, start / 1000)
    await attachments.sweep(async () => true)
    expect(readdirSync(folder)).toHaveLength(1)
    pass(86_400_001)
    await attachments.sweep(async () => true)
    expect(readdirSync(folder)).toEqual([])
    expect(await attachments.open(idOf(two))).toBeDefined()
    await attachments.sweep(async (id) => id !== 'c2')
    expect(await attachments.open(idOf(two))).toBeUndefined()
    expect(await shelf.list('case-attachments', start)).toEqual([])
  })
})
