/** The bodies of what the Official Account's webhook receives. Ids and timestamps are strings. */
import type { ZaloOaSwitches } from './switches.ts'

export type Event = Readonly<Record<string, unknown>> & {
  readonly event_name: string
  readonly timestamp: string
}

/** Who is who, and when. */
export interface Scene {
  readonly appId: string
  readonly oaId: string
  readonly citizenId: string
  /** Epoch milliseconds. */
  readonly at: number
}

export interface Attachment {
  readonly type: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** What a citizen sends in the conversation; `event_name` says which kind. */
export function citizenSends(
  scene: Scene,
  kind:
    | 'text'
    | 'image'
    | 'sticker'
    | 'audio'
    | 'file'
    | 'location'
    | 'business_card'
    | 'link'
    | 'video'
    | 'gif',
  message: { readonly msg_id: string; readonly text?: string; readonly attachments?: readonly Attachment[] },
): Event {
  return { ...common(scene, `user_send_${kind}`), ...fromCitizen(scene), message }
}

/** A citizen follows the account, or no longer does. No message, and so no id to know it by. */
export function followChanges(
  scene: Scene,
  event: 'follow' | 'unfollow',
  shape: ZaloOaSwitches['followShape'],
): Event {
  const who =
    shape === 'follower' ? { follower: { id: scene.citizenId }, oa_id: scene.oaId } : fromCitizen(scene)
  return { ...common(scene, event), ...who }
}

/** A citizen's answer to `request_user_info`. */
export function submitsInfo(
  scene: Scene,
  info: { readonly name: string; readonly phone: string | number },
): Event {
  return { ...common(scene, 'user_submit_info'), ...fromCitizen(scene), info: { ...info, address: '' } }
}

/**
 * What the account itself sends comes back. Without `adminId` the app sent it through the API; with it a member of
 * the staff typed it in the account's own inbox.
 */
export function accountSends(
  scene: Scene,
  kind: 'text' | 'image' | 'template',
  message: { readonly msg_id: string; readonly text: string },
  adminId?: string,
): Event {
  const sender = { id: scene.oaId, ...(adminId === undefined ? {} : { admin_id: adminId }) }
  return { ...common(scene, `oa_send_${kind}`), sender, recipient: { id: scene.citizenId }, message }
}

/** An event the platform documents nowhere. */
export function unknownEvent(scene: Scene): Event {
  return { ...common(scene, 'user_does_something_new'), ...fromCitizen(scene), novelty: { level: 1 } }
}

/** A phone number as the account receives it; `phone` may be written with 0, 84 or +84. */
export function writePhone(phone: string, style: ZaloOaSwitches['phones']): string | number {
  const digits = phone.replace(/\D/g, '').replace(/^(84|0)/, '')
  if (style === 'national') return `0${digits}`
  return style === 'number' ? Number(`84${digits}`) : `84${digits}`
}

function common({ appId, at }: Scene, name: string): Event {
  return { app_id: appId, event_name: name, timestamp: String(at) }
}

function fromCitizen({ citizenId, oaId }: Scene): Readonly<Record<string, unknown>> {
  return { sender: { id: citizenId }, recipient: { id: oaId } }
}
