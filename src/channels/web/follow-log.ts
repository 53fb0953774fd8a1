/** Reads a conversation's reply log forward, batch after batch, as event frames. */
import type { ConversationId, Delivery, Store } from '../../store/store.ts'
import { caughtUpFrame, localeFrame, openingFrame, replyFrame, resetFrame } from './render.ts'

const batchSize = 50

/**
 * Follows the log from behind `afterSeq`. `next` resolves to the frames that are due, or to an empty string when
 * nothing is. When the reply the reader saw last is no longer in the log (erased, or past retention), it is told
 * to forget what it shows and gets the log from its start.
 */
export function followLog(
  store: Pick<Store, 'replies' | 'session'>,
  conversation: ConversationId,
  afterSeq: number,
): { next(): Promise<string> } {
  let seq = afterSeq
  /** When the reply at `seq` was made: an erased log may use the number again. */
  let seenAt: number | undefined
  let locale: string | undefined
  let isOpened = false
  let hasCaughtUp = false

  async function read(): Promise<{ fresh: readonly Delivery[]; isReset: boolean }> {
    if (seq === 0) return { fresh: await store.replies(conversation, 0, batchSize), isReset: false }
    const [last, ...fresh] = await store.replies(conversation, seq - 1, batchSize + 1)
    const isThere = last?.seq === seq && (seenAt === undefined || last.createdAt === seenAt)
    if (isThere) return { fresh, isReset: false }
    return { fresh: await store.replies(conversation, 0, batchSize), isReset: true }
  }

  async function localeChange(): Promise<string> {
    const spoken = (await store.session(conversation))?.locale
    if (spoken === undefined || spoken === locale) return ''
    locale = spoken
    return localeFrame(spoken)
  }

  return {
    async next() {
      const opening = isOpened ? '' : openingFrame
      const { fresh, isReset } = await read()
      const change = fresh.length > 0 || !isOpened ? await localeChange() : ''
      isOpened = true
      const last = fresh.at(-1)
      if (isReset || last !== undefined) seq = last?.seq ?? 0
      if (last !== undefined) seenAt = last.createdAt
      const isBehind = fresh.length === batchSize
      const caughtUp = hasCaughtUp || isBehind ? '' : caughtUpFrame
      hasCaughtUp ||= !isBehind
      return opening + (isReset ? resetFrame : '') + change + fresh.map(replyFrame).join('') + caughtUp
    },
  }
}
