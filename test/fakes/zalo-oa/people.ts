/** The citizens as the platform knows them: do they follow, when were they last heard, what do they see. */
import { createHash } from 'node:crypto'
import type { FakeClock, Shown } from '../kit/fake.ts'
import { createScreen, type Screen } from '../kit/screen.ts'
import type { Button } from './message.ts'

/** `stranger` writes without following; `left` followed once and has not written since they stopped. */
export type Standing = 'stranger' | 'follower' | 'left'

/** What can be pressed under a message: its buttons, and the one of a card that asks for name and phone. */
export type Pressable = Button | { readonly type: 'share_info'; readonly label: string }

export interface Person {
  /** Nineteen digits: beyond what a JavaScript number holds. */
  readonly id: string
  readonly name: string
  readonly phone: string
  readonly screen: Screen
  /** By the id of the message on the screen. */
  readonly pressables: Map<string, readonly Pressable[]>
  standing: Standing
  hasBlocked: boolean
  /** Epoch milliseconds of their last interaction. */
  heardAt: number | undefined
  /** A code with which the platform refuses every message to them, set by a test. */
  refusedWith: number | undefined
}

export interface People {
  named(name: string): Person
  withId(id: string): Person | undefined
}

/** Makes people at their first mention; the same name has the same id and number in every fake. */
export function createPeople(clock: FakeClock): People {
  const byName = new Map<string, Person>()
  const byId = new Map<string, Person>()
  return {
    withId: (id) => byId.get(id),
    named: (name) => {
      const known = byName.get(name)
      if (known !== undefined) return known
      const digits = createHash('sha256').update(name).digest().readBigUInt64BE()
      const person: Person = {
        id: `2${String(digits).padStart(20, '0').slice(-18)}`,
        name,
        phone: `09${String(digits).padStart(20, '0').slice(-8)}`,
        screen: createScreen({ name, clock }),
        pressables: new Map(),
        standing: 'stranger',
        hasBlocked: false,
        heardAt: undefined,
        refusedWith: undefined,
      }
      byName.set(name, person)
      byId.set(person.id, person)
      return person
    },
  }
}

/** The newest thing on the screen with that label. */
export function findPressable(person: Person, label: string): Pressable | undefined {
  return person.screen.shown
    .toReversed()
    .flatMap((message: Shown) => person.pressables.get(message.id) ?? [])
    .find((pressable) => pressable.label === label)
}
