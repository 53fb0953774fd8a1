/** Replies as server-sent events. Pure. */
import type { Choice, Image, Reply } from '../../engine/turn.ts'
import type { Delivery } from '../../store/store.ts'

/** The data of one reply event. */
export interface WebReply {
  readonly seq: number
  readonly text: string
  readonly choices: readonly Choice[]
  readonly ticks?: NonNullable<Reply['ticks']>
  readonly image?: WebImage
}

export interface WebImage {
  /** A path of this site, to be shown; or an https address elsewhere, to be linked: the page loads nothing from there. */
  readonly address: string
  readonly alt: string
}

/** How long a page waits before it connects again, in milliseconds. */
const retryMs = 2000

export const openingFrame = `retry: ${retryMs}\n\n`
export const heartbeatFrame = ': \n\n'
/** Everything said so far has been sent: what follows is new. */
export const caughtUpFrame = 'event: caught_up\ndata: {}\n\n'
/** The log was erased: what was shown is to be forgotten, what follows starts again. */
export const resetFrame = 'event: reset\nid: 0\ndata: {}\n\n'

/** A reply as an event whose id is its number, so that a reader resumes behind it. */
export function replyFrame({ seq, reply }: Delivery): string {
  const data: WebReply = {
    seq,
    text: reply.text,
    choices: reply.choices ?? [],
    ...(reply.ticks === undefined ? {} : { ticks: reply.ticks }),
    ...(reply.image === undefined ? {} : { image: renderImage(reply.image) }),
  }
  return `id: ${seq}\ndata: ${JSON.stringify(data)}\n\n`
}

function renderImage({ source, alt }: Image): WebImage {
  const isElsewhere = /^https:\/\//i.test(source)
  const path = source.replace(/^attachment:(?=[\w-]+$)/, 'attachments/')
  return { address: isElsewhere ? source : `/media/${encodeURI(path)}`, alt }
}

/** The language the bot speaks from here on. */
export function localeFrame(locale: string): string {
  return `event: locale\ndata: ${JSON.stringify({ locale })}\n\n`
}
