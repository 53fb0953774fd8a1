/** Two of the accidents that happen to messages, through the real runtime and store, on every shipped script. */
import { describe, expect, it } from 'vitest'
import { advance } from '../../src/engine/advance.ts'
import type { Input, Session } from '../../src/engine/turn.ts'
import { loadSpelling } from '../../src/understanding/spelling.ts'
import { createUnderstander } from '../../src/understanding/understander.ts'
import { type Scene, scene } from '../runtime/arrange.ts'
import { manualClock } from '../runtime/manual-clock.ts'
import { loadShipped, shippedLocalesDir } from '../support/files.ts'
import { type Journey, journeys } from './journeys.ts'
import { course, tapped } from './play.ts'

const content = await loadShipped()
const understander = createUnderstander(content.examples, loadSpelling(shippedLocalesDir))

const citizen = 'web:citizen'

interface Aftermath {
  readonly session: Session | undefined
  /** What reached the citizen, in order. */
  readonly heard: readonly string[]
  /** Updates that were taken for new. */
  readonly accepted: number
}

/** A message as the platform hands it over, and whether it waits until all before it is answered. */
interface Handed {
  readonly update: number
  readonly input: Input
}

/** Hands messages over in batches; the citizen waits for the replies only after each batch. */
async function handOver(journey: Journey, batches: readonly (readonly Handed[])[]): Promise<Aftermath> {
  const service = serve(journey)
  let accepted = 0
  for (const batch of batches) {
    for (const { update, input } of batch) {
      const isNew = await service.runtime.accept({
        conversation: citizen,
        updateId: `update-${update}`,
        input,
        receivedAt: journey.now,
      })
      if (isNew) accepted += 1
    }
    await service.runtime.idle()
  }
  return { session: await service.store.session(citizen), heard: service.channel.arrived, accepted }
}

function serve(journey: Journey): Scene {
  return scene({
    content: () => content,
    advance,
    understand: (text) => understander.read(text),
    clock: manualClock(journey.now),
  })
}

function messages(journey: Journey, manner: 'typed' | 'tapped'): readonly Handed[] {
  const clean = course(content, journey)
  const turns = manner === 'typed' ? clean.turns : tapped(content, journey, clean)
  const start: Input = { type: 'tap', choice: `!start:${journey.procedure}` }
  return [start, ...turns.map(({ input }) => input)].map((input, update) => ({ update, input }))
}

const oneByOne = (all: readonly Handed[]) => all.map((one) => [one])

function inPairs(all: readonly Handed[], first: 0 | 1): readonly (readonly Handed[])[] {
  const batches = first === 0 ? [] : [all.slice(0, 1)]
  for (let at = first; at < all.length; at += 2) batches.push(all.slice(at, at + 2))
  return batches
}

const manners = ['typed', 'tapped'] as const
const cases = journeys.flatMap((journey) => manners.map((manner) => ({ journey, manner })))

describe('the journeys', () => {
  it('lead through every question of every shipped script', () => {
    for (const { id, script } of content.procedures.values()) {
      const own = journeys.filter(({ procedure }) => procedure === id)
      const answered = new Set(own.flatMap((journey) => Object.keys(course(content, journey).slots)))
      const asks = (script?.steps ?? []).flatMap((step) => (step.type === 'ask' ? [step.id] : []))
      expect(
        asks.filter((ask) => !answered.has(ask)),
        id,
      ).toEqual([])
    }
  })
})

describe('each update delivered twice', () => {
  it.each(cases)(
    'leaves no trace in $journey.procedure, $journey.name, $manner',
    async ({ journey, manner }) => {
      const all = messages(journey, manner)
      const clean = await handOver(journey, oneByOne(all))
      expect(clean.session?.frame?.at).toBeNull()
      const atOnce = await handOver(
        journey,
        all.map((one) => [one, one]),
      )
      expect(atOnce).toEqual(clean)
    },
  )

  it.each(cases)(
    'leaves no trace when repeated late in $journey.procedure, $journey.name, $manner',
    async ({ journey, manner }) => {
      const all = messages(journey, manner)
      const clean = await handOver(journey, oneByOne(all))
      const repeated = all.map((one, index) => [one, ...all.slice(Math.max(0, index - 2), index)])
      const late = await handOver(journey, [...repeated, all])
      expect(late).toEqual(clean)
    },
  )
})

describe('messages sent without waiting for replies', () => {
  it.each(cases)(
    'are all answered in $journey.procedure, $journey.name, $manner',
    async ({ journey, manner }) => {
      const all = messages(journey, manner)
      const clean = await handOver(journey, oneByOne(all))
      for (const batches of [inPairs(all, 0), inPairs(all, 1), [all]]) {
        const hasty = await handOver(journey, batches)
        expect(hasty).toEqual(clean)
      }
    },
  )
})
