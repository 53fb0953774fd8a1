/** Pictures that officers attach: told by their first bytes, and rid of what a camera writes beside the picture. */

export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp'

export interface Picture {
  readonly type: PictureType
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * The picture without place, time, device, comments and previews of what was cut off; how it is turned is kept.
 * `undefined` for anything but a JPEG, PNG or WebP that can be read to its end.
 */
export function stripPicture(bytes: Uint8Array): Picture | undefined {
  const data = Buffer.from(bytes)
  const start = data.subarray(0, 12).toString('latin1')
  if (start.startsWith('\xff\xd8\xff')) return made('image/jpeg', stripJpeg(data))
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return made('image/png', stripPng(data))
  if (start.startsWith('RIFF') && start.slice(8) === 'WEBP') return made('image/webp', stripWebp(data))
  return undefined
}

function made(type: PictureType, parts: readonly Uint8Array[] | undefined): Picture | undefined {
  return parts === undefined ? undefined : { type, bytes: Uint8Array.from(Buffer.concat(parts)) }
}

/** Markers of JPEG (ITU-T T.81, table B.1); APP1 holds Exif and XMP, APP13 IPTC, the others come from makers. */
const jpeg = {
  end: 0xd9,
  startOfScan: 0xda,
  app0: 0xe0,
  app1: 0xe1,
  app2: 0xe2,
  app14: 0xee,
  app15: 0xef,
  comment: 0xfe,
}
/** JFIF, the colour profile, and Adobe's note on how colours are coded: without them it looks different. */
const keptApps = new Set([jpeg.app0, jpeg.app2, jpeg.app14])

function stripJpeg(data: Buffer): readonly Uint8Array[] | undefined {
  const parts: Uint8Array[] = [data.subarray(0, 2)]
  for (let at = 2; at + 2 <= data.length; ) {
    const marker = data[at + 1] ?? 0
    if (data[at] !== 0xff) return undefined
    if (marker === 0xff) {
      at += 1
      continue
    }
    // What hangs behind the end is another picture, or anything.
    if (marker === jpeg.end) return [...parts, data.subarray(at, at + 2)]
    if (marker < 0xc0 || at + 4 > data.length) return undefined
    const end = at + 2 + data.readUInt16BE(at + 2)
    if (end > data.length || end < at + 4) return undefined
    const isApp = marker >= jpeg.app0 && marker <= jpeg.app15
    if (marker !== jpeg.comment && (!isApp || keptApps.has(marker))) parts.push(data.subarray(at, end))
    if (marker === jpeg.app1) parts.push(...turned(data.subarray(at + 4, end)))
    at = end
    if (marker !== jpeg.startOfScan) continue
    at = endOfScan(data, end)
    parts.push(data.subarray(end, at))
  }
  return undefined
}

/** Where the next marker stands; in a scan 0xff is followed by 0, or by the number of a restart. */
function endOfScan(data: Buffer, from: number): number {
  for (let at = data.indexOf(0xff, from); at >= 0; at = data.indexOf(0xff, at + 2)) {
    const next = data[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
    if (next === 0xff) at -= 1
  }
  return data.length
}

/** An Exif segment with nothing in it but how the picture is turned, for one that says so. */
function turned(exif: Buffer): readonly Uint8Array[] {
  const orientation = orientationIn(exif)
  if (orientation === undefined || orientation === 1) return []
  const segment = Buffer.from(
    'ffe100224578696600004d4d002a00000008000101120003000000010000000000000000',
    'hex',
  )
  segment.writeUInt16BE(orientation, 28)
  return [segment]
}

/** Exif 2.32, 4.6: a TIFF header, and in its first directory the tag 0x0112. */
function orientationIn(exif: Buffer): number | undefined {
  if (exif.subarray(0, 6).toString('latin1') !== 'Exif\0\0') return undefined
  const tiff = exif.subarray(6)
  if (tiff.length < 8) return undefined
  const isLittle = tiff.toString('latin1', 0, 2) === 'II'
  const u16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  if (directory + 2 > tiff.length) return undefined
  const count = u16(directory)
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + i * 12
    if (entry + 12 > tiff.length) return undefined
    if (u16(entry) !== 0x0112) continue
    const value = u16(entry + 8)
    return value >= 1 && value <= 8 ? value : undefined
  }
  return undefined
}

/** What a PNG needs to look as it does; texts, times, Exif and private chunks go. */
const keptChunks = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP acTL fcTL fdAT'.split(' '),
)

function stripPng(data: Buffer): readonly Uint8Array[] | undefined {
  const parts: Uint8Array[] = [data.subarray(0, 8)]
  for (let at = 8; at + 12 <= data.length; ) {
    const end = at + 12 + data.readUInt32BE(at)
    const type = data.toString('latin1', at + 4, at + 8)
    if (end > data.length || (parts.length === 1 && type !== 'IHDR')) return undefined
    if (keptChunks.has(type)) parts.push(data.subarray(at, end))
    if (type === 'IEND') return parts
    at = end
  }
  return undefined
}

const webpMetadata = new Set(['EXIF', 'XMP '])
/** Flags of VP8X: Exif is there, XMP is there (RFC 9649, 2.7). */
const webpMetadataFlags = 0x08 | 0x04

function stripWebp(data: Buffer): readonly Uint8Array[] | undefined {
  const parts: Buffer[] = []
  const whole = 8 + data.readUInt32LE(4)
  // Some writers forget the last, empty byte.
  if (whole > data.length + 1) return undefined
  for (let at = 12; at < whole; ) {
    if (at + 8 > data.length) return undefined
    const type = data.toString('latin1', at, at + 4)
    const size = data.readUInt32LE(at + 4)
    const end = at + 8 + size + (size % 2)
    if (at + 8 + size > Math.min(whole, data.length)) return undefined
    if (!webpMetadata.has(type)) {
      const chunk = Buffer.from(data.subarray(at, Math.min(end, whole)))
      if (type === 'VP8X' && chunk.length > 8) chunk.writeUInt8((chunk[8] ?? 0) & ~webpMetadataFlags, 8)
      parts.push(chunk)
    }
    at = end
  }
  if (parts.length === 0) return undefined
  const header = Buffer.from(data.subarray(0, 12))
  header.writeUInt32LE(4 + parts.reduce((sum, { length }) => sum + length, 0), 4)
  return [header, ...parts]
}
