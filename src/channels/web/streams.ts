/** Open event streams: each follows the reply log of one conversation at the speed of its reader. */
import type { ConversationId, Store } from '../../store/store.ts'
import { followLog } from './follow-log.ts'
import { heartbeatFrame } from './render.ts'

export interface StreamOptions {
  readonly store: Pick<Store, 'replies' | 'session'>
  /** A comment is sent this often, so that proxies keep the connection and a dead one is noticed. */
  readonly heartbeatMs: number
  /** A reader that takes nothing for this long is dropped; it resumes from the log when it comes back. */
  readonly stallMs: number
  /** Streams of one conversation (tabs); the oldest is closed for a newer one. */
  readonly maxPerConversation: number
  readonly maxStreams: number
  /** Called when the log could not be read; the stream has been ended, and the page will come back. */
  readonly onError: (error: unknown) => void
}

export interface Streams {
  /**
   * A stream of the replies after `afterSeq`, or `undefined` when there are too many streams. `dropConnection` is
   * called when its reader has stalled.
   */
  open(
    conversation: ConversationId,
    afterSeq: number,
    dropConnection: () => void,
  ): ReadableStream<Uint8Array> | undefined
  /** Tells the readers of a conversation that its log has grown. */
  notify(conversation: ConversationId): void
  /** Ends all streams. */
  close(): void
  readonly size: number
}

interface Reader {
  wake(): void
  end(): void
}

const encoder = new TextEncoder()

/** Streams over a store's reply logs. Nothing is buffered: the log is read when the reader asks for more. */
export function createStreams(options: StreamOptions): Streams {
  const readers = new Map<ConversationId, Set<Reader>>()
  let size = 0
  let isClosed = false

  function enter(conversation: ConversationId, reader: Reader): void {
    const together = readers.get(conversation) ?? new Set()
    readers.set(conversation, together)
    together.add(reader)
    size += 1
    const [oldest] = together
    if (together.size > options.maxPerConversation) oldest?.end()
  }

  function leave(conversation: ConversationId, reader: Reader): void {
    const together = readers.get(conversation)
    if (!together?.delete(reader)) return
    size -= 1
    if (together.size === 0) readers.delete(conversation)
  }

  function open(conversation: ConversationId, afterSeq: number, dropConnection: () => void) {
    if (isClosed || size >= options.maxStreams) return undefined
    const log = followLog(options.store, conversation, afterSeq)
    return readerStream(options, log.next, dropConnection, {
      enter: (reader) => enter(conversation, reader),
      leave: (reader) => leave(conversation, reader),
    })
  }

  return {
    get size() {
      return size
    },
    open,
    notify(conversation) {
      for (const reader of readers.get(conversation) ?? []) reader.wake()
    },
    close() {
      isClosed = true
      for (const together of [...readers.values()]) for (const reader of [...together]) reader.end()
    },
  }
}

interface Register {
  enter(reader: Reader): void
  leave(reader: Reader): void
}

function readerStream(
  options: StreamOptions,
  nextFrames: () => Promise<string>,
  dropConnection: () => void,
  register: Register,
): ReadableStream<Uint8Array> {
  const bell = createBell(options.heartbeatMs)
  const reader: Reader = { wake: bell.ring, end: finish }
  let stallTimer: NodeJS.Timeout | undefined
  let isEntered = false

  function finish(): void {
    clearTimeout(stallTimer)
    register.leave(reader)
    bell.stop()
  }

  async function nextChunk(): Promise<string | undefined> {
    while (!bell.isStopped) {
      const frames = await nextFrames()
      if (frames !== '') return frames
      if ((await bell.wait()) === 'quiet') return heartbeatFrame
    }
    return undefined
  }

  async function pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    clearTimeout(stallTimer)
    if (!isEntered) register.enter(reader)
    isEntered = true
    const chunk = await nextChunk().catch((error: unknown) => {
      finish()
      options.onError(error)
      return undefined
    })
    if (chunk === undefined) return controller.close()
    controller.enqueue(encoder.encode(chunk))
    stallTimer = setTimeout(() => {
      finish()
      dropConnection()
    }, options.stallMs).unref()
  }

  // A high-water mark of 0: the log is not read before the reader asks, and a HEAD request never asks.
  return new ReadableStream({ pull, cancel: finish }, { highWaterMark: 0 })
}

/** Wakes a waiting stream. A ring is never lost, also when nobody waits yet. */
function createBell(heartbeatMs: number) {
  let hasRung = false
  let isStopped = false
  let wake: (() => void) | undefined

  function ring(): void {
    hasRung = true
    wake?.()
  }

  async function wait(): Promise<'rung' | 'quiet'> {
    if (!hasRung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, heartbeatMs).unref()
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      wake = undefined
    }
    const outcome = hasRung ? 'rung' : 'quiet'
    hasRung = false
    return outcome
  }

  return {
    ring,
    wait,
    stop(): void {
      isStopped = true
      ring()
    },
    get isStopped() {
      return isStopped
    },
  }
}
