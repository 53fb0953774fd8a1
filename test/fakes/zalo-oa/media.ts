/** What citizens send besides words: small, and what its name says. */
import { createHash } from 'node:crypto'

export interface Medium {
  readonly type: string
  readonly bytes: Buffer
}

const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0, 0xff, 0xd9])
const pdf = Buffer.from('%PDF-1.4\n%%EOF\n')

/** By the last part of the address. */
export const media: ReadonlyMap<string, Medium> = new Map([
  ['photo.jpg', { type: 'image/jpeg', bytes: jpeg }],
  ['sticker.png', { type: 'image/png', bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47]) }],
  ['picture.gif', { type: 'image/gif', bytes: Buffer.from('GIF89a') }],
  ['voice.aac', { type: 'audio/aac', bytes: Buffer.from([0xff, 0xf1, 0x60, 0x40]) }],
  ['video.mp4', { type: 'video/mp4', bytes: Buffer.from('ftypmp42') }],
  ['file.pdf', { type: 'application/pdf', bytes: pdf }],
])

/** What a file event says about the file: its size as a string, and its MD5. */
export const fileFacts = {
  name: 'giay-khai-sinh.pdf',
  size: String(pdf.length),
  checksum: createHash('md5').update(pdf).digest('hex'),
  type: 'pdf',
}
