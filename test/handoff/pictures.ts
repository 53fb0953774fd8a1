/** Small pictures with what cameras and programs write beside them. */
const secret = 'GPS 20.8449 106.6881'

const segment = (marker: number, body: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

/** Exif with an orientation, and a secret behind it. */
export function exif(orientation: number, order: 'II' | 'MM'): Buffer {
  const u16 = (n: number) => (order === 'II' ? [n & 255, n >> 8] : [n >> 8, n & 255])
  const u32 = (n: number) => (order === 'II' ? [...u16(n), 0, 0] : [0, 0, ...u16(n)])
  const entry = (tag: number, value: number) => [...u16(tag), ...u16(3), ...u32(1), ...u16(value), 0, 0]
  const tiff = [...Buffer.from(order), ...u16(42), ...u32(8), ...u16(2), ...entry(0x0100, 1)]
  return Buffer.concat([
    Buffer.from('Exif\0\0'),
    Buffer.from([...tiff, ...entry(0x0112, orientation), ...u32(0)]),
    Buffer.from(secret),
  ])
}

const scan = [0x11, 0xff, 0x00, 0xd9, 0xff, 0xd0, 0x22]

/** A JPEG in form: two scans, with metadata before, between and behind them. */
export function jpegWith(exifSegment: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0')),
    segment(0xe1, exifSegment),
    segment(0xed, Buffer.from(`Photoshop ${secret}`)),
    segment(0xfe, Buffer.from(secret)),
    segment(0xdb, Buffer.from('table\xff\xd9', 'latin1')),
    segment(0xda, Buffer.from([1, 2, 3])),
    Buffer.from(scan),
    segment(0xfe, Buffer.from(secret)),
    segment(0xda, Buffer.from([4, 5, 6])),
    Buffer.from(scan),
    Buffer.from([0xff, 0xd9]),
    Buffer.from(`\xff\xd8 another picture ${secret}\xff\xd9`, 'latin1'),
  ])
}

/** The same without anything to hide; `turned`: with the segment that says how it is turned. */
export function plainJpeg(turned?: number): Buffer {
  const tag = Buffer.from([
    ...Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\x01'),
    1,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    turned ?? 1,
  ])
  const exif = segment(0xe1, Buffer.concat([tag, Buffer.alloc(6)]))
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0')),
    ...(turned === undefined ? [] : [exif]),
    segment(0xdb, Buffer.from('table\xff\xd9', 'latin1')),
    segment(0xda, Buffer.from([1, 2, 3])),
    Buffer.from(scan),
    segment(0xda, Buffer.from([4, 5, 6])),
    Buffer.from(scan),
    Buffer.from([0xff, 0xd9]),
  ])
}

const chunk = (type: string, body: string): Buffer => {
  const size = Buffer.alloc(4)
  size.writeUInt32BE(Buffer.byteLength(body))
  return Buffer.concat([size, Buffer.from(type), Buffer.from(body), Buffer.from('crc!')])
}
const pngStart = Buffer.from('89504e470d0a1a0a', 'hex')
const pngEnd = [chunk('IDAT', 'pixels'), chunk('IEND', '')]

export const pngWithTexts: Buffer = Buffer.concat([
  pngStart,
  chunk('IHDR', '1x1'),
  chunk('tEXt', secret),
  chunk('eXIf', secret),
  chunk('iTXt', secret),
  chunk('tIME', 'now'),
  ...pngEnd,
  Buffer.from(secret),
])
export const plainPng: Buffer = Buffer.concat([pngStart, chunk('IHDR', '1x1'), ...pngEnd])

function webp(flags: number, ...more: readonly Buffer[]): Buffer {
  const riff = (type: string, body: Buffer) => {
    const size = Buffer.alloc(4)
    size.writeUInt32LE(body.length)
    return Buffer.concat([Buffer.from(type), size, body, Buffer.alloc(body.length % 2)])
  }
  const chunks = Buffer.concat([
    riff('VP8X', Buffer.from([flags, 0, 0, 0, 1, 0, 0, 1, 0, 0])),
    riff('VP8 ', Buffer.from('pixel')),
    ...more.map((body) => riff('EXIF', body)),
    ...more.map((body) => riff('XMP ', body)),
  ])
  return riff('RIFF', Buffer.concat([Buffer.from('WEBP'), chunks]))
}
export const webpWithMetadata: Buffer = webp(0x1c, Buffer.from(secret))
export const plainWebp: Buffer = webp(0x10)
