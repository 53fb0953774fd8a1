/**
 * Inputs of conversations that another process holds are passed on to it, and it accepts each with its turn in one step. Nothing
 * hangs on that: what nobody says in time to have accepted goes into the stream, where whoever holds the conversation finds it,
 * and an input accepted on both ways is one input.
 */
import { StoreError } from '../../errors.ts'
import { listeners } from '../listeners.ts'
import type { ConversationId, HowPassed, IncomingInput, Store } from '../store.ts'
import type { StoreLog } from './membership.ts'
import { readTaken, writePassed } from './passed.ts'
import { createRoutes } from './routes.ts'
import { createTakingIn, type TakingIn, type TakingInOptions } from './taking-in.ts'

export interface PassingOptions extends TakingInOptions {
  /** This process. */
  readonly member: string
  readonly log: StoreLog
}

export interface Passing {
  /** Passes on an input of a conversation that is not ours, and of which none is on its way: {@link Passing.waits} is asked first. */
  pass(passed: Passed): void
  /**
   * Has `next` wait while an input of the conversation is on its way; `false` when none is. One at a time, so that they stay in
   * order whichever way they go.
   */
  waits(conversation: ConversationId, next: () => void): boolean
  /** Hears what other processes publish for this one; `false` when the message is not for here. */
  hear(channel: string, message: string): boolean
  /** Shards may have moved. */
  lookAgain(): void
  /** The channels that {@link Passing.hear} is to hear. */
  readonly channels: readonly string[]
  readonly onPassed: TakingIn['onPassed']
  readonly onPassing: Required<Store>['onPassing']
  /** Resolves when nothing is on its way. */
  finish(): Promise<void>
}

export interface Passed {
  readonly incoming: IncomingInput
  /** Told whether it is new, once it is durable. */
  readonly onEnd: (isNew: boolean) => void
  readonly onFailure: (error: unknown) => void
  /** Into the stream. */
  readonly usually: (onEnd: (isNew: boolean) => void, onFailure: (error: unknown) => void) => void
}

/** Whoever does not answer for so long is passed nothing for a while: a webhook waits for it. */
const patienceMs = 1_000
/** Sent without waiting for the end of the turn of the event loop. */
const enoughInputs = 64

interface OnItsWay extends Passed {
  readonly to: string
  readonly shard: number
  readonly sinceMs: number
}

export function createPassing(options: PassingOptions): Passing {
  const { connection, keys, member, log } = options
  const takingIn = createTakingIn(options)
  const routes = createRoutes({ connection, keys, member })
  const inputsFor = keys.passed + member
  const answersFor = keys.taken + member
  /** By the number it was passed on with; the oldest first. */
  const onTheirWay = new Map<number, OnItsWay>()
  let lastNumber = 0
  /** What waits behind an input of the same conversation. */
  const behind = new Map<ConversationId, (() => void)[]>()
  const bags = new Map<string, number[]>()
  const ends = listeners<HowPassed>()
  let timer: NodeJS.Timeout | undefined
  let onEmpty: (() => void)[] = []

  function pass(passed: Passed): void {
    const { conversation } = passed.incoming
    behind.set(conversation, [])
    const shard = keys.shardOf(conversation)
    const to = routes.to(shard)
    if (to === undefined) return takeUsualWay(passed)
    const number = ++lastNumber
    onTheirWay.set(number, { ...passed, to, shard, sinceMs: performance.now() })
    timer ??= setTimeout(giveUpOld, patienceMs)
    if (bags.size === 0) setImmediate(send)
    const bag = bags.get(to)
    if (bag) bag.push(number)
    else bags.set(to, [number])
    if (bag && bag.length >= enoughInputs) send()
  }

  function waits(conversation: ConversationId, next: () => void): boolean {
    if (behind.size === 0) return false
    const waiting = behind.get(conversation)
    waiting?.push(next)
    return waiting !== undefined
  }

  function goOn(conversation: ConversationId): void {
    const waiting = behind.get(conversation) ?? []
    behind.delete(conversation)
    for (const next of waiting) next()
    if (behind.size > 0) return
    const told = onEmpty
    onEmpty = []
    for (const tell of told) tell()
  }

  function takeUsualWay({ incoming, onEnd, onFailure, usually }: Passed): void {
    usually(
      (isNew) => {
        onEnd(isNew)
        goOn(incoming.conversation)
      },
      (error) => {
        onFailure(error)
        goOn(incoming.conversation)
      },
    )
  }

  function send(): void {
    const all = [...bags]
    bags.clear()
    for (const [to, numbers] of all) void sendTo(to, numbers)
  }

  async function sendTo(to: string, numbers: readonly number[]): Promise<void> {
    const inputs = numbers.flatMap((number) => {
      const incoming = onTheirWay.get(number)?.incoming
      return incoming ? [{ number, incoming }] : []
    })
    try {
      const hearers = await connection.command('PUBLISH', keys.passed + to, writePassed(member, inputs))
      // In a Cluster each node counts its own hearers only.
      if (hearers !== 0 || !connection.isOneServer) return
      routes.avoid(to)
    } catch {
      // The usual way says what is wrong.
    }
    for (const number of numbers) giveUp(number, 'silent')
  }

  function giveUp(number: number, how: HowPassed): void {
    const passed = onTheirWay.get(number)
    if (!passed) return
    onTheirWay.delete(number)
    ends.tell(how)
    takeUsualWay(passed)
  }

  function giveUpOld(): void {
    timer = undefined
    const nowMs = performance.now()
    for (const [number, { to, sinceMs }] of onTheirWay) {
      const leftMs = sinceMs + patienceMs - nowMs
      if (leftMs > 0) {
        timer = setTimeout(giveUpOld, leftMs)
        return
      }
      routes.avoid(to)
      giveUp(number, 'silent')
    }
  }

  function hearAnswers(message: string): void {
    for (const [number, answer] of readTaken(message)) {
      const passed = onTheirWay.get(number)
      // Given up meanwhile.
      if (!passed) continue
      if (answer === 'refused') {
        routes.forget(passed.shard)
        giveUp(number, 'returned')
        continue
      }
      onTheirWay.delete(number)
      ends.tell('taken')
      passed.onEnd(answer === 'new')
      goOn(passed.incoming.conversation)
    }
  }

  return {
    pass,
    waits,
    lookAgain: routes.forgetAll,
    channels: [inputsFor, answersFor],
    hear: (channel, message) => {
      if (channel !== inputsFor && channel !== answersFor) return false
      try {
        if (channel === inputsFor) takingIn.hear(message)
        else hearAnswers(message)
      } catch (error) {
        if (!(error instanceof StoreError)) throw error
        log.warn(
          { code: error.code },
          'What another process passed on cannot be read; it takes the usual way.',
        )
      }
      return true
    },
    onPassed: takingIn.onPassed,
    onPassing: ends.add,
    finish: async () => {
      if (behind.size > 0) await new Promise<void>((resolve) => onEmpty.push(resolve))
      clearTimeout(timer)
    },
  }
}
