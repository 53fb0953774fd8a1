/** What a measured process and the one that measures say to each other, and the measured side of it. */
import { type Driven, drive, type Say, type ScriptTurn } from './drive.ts'

export interface ContenderOptions {
  /** The Redis to keep everything in. */
  readonly url: string
  readonly turns: readonly ScriptTurn[]
  /** To be added to the clock, so that the script's dates are right on any day. */
  readonly clockOffsetMs: number
  /** Which of several processes of the same kind this is, from 0. */
  readonly place: number
}

export interface Contender {
  readonly say: Say
  close(): Promise<unknown>
}

export type ToContender =
  | ({ readonly type: 'start' } & ContenderOptions)
  | {
      readonly type: 'drive'
      readonly inFlight: number
      readonly warmUpMs: number
      readonly windowMs: number
    }
  | { readonly type: 'close' }
export type FromContender =
  | { readonly type: 'started' }
  | ({ readonly type: 'driven' } & Driven)
  | { readonly type: 'failed'; readonly why: string }

/** As long as the ids of citizens on Telegram are. */
const firstChat = 1_000_000_000
const chatsEach = 1_000_000_000

/** Serves the process that measures; ends with it. */
export function serveContender(start: (options: ContenderOptions) => Promise<Contender>): void {
  let contender: Contender | undefined
  let turns: readonly ScriptTurn[] = []
  let chat = 0
  const tell = (message: FromContender) => process.send?.(message)

  async function answer(message: ToContender): Promise<void> {
    if (message.type === 'start') {
      turns = message.turns
      chat = firstChat + message.place * chatsEach
      contender = await start(message)
      tell({ type: 'started' })
    } else if (message.type === 'drive' && contender) {
      const driven = await drive({ ...message, say: contender.say, turns, nextChat: () => chat++ })
      tell({ type: 'driven', ...driven })
    } else {
      await contender?.close()
      process.exit(0)
    }
  }

  process.on('message', (message: ToContender) => {
    answer(message).catch((error: unknown) =>
      tell({ type: 'failed', why: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
  })
  process.on('disconnect', () => process.exit(1))
}
