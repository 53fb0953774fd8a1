/** Event streams: what changes in the cases of whoever is logged in, for as long as they are. */
import type { CaseId, EpochMs } from '../engine/turn.ts'
import { hasDesk } from '../handoff/accounts/rights.ts'
import type { CaseDesk, Staff } from '../handoff/staff.ts'
import type { Case } from '../store/store.ts'

export interface EventsOptions {
  readonly cases: Pick<CaseDesk, 'watch'>
  readonly now: () => EpochMs
  readonly heartbeatMs: number
  /** A reader that takes nothing for this long is dropped; it lists again when it comes back. */
  readonly stallMs: number
  readonly maxPerStaff: number
  readonly maxStreams: number
  readonly onError: (error: unknown) => void
}

export interface OpenStream {
  readonly staff: Staff
  /** The digest or token of the session: {@link Events.endSession} ends by it. */
  readonly session: string
  /** Who they are now; `undefined` once the session has ended. Asked before anything is sent. */
  readonly stillIn: () => Promise<Staff | undefined>
  readonly render: (changed: Case) => object
  readonly dropConnection: () => void
}

export interface Events {
  /** `undefined` when there are too many. */
  open(stream: OpenStream): ReadableStream<Uint8Array> | undefined
  /** Ends the streams that fit, at once. */
  end(fits: (stream: { readonly staff: Staff; readonly session: string }) => boolean): void
  close(): void
  readonly size: number
}

interface Reader {
  readonly staff: Staff
  readonly session: string
  finish(): void
}

const encoder = new TextEncoder()
const frame = (event: string, data: unknown) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`

export function createEvents(options: EventsOptions): Events {
  const readers = new Set<Reader>()
  let isClosed = false

  function open(stream: OpenStream): ReadableStream<Uint8Array> | undefined {
    if (isClosed || readers.size >= options.maxStreams) return undefined
    const own = [...readers].filter(({ staff }) => staff.id === stream.staff.id)
    if (own.length >= options.maxPerStaff) own[0]?.finish()
    return follow(stream)
  }

  function follow(stream: OpenStream): ReadableStream<Uint8Array> {
    let current: Staff | undefined = stream.staff
    let isDone = false
    let isCancelled = false
    let hasGreeted = false
    let wake: (() => void) | undefined
    let stall: NodeJS.Timeout | undefined
    /** The newest state of each case that changed, if it is still theirs: a slow reader is told the end, not the way. */
    const changed = new Map<CaseId, Case | undefined>()
    const unwatch = options.cases.watch(
      () => current,
      (one) => {
        changed.set(one.id, one)
        wake?.()
      },
      (id) => {
        changed.set(id, undefined)
        wake?.()
      },
    )
    const reader: Reader = {
      staff: stream.staff,
      session: stream.session,
      finish() {
        if (isDone) return
        isDone = true
        current = undefined
        clearTimeout(stall)
        unwatch()
        readers.delete(reader)
        wake?.()
      },
    }
    readers.add(reader)

    const rest = () =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, options.heartbeatMs).unref()
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })

    async function next(): Promise<string> {
      if (hasGreeted && changed.size === 0 && !isDone) await rest()
      wake = undefined
      current = isDone ? undefined : await stream.stillIn()
      if (current === undefined || isDone) {
        reader.finish()
        return frame('ended', {})
      }
      const staff = current
      const fresh = [...changed]
      changed.clear()
      const frames = fresh.map(([id, one]) =>
        one !== undefined && hasDesk(staff, one.desk)
          ? frame('case', stream.render(one))
          : frame('gone', { id }),
      )
      const hello = hasGreeted ? '' : `retry: 2000\n${frame('hello', { now: options.now() })}`
      hasGreeted = true
      return hello + (frames.join('') || (hello === '' ? ': \n\n' : ''))
    }

    return new ReadableStream(
      {
        async pull(controller) {
          clearTimeout(stall)
          try {
            const frames = await next()
            if (isCancelled) return
            controller.enqueue(encoder.encode(frames))
          } catch (error) {
            reader.finish()
            options.onError(error)
          }
          if (isDone) return controller.close()
          stall = setTimeout(() => {
            reader.finish()
            stream.dropConnection()
          }, options.stallMs).unref()
        },
        cancel() {
          isCancelled = true
          reader.finish()
        },
      },
      { highWaterMark: 0 },
    )
  }

  return {
    get size() {
      return readers.size
    },
    open,
    end(fits) {
      for (const reader of [...readers]) if (fits(reader)) reader.finish()
    },
    close() {
      isClosed = true
      for (const reader of [...readers]) reader.finish()
    },
  }
}
