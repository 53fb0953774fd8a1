/** Updates as they are polled and pushed. */
import type { Sendable } from '../kit/fake.ts'
import { hexId } from './ids.ts'
import type { Media } from './media.ts'
import type { ZaloBotSwitches } from './switches.ts'

export interface Update {
  readonly event_name: string
  readonly message: Readonly<Record<string, unknown>>
}

/** Who wrote where. */
export interface Sender {
  readonly id: string
  readonly name: string
  readonly chatId: string
  readonly chatType: 'PRIVATE' | 'GROUP'
}

export interface UpdateMaker {
  text(sender: Sender, text: string): Update
  /** What is sent besides words: a platform that does not know it says `unsupported` and withholds the content. */
  other(sender: Sender, what: Sendable): Update
}

export interface UpdateOptions {
  readonly now: () => number
  readonly switches: ZaloBotSwitches
  readonly media: Media
  /** Where media are fetched from. */
  readonly url: () => string
}

export function createUpdates({ now, switches, media, url }: UpdateOptions): UpdateMaker {
  let count = 0

  function make(event: string, sender: Sender, content: Readonly<Record<string, unknown>>): Update {
    count += 1
    const { id, name, chatId, chatType } = sender
    const extra = switches.hasExtraFields ? { is_forwarded: false, client: { version: 'fake' } } : {}
    const message = {
      message_id: hexId('message', `in ${count}`),
      date: now(),
      from: { id, [switches.nameField]: name, is_bot: false },
      chat: { id: chatId, chat_type: chatType },
      ...content,
      ...extra,
    }
    return { event_name: `message.${event}.received`, message }
  }

  return {
    text: (sender, text) => make('text', sender, { text }),
    other(sender, what) {
      switch (what.type) {
        case 'photo': {
          const photo = { [switches.photoField]: `${url()}${media.host('photo')}`, caption: '' }
          const isAsCaptured = switches.photoField === 'photo_url'
          return make('image', sender, { ...photo, ...(isAsCaptured ? { message_type: 'CHAT_PHOTO' } : {}) })
        }
        case 'voice':
          return make('voice', sender, {
            voice_url: `${url()}${media.host('voice')}`,
            message_type: 'CHAT_VOICE',
          })
        case 'sticker':
          return make('sticker', sender, stickers[switches.stickerShape])
        case 'unknown':
          return make('reaction', sender, { reaction: 'heart' })
        default:
          return make('unsupported', sender, {})
      }
    },
  }
}

const picture = { url: 'https://stickers.zaloapp.com/sticker.png' }
const stickers: Readonly<Record<ZaloBotSwitches['stickerShape'], Readonly<Record<string, unknown>>>> = {
  string: { sticker: '0e078a2c', ...picture },
  object: { sticker: { id: '0e078a2c', ...picture } },
  absent: {},
}
