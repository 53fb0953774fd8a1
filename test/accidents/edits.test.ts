/** The third accident: an editor changes the questions while citizens stand in the middle of them. */
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Content, SlotValue } from '../../src/content/content.ts'
import { contentOf, copyProcedure, type FlowFiles } from '../support/files.ts'
import type { Talk } from '../support/talk.ts'
import {
  type Attempts,
  type Edit,
  type EditKind,
  editsOf,
  insertedAnswer,
  insertedAsk,
  renamed,
  successor,
} from './edits.ts'
import { type Journey, journeys } from './journeys.ts'
import { begin, type Course, course, listSeen, type Turn, tapped, typed } from './play.ts'
import { ScriptFiles } from './script-files.ts'

const kinds: readonly EditKind[] = ['insert', 'delete', 'rename', 'replace', 'reorder']

/** Edits that the loader accepts, at least; those it refuses never reach a citizen. */
const accepted: Readonly<Record<string, Readonly<Record<EditKind, number>>>> = {
  'birth-linked': { insert: 15, delete: 10, rename: 12, replace: 12, reorder: 12 },
  'certify-copy': { insert: 9, delete: 3, rename: 6, replace: 6, reorder: 6 },
  'temporary-residence': { insert: 14, delete: 4, rename: 10, replace: 10, reorder: 4 },
  'death-linked': { insert: 9, delete: 3, rename: 6, replace: 6, reorder: 5 },
}

for (const [procedure, least] of Object.entries(accepted)) {
  describe(`${procedure}, edited under a citizen's feet`, () => {
    it.each(kinds)('%s: every answer stays with its question', { timeout: 60_000 }, async (kind) => {
      const files = await copyProcedure(procedure)
      const before = contentOf(await files.load())
      const rides = journeys
        .filter((one) => one.procedure === procedure)
        .flatMap((one) => ridesOf(before, one))
      const script = await ScriptFiles.read(files, files.own)

      let applied = 0
      for (const attempts of script.asks().flatMap(editsOf)) {
        if (attempts[0]?.kind !== kind) continue
        const done = await firstAccepted(files, script, attempts)
        if (done === undefined) continue
        applied += 1
        for (const ride of rides) rideThrough(ride, before, done)
      }
      expect(applied).toBeGreaterThanOrEqual(least[kind])
    })
  })
}

interface Done {
  readonly edit: Edit
  readonly after: Content
}

async function firstAccepted(
  files: FlowFiles,
  script: ScriptFiles,
  attempts: Attempts,
): Promise<Done | undefined> {
  for (const edit of attempts) {
    const edited = script.afresh()
    edit.apply(edited)
    // A move that leads nowhere is no edit.
    if (edited.text === script.text) continue
    await edited.write(files)
    const result = await files.load()
    if (result.ok) return { edit, after: result.content }
  }
  return undefined
}

/** A journey in one manner, with what it comes to when nobody edits. */
interface Ride {
  readonly journey: Journey
  readonly turns: readonly Turn[]
  readonly clean: Course
}

function ridesOf(before: Content, journey: Journey): readonly Ride[] {
  const clean = course(before, journey)
  return [
    { journey, clean, turns: clean.turns },
    { journey, clean, turns: tapped(before, journey, clean) },
  ]
}

/** Goes through an edit at every position of a journey. */
function rideThrough(ride: Ride, before: Content, { edit, after }: Done): void {
  const journey = answersAfter(ride.journey, edit)
  const fresh = course(after, journey)
  const standing = begin(before, ride.journey)
  for (const [k, turn] of ride.turns.entries()) {
    const conversation = standing.fork()
    standing.send(turn.input)
    const context = () => `${ride.journey.name}; ${edit.what}, after ${k} messages\n${conversation.chat}`
    const given = carried(conversation.slots, after, journey.procedure)
    const seen = String(conversation.at)
    const seenNow = nameIn(after, journey.procedure, seen)
    const asked = new Asked()

    answerWhatWasSeen(conversation.edit(after), ride.turns.slice(k), { seenNow, given, asked, context })
    for (let turns = 0; typeof conversation.at === 'string' && turns < 40; turns += 1) {
      const ask = conversation.at
      for (const { input } of typed(journey, ask, conversation)) conversation.send(input)
      asked.answered(ask)
    }

    const ownAnswer = seenNow === undefined ? {} : { [seenNow]: ride.clean.slots[seen] }
    same(conversation.at, null, context)
    same(conversation.slots, { ...ownAnswer, ...fresh.slots, ...given }, context)
    const open = Object.keys(fresh.slots).filter((ask) => !Object.hasOwn(given, ask))
    const toAsk = new Set([...open, ...Object.keys(ownAnswer)])
    same(asked.counts, Object.fromEntries([...toAsk].sort().map((ask) => [ask, 1])), context)
  }
}

interface Standing {
  /** The present name of the question the citizen sees, unless it is no more. */
  readonly seenNow: string | undefined
  readonly given: Readonly<Record<string, SlotValue>>
  readonly asked: Asked
  readonly context: () => string
}

/** The citizen knows nothing of the edit, and answers the question in front of her. */
function answerWhatWasSeen(conversation: Talk, turns: readonly Turn[], standing: Standing): void {
  const { seenNow, given, asked, context } = standing
  const list = listSeen(conversation)
  for (const { ask, input } of turns) {
    if (ask !== turns[0]?.ask) break
    conversation.send(input)
    if (!conversation.words.includes('Các câu hỏi vừa được cập nhật.')) continue
    // Told so and nothing filed: the question is gone, or its list is another one and she named a number.
    same(conversation.slots, given, context)
    if (seenNow !== undefined) {
      same(isDeepStrictEqual(listSeen(conversation), list), false, context)
      same(conversation.at, seenNow, context)
    }
    return
  }
  same(seenNow === undefined, false, context)
  if (seenNow !== undefined) asked.answered(seenNow)
}

/** There are very many comparisons, and a conversation is written out only for the one that fails. */
function same(actual: unknown, expected: unknown, context: () => string): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual, context()).toEqual(expected)
}

/** How often each question was answered since the edit. */
class Asked {
  readonly #counts = new Map<string, number>()
  answered(ask: string): void {
    this.#counts.set(ask, (this.#counts.get(ask) ?? 0) + 1)
  }
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)))
  }
}

/** What the citizen would answer after the edit: the same, and to what is new something of its own. */
function answersAfter(journey: Journey, { kind, ask }: Edit): Journey {
  const { answers } = journey
  const own = answers[ask] ?? ''
  const added =
    kind === 'insert'
      ? { [insertedAsk]: insertedAnswer }
      : kind === 'rename'
        ? { [renamed(ask)]: own }
        : kind === 'replace'
          ? { [successor(ask)]: own }
          : {}
  return { ...journey, answers: { ...answers, ...added } }
}

/** The present name of a question; `undefined` when it is no more. */
function nameIn(content: Content, procedure: string, ask: string): string | undefined {
  const script = content.procedures.get(procedure)?.script
  return [renamed(ask), ask].find((id) => script?.byId.get(id)?.type === 'ask')
}

/** Answers given before the edit, under the names they must have now. */
function carried(
  slots: Readonly<Record<string, SlotValue>>,
  content: Content,
  procedure: string,
): Readonly<Record<string, SlotValue>> {
  return Object.fromEntries(
    Object.entries(slots).flatMap(([ask, value]) => {
      const now = nameIn(content, procedure, ask)
      return now === undefined ? [] : [[now, value]]
    }),
  )
}
