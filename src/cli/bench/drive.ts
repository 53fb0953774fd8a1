/** Plays the script with a given number of citizens at once, and counts what happens in a window of time. */
import { performance } from 'node:perf_hooks'

/** One turn of the script as every contender is given it. */
export interface ScriptTurn {
  readonly text: string
  readonly isTap: boolean
  /** What has to be said, word for word. */
  readonly replies: readonly ScriptReply[]
}

export interface ScriptReply {
  readonly text: string
  readonly choices?: readonly { readonly id: string; readonly label: string }[]
}

/** Says one turn of the script in a chat; resolves to the texts of all its replies once they are delivered. */
export type Say = (chat: number, turn: number) => Promise<readonly string[]>

export interface DriveOptions {
  readonly say: Say
  readonly turns: readonly ScriptTurn[]
  /** Citizens at once; each waits for the answer before writing again. */
  readonly inFlight: number
  /** The number of a chat nobody has used. */
  readonly nextChat: () => number
  readonly warmUpMs: number
  readonly windowMs: number
}

export interface Driven {
  /** Turns ended within the window, and how long it was. */
  readonly turns: number
  readonly windowMs: number
  /** Turns before and after it as well. */
  readonly allTurns: number
  /** CPU of this process, user and system, for all turns. */
  readonly cpuMs: number
  /** From handing an input over to its last reply being delivered, within the window. */
  readonly p50Ms: number
  readonly p99Ms: number
}

/**
 * Drives whole conversations; when the window ends, those under way are finished without being counted.
 * @throws Error when a reply differs from the script
 */
export async function drive(options: DriveOptions): Promise<Driven> {
  const { say, turns, inFlight, nextChat } = options
  const latenciesMs: number[] = []
  const cpuBefore = process.cpuUsage()
  const opensAt = performance.now() + options.warmUpMs
  const closesAt = opensAt + options.windowMs
  let allTurns = 0

  async function converse(chat: number): Promise<void> {
    for (const [index, turn] of turns.entries()) {
      const saidAt = performance.now()
      expectSame(await say(chat, index), turn, index)
      const answeredAt = performance.now()
      allTurns += 1
      if (answeredAt >= opensAt && answeredAt < closesAt) latenciesMs.push(answeredAt - saidAt)
    }
  }

  async function follow(): Promise<void> {
    while (performance.now() < closesAt) await converse(nextChat())
  }

  await Promise.all(Array.from({ length: inFlight }, follow))
  const cpu = process.cpuUsage(cpuBefore)
  latenciesMs.sort((a, b) => a - b)
  const at = (share: number) => latenciesMs[Math.floor(share * (latenciesMs.length - 1))] ?? 0
  return {
    turns: latenciesMs.length,
    windowMs: options.windowMs,
    allTurns,
    cpuMs: (cpu.user + cpu.system) / 1_000,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  }
}

function expectSame(heard: readonly string[], turn: ScriptTurn, index: number): void {
  const isSame =
    heard.length === turn.replies.length && turn.replies.every((reply, place) => reply.text === heard[place])
  if (isSame) return
  throw new Error(
    `turn ${index + 1}: expected ${JSON.stringify(turn.replies.map((one) => one.text))}, heard ${JSON.stringify(heard)}`,
  )
}
