/** A citizen with Zalo in their hand. */
import type { FakeCitizen, Sendable } from '../kit/fake.ts'
import {
  type Attachment,
  citizenSends,
  type Event,
  followChanges,
  type Scene,
  submitsInfo,
  unknownEvent,
  writePhone,
} from './events.ts'
import { fileFacts } from './media.ts'
import { findPressable, type Person } from './people.ts'
import type { ZaloOaSwitches } from './switches.ts'

export interface OaCitizen extends FakeCitizen {
  /** Their own number, written `09…`. */
  readonly phone: string
  /** `contact` without `isForeign` answers the newest card that asks for it, and is a business card without one. */
  sends(
    what: Sendable | { readonly type: 'gif' } | { readonly type: 'link'; readonly url: string },
  ): Promise<void>
  unfollows(): Promise<void>
  /** Tells the account nothing: the reference knows no event for it. Writing again takes it back. */
  blocks(): Promise<void>
}

export interface CitizenOptions {
  readonly scene: (citizenId: string) => Scene
  readonly switches: ZaloOaSwitches
  readonly newId: () => string
  /** Where media of citizens can be fetched, with a slash at the end. */
  readonly mediaUrl: string
  readonly deliver: (event: Event) => Promise<void>
  /** The citizen did something that counts as an interaction. */
  readonly onHeard: (person: Person) => void
}

export function createCitizen(person: Person, options: CitizenOptions): OaCitizen {
  const { switches, newId, mediaUrl, deliver, onHeard } = options
  const { screen } = person
  const scene = () => options.scene(person.id)

  function isHeard(words: string): void {
    if (person.standing === 'left') person.standing = 'stranger'
    person.hasBlocked = false
    if (words !== '') screen.show({ from: 'citizen', text: words, buttons: [] })
    onHeard(person)
  }
  function types(text: string, isShown = true): Promise<void> {
    isHeard(isShown ? text : '')
    return deliver(citizenSends(scene(), 'text', { msg_id: newId(), text }))
  }
  function attaches(kind: Parameters<typeof citizenSends>[1], payload: Attachment['payload']): Promise<void> {
    isHeard(`[${kind}]`)
    const attachment = { type: kind === 'business_card' ? 'link' : kind, payload }
    return deliver(citizenSends(scene(), kind, { msg_id: newId(), attachments: [attachment] }))
  }
  function sharesInfo(phone: string): Promise<void> {
    isHeard(`[${phone}]`)
    const info = { name: person.name, phone: writePhone(phone, switches.phones) }
    return deliver(submitsInfo(scene(), info))
  }
  const isAsked = () => [...person.pressables.values()].flat().some(({ type }) => type === 'share_info')

  return {
    id: person.id,
    phone: person.phone,
    screen: screen.shown,
    hears: screen.hears,
    types: (text) => types(text),
    opens: () => {
      person.standing = 'follower'
      person.hasBlocked = false
      if (switches.followOpensWindow) onHeard(person)
      return deliver(followChanges(scene(), 'follow', switches.followShape))
    },
    unfollows: () => {
      person.standing = 'left'
      return deliver(followChanges(scene(), 'unfollow', switches.followShape))
    },
    blocks: async () => {
      person.hasBlocked = true
    },
    presses: async (label) => {
      const found = findPressable(person, label)
      if (found === undefined)
        throw new Error(`Nothing on the screen of ${person.name} offers "${label}":\n${screen.print()}`)
      if (found.type === 'share_info') return sharesInfo(person.phone)
      if (found.type === 'query') return types(found.payload, found.shows)
    },
    sends: async (what) => {
      switch (what.type) {
        case 'photo':
          return attaches('image', { url: `${mediaUrl}photo.jpg`, thumbnail: `${mediaUrl}photo.jpg` })
        case 'voice':
          return attaches('audio', { url: `${mediaUrl}voice.aac` })
        case 'sticker':
          return attaches('sticker', { id: '46991', url: `${mediaUrl}sticker.png` })
        case 'gif':
          return attaches('gif', { url: `${mediaUrl}picture.gif`, thumbnail: `${mediaUrl}photo.jpg` })
        case 'video':
          return attaches('video', {
            url: `${mediaUrl}video.mp4`,
            thumbnail: `${mediaUrl}photo.jpg`,
            description: '',
          })
        case 'link':
          return attaches('link', { url: what.url, thumbnail: '', description: '' })
        case 'file':
          return attaches('file', { url: `${mediaUrl}file.pdf`, ...fileFacts })
        case 'location': {
          const coordinates = { latitude: String(what.latitude), longitude: String(what.longitude) }
          return attaches('location', { coordinates })
        }
        case 'contact': {
          if (!what.isForeign && isAsked()) return sharesInfo(what.phone)
          const description = JSON.stringify({ phone: writePhone(what.phone, switches.phones) })
          return attaches('business_card', { url: `${mediaUrl}card`, thumbnail: '', description })
        }
        case 'unknown':
          isHeard('[?]')
          return deliver(unknownEvent(scene()))
        case 'withheld':
          // The reference knows of none; a text event without its text is what a reader must survive.
          isHeard('[withheld]')
          return deliver(citizenSends(scene(), 'text', { msg_id: newId() }))
      }
    },
  }
}
