/** An event of the webhook as one of our inputs. Pure. */
import { z } from 'zod'
import type { Input, UnsupportedKind } from '../../engine/turn.ts'
import { choiceOf } from './payload.ts'

export type Heard =
  | {
      readonly type: 'input'
      /** Whose conversation it is: the citizen's id in this Official Account. */
      readonly citizen: string
      readonly updateId: string
      readonly input: Input
    }
  | {
      readonly type: 'ignored'
      /** `own`: what we sent ourselves, come back. `left`: the citizen stopped following. */
      readonly why: 'own' | 'left' | 'unknown' | 'malformed'
      /** Its name, fit for a log. */
      readonly event: string
    }

const id = z.string().regex(/^[\w.-]{1,64}$/)
const loose = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined)
const amount = z.union([z.string(), z.number()])
const place = { latitude: loose(amount), longitude: loose(amount) }

/** What is read of an event. Ids are strings above 2^53: one that comes as a number has lost digits, and is nobody's. */
const shape = z.object({
  event_name: z.string(),
  timestamp: loose(amount),
  sender: loose(z.object({ id, admin_id: z.unknown().optional() })),
  recipient: loose(z.object({ id })),
  // Not in the reference, which names the event only; where a follower has no field of their own, the sender counts.
  follower: loose(z.object({ id })),
  message: loose(
    z.object({
      msg_id: loose(z.string().min(1).max(200)),
      text: loose(z.string()),
      // The reference says that the numbers are strings; where they stand is from memory, so both places are read.
      attachments: loose(
        z.array(z.object({ payload: loose(z.object({ ...place, coordinates: loose(z.object(place)) })) })),
      ),
    }),
  ),
  // From memory too: the reference says that name, phone and address come as an event.
  info: loose(z.object({ phone: loose(amount) })),
})
type Event = z.output<typeof shape>

const unsupported: ReadonlyMap<string, UnsupportedKind> = new Map([
  ['user_send_image', 'photo'],
  ['user_send_audio', 'voice'],
  ['user_send_video', 'video'],
  ['user_send_file', 'file'],
  ['user_send_sticker', 'sticker'],
  ['user_send_gif', 'sticker'],
  ['user_send_link', 'other'],
  ['user_send_business_card', 'contact_of_another'],
])

/**
 * Reads a parsed body. Never throws.
 * @param giveBackWords what staff write in the account's own inbox to give a conversation back to the bot
 */
export function parseEvent(body: unknown, giveBackWords: readonly string[]): Heard {
  const parsed = shape.safeParse(body)
  if (!parsed.success) return { type: 'ignored', why: 'malformed', event: '' }
  const event = parsed.data
  const name = event.event_name
  const ignored = (why: 'own' | 'left' | 'unknown' | 'malformed'): Heard => ({
    type: 'ignored',
    why,
    event: /^[a-z_]{1,50}$/.test(name) ? name : '(odd)',
  })
  if (name === 'unfollow') return ignored('left')
  const isOurSide = name.startsWith('oa_send_')
  if (isOurSide && !isFromStaff(event)) return ignored('own')
  const input = isOurSide ? staffInput(event, giveBackWords) : citizenInput(event)
  if (input === undefined) return ignored('unknown')
  const citizen = isOurSide ? event.recipient?.id : (event.follower?.id ?? event.sender?.id)
  const mark = event.message?.msg_id ?? event.timestamp
  if (citizen === undefined || mark === undefined) return ignored('malformed')
  return { type: 'input', citizen, updateId: `${name}:${mark}`, input }
}

/** A person who answers in the account's inbox has an id; the interface, which is us, has none (O1). */
function isFromStaff({ sender }: Event): boolean {
  const admin = sender?.admin_id
  return typeof admin === 'number' || (typeof admin === 'string' && admin.trim() !== '')
}

function staffInput({ message }: Event, giveBackWords: readonly string[]): Input {
  const plain = (text: string) => text.normalize('NFC').trim().toLowerCase()
  const text = message?.text?.trim() ?? ''
  const said = plain(text)
  const gives = said !== '' && giveBackWords.some((words) => plain(words) === said)
  if (gives) return { type: 'staff', does: 'gives_back' }
  return { type: 'staff', does: 'writes', ...(text === '' ? {} : { text }) }
}

function citizenInput(event: Event): Input | undefined {
  const name = event.event_name
  if (name === 'user_send_text') {
    const text = event.message?.text ?? ''
    const choice = choiceOf(text)
    return choice === undefined ? { type: 'text', text } : { type: 'tap', choice }
  }
  if (name === 'follow') return { type: 'start' }
  if (name === 'user_send_location') return locationOf(event) ?? { type: 'unsupported', kind: 'other' }
  if (name === 'user_submit_info') {
    const phone = String(event.info?.phone ?? '').trim()
    // They pressed "share" and left the number out: silence would leave them waiting.
    return /\d/.test(phone) ? { type: 'contact', phone } : { type: 'unsupported', kind: 'other' }
  }
  const kind = unsupported.get(name)
  return kind === undefined ? undefined : { type: 'unsupported', kind }
}

function locationOf({ message }: Event): Input | undefined {
  const payload = message?.attachments?.find((one) => one.payload !== undefined)?.payload
  const latitude = degrees(payload?.coordinates?.latitude ?? payload?.latitude, 90)
  const longitude = degrees(payload?.coordinates?.longitude ?? payload?.longitude, 180)
  return latitude === undefined || longitude === undefined
    ? undefined
    : { type: 'location', latitude, longitude }
}

function degrees(value: string | number | undefined, most: number): number | undefined {
  const text = String(value ?? '').trim()
  if (!/^[-+]?\d{1,3}(\.\d{1,20})?$/.test(text)) return undefined
  const number = Number(text)
  return Math.abs(number) <= most ? number : undefined
}
