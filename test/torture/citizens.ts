/** Those who write: each one message after the other, and the same one again when nobody said that it was taken. */
import type { IncomingInput } from '../../src/store/store.ts'
import type { Worker } from './processes.ts'
import type { AboutInput } from './worker.ts'

/** The third sets a timer. */
export const says: readonly string[] = [
  'một',
  'hai',
  'ba, wake me',
  'bốn',
  'năm',
  'sáu',
  'bảy',
  'tám',
  'chín',
  'mười',
  'mười một',
  'mười hai',
]

/** How many write in the same minutes. */
const atOnce = 120
/** After this without an answer a platform hands the same update to another process. */
const patienceMs = 4_000
/** After a refusal it waits this long. */
const restMs = 200

/** In nobody's hand. */
const noPlace = -1

interface State {
  accepted: number
  hand: { readonly place: number; readonly againAt: number } | undefined
}

export interface CitizensOptions {
  readonly conversations: number
  readonly random: () => number
  readonly send: (worker: Worker, incoming: IncomingInput) => void
}

export function createCitizens({ conversations, random, send }: CitizensOptions) {
  const ids = Array.from({ length: conversations }, (_, index) => `torture:${index}`)
  const busy = new Map<string, State>(ids.map((id) => [id, { accepted: 0, hand: undefined }]))
  let accepted = 0
  let refused = 0
  let unanswered = 0

  function speakTo(able: readonly Worker[], id: string, state: State, now: number): void {
    const worker = able[Math.floor(random() * able.length)]
    const words = says[state.accepted]
    if (!worker || words === undefined) return
    state.hand = { place: worker.place, againAt: now + patienceMs }
    const input = { type: 'text', text: words } as const
    send(worker, { conversation: id, updateId: String(state.accepted), input, receivedAt: Date.now() })
  }

  return {
    ids: ids as readonly string[],
    acceptedCount: () => accepted,
    /** Answered with a failure, as a platform sees it when Redis is away. */
    refused: () => refused,
    /** Not answered at all: handed over again without knowing what became of it. */
    unanswered: () => unanswered,
    areDone: () => busy.size === 0,
    hear: (message: AboutInput) => {
      const state = busy.get(message.conversation)
      // An answer to what another process took in the meantime.
      if (!state || message.updateId !== String(state.accepted)) return
      if (message.type === 'refused') {
        refused += 1
        state.hand = { place: noPlace, againAt: performance.now() + restMs }
        return
      }
      state.hand = undefined
      accepted += 1
      state.accepted += 1
      if (state.accepted === says.length) busy.delete(message.conversation)
    },
    /** What a process had in hand when it died is said again. */
    forget: (place: number) => {
      for (const state of busy.values()) {
        if (state.hand?.place !== place) continue
        state.hand = undefined
        unanswered += 1
      }
    },
    /** The first few of those who wait for nothing write, at most as many as `allowed`. */
    speak: (workers: readonly Worker[], allowed: number) => {
      const able = workers.filter((one) => one.isReady)
      const now = performance.now()
      let speaking = 0
      let left = allowed
      for (const [id, state] of busy) {
        speaking += 1
        if (speaking > atOnce || left <= 0) break
        if (state.hand && now < state.hand.againAt) continue
        if (state.hand && state.hand.place !== noPlace) unanswered += 1
        speakTo(able, id, state, now)
        left -= 1
      }
    },
  }
}
