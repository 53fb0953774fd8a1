/** Inputs that other processes pass on to this one: accepted as if they had come here, and answered. */
import type { Store } from '../store.ts'
import type { Connection } from './connection.ts'
import type { Keys } from './keys.ts'
import type { Ownership } from './ownership.ts'
import { readPassed, type Taken, writeTaken } from './passed.ts'

export interface TakingInOptions {
  readonly connection: Connection
  readonly keys: Keys
  readonly owner: Pick<Ownership, 'held'>
}

export interface TakingIn {
  /**
   * Takes what another process passed on; what is not ours, or cannot be accepted, is given back to it.
   * @throws StoreError `store/corrupt`
   */
  hear(message: string): void
  /** Nothing is accepted while nobody listens. */
  readonly onPassed: OnPassed
}

type OnPassed = Required<Store>['onPassed']

export function createTakingIn({ connection, keys, owner }: TakingInOptions): TakingIn {
  const answers = new Map<string, Taken[]>()
  let accept: Parameters<OnPassed>[0] | undefined

  function answer(to: string, taken: Taken): void {
    if (answers.size === 0) setImmediate(sendAnswers)
    const waiting = answers.get(to)
    if (waiting) waiting.push(taken)
    else answers.set(to, [taken])
  }

  function sendAnswers(): void {
    const all = [...answers]
    answers.clear()
    // Who hears nothing takes the usual way.
    for (const [to, taken] of all)
      connection.command('PUBLISH', keys.taken + to, writeTaken(taken)).catch(() => {})
  }

  return {
    hear: (message) => {
      const { from, inputs } = readPassed(message)
      for (const { number, incoming } of inputs) {
        const shard = owner.held(keys.shardOf(incoming.conversation))
        if (!accept || !shard || shard.isLeaving) answer(from, [number, 'refused'])
        else
          accept(incoming).then(
            (isNew) => answer(from, [number, isNew ? 'new' : 'known']),
            () => answer(from, [number, 'refused']),
          )
      }
    },
    onPassed: (listener) => {
      accept = listener
      return () => {
        if (accept === listener) accept = undefined
      }
    },
  }
}
