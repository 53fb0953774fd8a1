import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import type { Store } from '../../src/store/store.ts'
import { says } from './citizens.ts'
import { judge, violationsOf } from './judge.ts'

/** What a conversation without an accident hears: the timer that the third message sets rings in between. */
const heardWell = [...says.slice(0, 5), 'timer!', ...says.slice(5)]
const repliesTo = (heard: readonly string[]) =>
  heard.map((words, index) => [index + 1, `${index + 1} ${words}`] as const)

function verdictOn(
  heard: readonly string[],
  replies: readonly (readonly [number, string])[],
  noted: readonly string[] = heard.slice(1),
) {
  const path = join(temporaryFolder(), 'deliveries.jsonl')
  writeFileSync(path, replies.map(([seq, text]) => `${JSON.stringify(['torture:0', seq, text])}\n`).join(''))
  const store = {
    session: async () => ({ frame: { procedure: 'p', at: null, slots: { heard } }, case: { id: 'c' } }),
    case: async () => ({ id: 'c', conversation: 'torture:0', lastEntry: noted.length }),
    caseLog: async () => noted.map((text, index) => ({ number: index + 1, text })),
  } as unknown as Store
  return judge(['torture:0'], store, path)
}

describe('the judge of the torture', () => {
  it('finds nothing in a conversation without an accident', async () => {
    const verdict = await verdictOn(heardWell, repliesTo(heardWell))
    expect(violationsOf(verdict) + verdict.repeats).toBe(0)
  })

  it.each([
    ['a message that was lost', 'lost', heardWell.filter((words) => words !== 'hai')],
    ['a step taken twice', 'stepsTwice', [...heardWell, 'mười hai']],
    ['messages in another order', 'outOfOrder', ['hai', 'một', ...heardWell.slice(2)]],
    ['a timer that never rang', 'timersWrong', says],
    ['a timer that rang twice', 'timersWrong', [...heardWell, 'timer!']],
  ] as const)('finds %s', async (_, name, heard) => {
    const verdict = await verdictOn(heard, repliesTo(heard))
    expect(verdict[name]).toBe(1)
    expect(violationsOf(verdict)).toBe(1)
  })

  it('finds a reply that never came, and one that came behind a later one', async () => {
    const replies = repliesTo(heardWell)
    expect(await verdictOn(heardWell, replies.slice(0, -1))).toMatchObject({ neverDelivered: 1 })
    const [first, second, ...others] = replies
    if (!first || !second) throw new Error('there are replies')
    expect(await verdictOn(heardWell, [second, first, ...others])).toMatchObject({ deliveredOutOfOrder: 1 })
  })

  it('finds words that do not belong to the step', async () => {
    const replies = repliesTo(heardWell).map(([seq, text]) => [seq, seq === 4 ? 'khác' : text] as const)
    expect(await verdictOn(heardWell, replies)).toMatchObject({ wrongWords: 1 })
  })

  it('finds a case whose log is not what was heard', async () => {
    const replies = repliesTo(heardWell)
    for (const noted of [heardWell.slice(2), ['khác', ...heardWell.slice(2)]])
      expect(await verdictOn(heardWell, replies, noted)).toMatchObject({ casesWrong: 1 })
  })

  it('counts a reply that came again, and does not hold it against the promise', async () => {
    const [first] = repliesTo(heardWell)
    const verdict = await verdictOn(heardWell, [...repliesTo(heardWell), ...(first ? [first] : [])])
    expect(verdict.repeats).toBe(1)
    expect(violationsOf(verdict)).toBe(0)
  })
})
