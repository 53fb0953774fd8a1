/** Photos and voice messages of citizens: public, no token, gone after a while. */
import type { FakeClock } from '../kit/fake.ts'
import type { Answer } from '../kit/server.ts'
import { hexId } from './ids.ts'

export interface Media {
  /** The path under which it can be fetched from now on. */
  host(type: 'photo' | 'voice'): string
  /** What a fetch of `pathname` gets; `undefined` when no medium ever stood there. */
  fetch(pathname: string): Answer | undefined
}

/** The smallest thing that begins like a JPEG, and one silent frame of ADTS AAC, 16 kHz, mono. */
const files = {
  photo: {
    extension: 'jpg',
    type: 'image/jpeg',
    bytes: Buffer.from('ffd8ffe000104a46494600010100ffd9', 'hex'),
  },
  voice: { extension: 'aac', type: 'audio/aac', bytes: Buffer.from('fff1604001bffc21002000e0', 'hex') },
} as const

export function createMedia(clock: FakeClock, lifetimeMs: () => number): Media {
  const hosted = new Map<string, { readonly type: keyof typeof files; readonly until: number }>()
  return {
    host(type) {
      const pathname = `/media/${hexId('medium', hosted.size)}/${type}.${files[type].extension}`
      hosted.set(pathname, { type, until: clock.now() + lifetimeMs() })
      return pathname
    },
    fetch(pathname) {
      const medium = hosted.get(pathname)
      if (medium === undefined) return undefined
      if (clock.now() >= medium.until) return { status: 404, body: 'Not Found' }
      const { type, bytes } = files[medium.type]
      return { status: 200, headers: { 'content-type': type }, body: bytes }
    },
  }
}
