/** What became of every message and every reply. */
import { readFileSync } from 'node:fs'
import type { Store } from '../../src/store/store.ts'
import { caseFault, heardBy } from '../e2e/kill-machines.ts'
import { says } from './citizens.ts'

export interface Verdict {
  /** Messages that were said to be accepted and never heard. */
  readonly lost: number
  readonly stepsTwice: number
  /** Conversations whose messages were heard in another order. */
  readonly outOfOrder: number
  /** Timers that did not ring exactly once. */
  readonly timersWrong: number
  readonly neverDelivered: number
  /** Replies that arrived first after a later one. */
  readonly deliveredOutOfOrder: number
  /** Replies that are not what the message heard asks for. */
  readonly wrongWords: number
  /** Conversations whose case is not what they went through. */
  readonly casesWrong: number
  /** Replies delivered again. */
  readonly repeats: number
}

/** Everything but repeats, which the promise allows: at most one for each fault. */
export function violationsOf({ repeats: _, ...counts }: Verdict): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

export async function judge(ids: readonly string[], store: Store, deliveries: string): Promise<Verdict> {
  const arrived = arrivals(deliveries)
  const verdicts: Verdict[] = []
  for (const id of ids) {
    const casesWrong = (await caseFault(id, store)) === undefined ? 0 : 1
    verdicts.push({ ...judgeOne(heardBy(await store.session(id)), arrived.get(id) ?? []), casesWrong })
  }
  const sum = (of: (one: Verdict) => number) => verdicts.reduce((total, one) => total + of(one), 0)
  return {
    lost: sum((one) => one.lost),
    stepsTwice: sum((one) => one.stepsTwice),
    outOfOrder: sum((one) => one.outOfOrder),
    timersWrong: sum((one) => one.timersWrong),
    neverDelivered: sum((one) => one.neverDelivered),
    deliveredOutOfOrder: sum((one) => one.deliveredOutOfOrder),
    wrongWords: sum((one) => one.wrongWords),
    casesWrong: sum((one) => one.casesWrong),
    repeats: sum((one) => one.repeats),
  }
}

interface Arrival {
  readonly seq: number
  readonly text: string
}

function arrivals(path: string): ReadonlyMap<string, readonly Arrival[]> {
  const byConversation = new Map<string, Arrival[]>()
  for (const line of readFileSync(path, 'utf8').split('\n').filter(Boolean)) {
    const [conversation, seq, text] = JSON.parse(line) as [string, number, string]
    const arrived = byConversation.get(conversation) ?? []
    arrived.push({ seq, text })
    byConversation.set(conversation, arrived)
  }
  return byConversation
}

function judgeOne(heard: readonly string[], arrived: readonly Arrival[]): Omit<Verdict, 'casesWrong'> {
  const words = heard.filter((one) => one !== 'timer!')
  const unique = [...new Set(words)]
  const rings = heard.length - words.length
  const expected = heard.map((one, index) => `${index + 1} ${one}`)
  const firsts = new Map<number, string>()
  for (const { seq, text } of arrived) if (!firsts.has(seq)) firsts.set(seq, text)
  const order = [...firsts.keys()]
  return {
    lost: says.filter((one) => !unique.includes(one)).length,
    stepsTwice: words.length - unique.length,
    outOfOrder: unique.every(
      (one, index) => index === 0 || says.indexOf(unique[index - 1] ?? '') < says.indexOf(one),
    )
      ? 0
      : 1,
    timersWrong: rings === 1 ? 0 : 1,
    neverDelivered: expected.filter((_, index) => !firsts.has(index + 1)).length,
    deliveredOutOfOrder: order.filter((seq, index) => index > 0 && seq < (order[index - 1] ?? 0)).length,
    wrongWords: arrived.filter(({ seq, text }) => expected[seq - 1] !== text).length,
    repeats: arrived.length - firsts.size,
  }
}
