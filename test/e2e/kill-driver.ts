/** Drives conversations through a service that is killed again and again. */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Input } from '../../src/engine/turn.ts'
import type { MachineName } from './kill-machines.ts'
import type { FromWorker, ToWorker } from './kill-worker.ts'

export interface KillPlan {
  readonly machine: MachineName
  /** The folder of its `flows` and `locales`. */
  readonly root: string
  readonly databasePath: string
  readonly logPath: string
  readonly seed: number
  readonly kills: number
  /** What each conversation says, by its id. */
  readonly conversations: ReadonlyMap<string, readonly Input[]>
  /** The clock when a citizen writes. */
  readonly receivedAt: number
}

export interface KillTally {
  kills: number
  /** Kills before the service was ready. */
  killsWhileStarting: number
  /** Inputs handed over again because nobody had said that they were accepted. */
  handedOverAgain: number
  /** Of those, known to the store already. */
  duplicates: number
}

/** How many conversations write at the same time. */
const atOnce = 40
/** Citizens write this many messages without waiting. */
const together = 2

/** 0 to 1, the same numbers for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Resolves when every input is accepted and everything that follows from them is done. */
export async function runAndKill(plan: KillPlan): Promise<KillTally> {
  const random = seededRandom(plan.seed)
  const tally: KillTally = { kills: 0, killsWhileStarting: 0, handedOverAgain: 0, duplicates: 0 }
  const inputs = [...plan.conversations.values()].reduce((sum, all) => sum + all.length, 0)
  const citizens = createCitizens(plan, tally)
  const perLife = inputs / plan.kills
  while (tally.kills < plan.kills || !citizens.areDone()) {
    const isLast = tally.kills >= plan.kills
    await liveOnce(plan, citizens, tally, isLast ? undefined : { random, perLife })
  }
  await liveOnce(plan, citizens, tally, undefined)
  return tally
}

/** One life of the service: it ends by our kill, or in good order when there is nothing left to say. */
function liveOnce(
  plan: KillPlan,
  citizens: Citizens,
  tally: KillTally,
  fate: { random: () => number; perLife: number } | undefined,
): Promise<void> {
  const service = fork(
    fileURLToPath(new URL('kill-worker.ts', import.meta.url)),
    [plan.databasePath, plan.logPath, plan.machine, plan.root],
    { execArgv: [], serialization: 'json' },
  )
  citizens.forget()
  let isReady = false
  let accepted = 0
  const doomedAt = fate ? Math.ceil(fate.random() * 2 * fate.perLife) : Number.POSITIVE_INFINITY
  if (fate && fate.random() < 0.1) setTimeout(() => kill(service), fate.random() * 150)

  service.on('message', (message: FromWorker) => {
    if (message.type === 'ready') isReady = true
    if (message.type === 'accepted') {
      accepted += 1
      if (!message.isNew) tally.duplicates += 1
      citizens.accepted(message.conversation, message.updateId)
    }
    if (message.type === 'finished') return
    if (accepted === doomedAt && fate) setTimeout(() => kill(service), fate.random() * 12)
    const next = citizens.speak()
    if (next.length > 0) send(service, { accept: next })
    if (citizens.areDone()) {
      // With nothing more to say there is still work to be killed in.
      if (fate) setTimeout(() => kill(service), fate.random() * 12)
      else send(service, { finish: true })
    }
  })
  return new Promise((resolve, reject) => {
    service.once('error', reject)
    service.once('exit', (code, signal) => {
      if (signal === 'SIGKILL') {
        tally.kills += 1
        if (!isReady) tally.killsWhileStarting += 1
        resolve()
      } else if (code === 0) resolve()
      else reject(new Error(`the service ended by itself with ${code ?? signal}`))
    })
  })
}

function kill(service: ChildProcess): void {
  service.kill('SIGKILL')
}

function send(service: ChildProcess, message: ToWorker): void {
  // A message into a service that was just killed is what a citizen's lost request is.
  if (service.connected) service.send(message, () => {})
}

type Citizens = ReturnType<typeof createCitizens>

function createCitizens(plan: KillPlan, tally: KillTally) {
  /** Those not finished: how many of their inputs are known to be accepted, and how many were handed over. */
  const busy = new Map([...plan.conversations.keys()].map((id) => [id, { accepted: 0, said: 0 }]))
  const everSaid = new Set<string>()

  return {
    areDone: () => busy.size === 0,
    /** The service died: whatever it had not confirmed is said again. */
    forget: () => {
      for (const state of busy.values()) state.said = state.accepted
    },
    accepted: (id: string, updateId: string) => {
      const state = busy.get(id)
      if (!state) return
      state.accepted = Math.max(state.accepted, Number(updateId) + 1)
      if (state.accepted === plan.conversations.get(id)?.length) busy.delete(id)
    },
    /** What the first few who wait for nothing say next. */
    speak: () => {
      const said = []
      let speaking = 0
      for (const [id, state] of busy) {
        speaking += 1
        if (speaking > atOnce) break
        if (state.said > state.accepted) continue
        const all = plan.conversations.get(id) ?? []
        for (const input of all.slice(state.said, state.said + together)) {
          const updateId = String(state.said)
          if (everSaid.has(`${id} ${updateId}`)) tally.handedOverAgain += 1
          everSaid.add(`${id} ${updateId}`)
          said.push({ conversation: id, updateId, input, receivedAt: plan.receivedAt })
          state.said += 1
        }
      }
      return said
    },
  }
}
