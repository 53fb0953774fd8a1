/** What a citizen sends besides words, as the payload of a message. */
import type { Sendable } from '../kit/fake.ts'
import type { Files, KeptFile } from './files.ts'
import type { WireUser } from './wire.ts'

export interface Sending {
  readonly content: Readonly<Record<string, unknown>>
  readonly says: string
}

/** A message of the given kind. `bytes`: how large the platform says its file is. */
export function sending(what: Sendable, from: WireUser, files: Files, bytes?: number): Sending {
  const add = (folder: string, extension: string) =>
    wireFile(files.add(Buffer.from(`${what.type} of ${from.first_name}`), folder, extension, bytes))
  switch (what.type) {
    case 'photo': {
      const file = add('photos', 'jpg')
      const small = { ...file, file_id: `${file.file_id}s`, file_unique_id: `${file.file_unique_id}s` }
      const photo = [
        { ...small, file_size: 1_024, width: 90, height: 120 },
        { ...file, width: 960, height: 1_280 },
      ]
      return { content: { photo }, says: '[photo]' }
    }
    case 'voice':
      return {
        content: { voice: { ...add('voice', 'oga'), duration: 4, mime_type: 'audio/ogg' } },
        says: '[voice]',
      }
    case 'sticker': {
      const sticker = { ...add('stickers', 'webp'), type: 'regular', width: 512, height: 512, emoji: '👍' }
      return { content: { sticker: { ...sticker, is_animated: false, is_video: false } }, says: '[sticker]' }
    }
    case 'file': {
      const file = add('documents', 'pdf')
      const document = { ...file, file_name: 'giay-to.pdf', mime_type: 'application/pdf' }
      return { content: { document }, says: '[file]' }
    }
    case 'video': {
      const video = { ...add('videos', 'mp4'), width: 640, height: 360, duration: 7, mime_type: 'video/mp4' }
      return { content: { video }, says: '[video]' }
    }
    case 'contact': {
      const user_id = what.isForeign ? from.id + 1 : from.id
      const contact = { phone_number: what.phone, first_name: from.first_name, user_id }
      return { content: { contact }, says: `[contact: ${what.phone}]` }
    }
    case 'location': {
      const { latitude, longitude } = what
      return { content: { location: { latitude, longitude } }, says: `[location: ${latitude}, ${longitude}]` }
    }
    case 'unknown':
      return { content: { hologram: { hologram_id: 'h-1' } }, says: '[something new]' }
    case 'withheld':
      return { content: {}, says: '[withheld]' }
  }
}

function wireFile({ id, uniqueId, size }: KeptFile) {
  return { file_id: id, file_unique_id: uniqueId, file_size: size }
}
