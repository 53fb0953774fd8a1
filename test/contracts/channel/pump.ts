/**
 * Moves a hand-turned clock while real sockets are open. Fake platform, channel and service share one event loop, so
 * that "nothing is under way" can be seen; only then does time go on.
 */
import type { ManualClock } from '../../runtime/manual-clock.ts'
import { forgetTheAir, isInTheAir } from './air.ts'

export interface Pump {
  /** Resolves when nothing more happens at this moment of the clock. */
  settle(): Promise<void>
  /** Moves time until `promise` is settled, and gives its value. */
  drive<T>(promise: Promise<T>): Promise<T>
  /** Moves time until `holds`; what is said, in the words of a failed test, when it does not within `withinMs`. */
  until(holds: () => boolean | Promise<boolean>, what: string, withinMs?: number): Promise<void>
  /** Moves time by `ms`, stopping wherever something is set to ring. */
  pass(ms: number): Promise<void>
}

/** Turns of the event loop without anything happening after which it counts as quiet. */
const quietTurns = 40
/** What was asked of the system and is not answered, by Node's names of resources, which are not those of async hooks. */
const underWay = /Req|ConnectWrap|WriteWrap|ShutdownWrap|^FileHandle/

/** What has been in the air for so long, milliseconds of this machine, will not come down. */
const longestInTheAirMs = 5_000

/** `activity` gives a number that rises whenever something happens; `report` says where things stand. */
export function createPump(clock: ManualClock, activity: () => number, report: () => string): Pump {
  const turnOfLoop = () => new Promise<void>((resolve) => setImmediate(resolve))

  async function settle(): Promise<void> {
    let quiet = 0
    let last = activity()
    let lastMs = performance.now()
    while (quiet < quietTurns) {
      await turnOfLoop()
      const now = activity()
      const isBusy =
        now !== last || isInTheAir() || process.getActiveResourcesInfo().some((one) => underWay.test(one))
      quiet = isBusy ? 0 : quiet + 1
      if (now !== last) lastMs = performance.now()
      else if (performance.now() - lastMs > longestInTheAirMs) forgetTheAir()
      last = now
    }
  }

  async function step(mostMs: number): Promise<number> {
    const [next] = clock.set
    const ms = Math.min(mostMs, next === undefined ? mostMs : Math.max(1, next - clock.now()))
    clock.advance(ms)
    await settle()
    return ms
  }

  async function until(
    holds: () => boolean | Promise<boolean>,
    what: string,
    withinMs = 3_600_000,
  ): Promise<void> {
    await settle()
    for (let passed = 0; !(await holds()); ) {
      if (passed >= withinMs) throw new Error(`It never came to this: ${what}\n${report()}`)
      passed += await step(withinMs - passed)
    }
  }

  return {
    settle,
    until,
    async drive(promise) {
      let isSettled = false
      const end = () => {
        isSettled = true
      }
      promise.then(end, end)
      await until(() => isSettled, 'a promise is settled')
      return promise
    },
    async pass(ms) {
      await settle()
      for (let passed = 0; passed < ms; ) passed += await step(ms - passed)
    },
  }
}
