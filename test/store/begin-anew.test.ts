/** What a conversation goes on with whose record is lost, and whose cases are not: played by the engine. */
import { expect, it } from 'vitest'
import { sessionAround } from '../../src/store/cases.ts'
import type { Case } from '../../src/store/store.ts'
import {
  act,
  changesIn,
  type KeptCase,
  keep,
  lan,
  minute,
  mondayMorning,
  office,
} from '../engine/handoff/office.ts'
import { type Talk, talk } from '../support/talk.ts'

/** A conversation in which a case was just opened, and the case as a store keeps it. */
async function inCase(): Promise<{ conversation: Talk; kept: () => Case; after: (talked: Talk) => Talk }> {
  const conversation = talk(await office(), { now: mondayMorning }).tap('!reach:chat:asked_for_person')
  let one: KeptCase | undefined
  const after = (talked: Talk): Talk => {
    for (const change of changesIn(talked)) one = keep(one, change)
    return talked
  }
  after(conversation)
  const id = changesIn(conversation)[0]?.case ?? ''
  const kept = () =>
    ({ ...one?.fields, id, conversation: 'web:a', lastEntry: one?.log.length, changedAt: 0 }) as Case
  return { conversation, kept, after }
}

/** The same conversation after its record was lost. */
function lost({ content, now }: Talk, ...cases: readonly Case[]): Talk {
  const session = sessionAround(cases)
  return talk(content, { now, ...(session === undefined ? {} : { session }) })
}

it('a case that was escalated goes on along the chain of the desk it was opened at', async () => {
  const { conversation, kept, after } = await inCase()
  after(conversation.wait(15 * minute).ring('case'))
  expect(kept().desk).toBe('deputy')
  const again = lost(conversation, kept()).wait(15 * minute)
  expect(again.ring('case').words).toContain('Cần gấp thì bác hỏi: Một cửa xã.')
  expect(again.session?.case).toMatchObject({ desk: 'deputy', from: 'ward', escalations: 2 })
})

it('a case that was passed on belongs to the chain of its new desk', async () => {
  const { conversation, kept, after } = await inCase()
  after(conversation.wait(15 * minute).ring('case'))
  after(act(conversation, lan, { does: 'pass', desk: 'ward' }))
  const again = lost(conversation, kept()).wait(15 * minute)
  expect(again.ring('case').words).toContain('Em đã chuyển đến Phó phòng.')
})

it('stars that were shown still count, and nobody is asked for them out of the blue', async () => {
  const { conversation, kept, after } = await inCase()
  after(act(conversation, lan, { does: 'take' }))
  after(act(conversation, lan, { does: 'give_back' }))
  const { id } = kept()
  const older: Case = { ...kept(), id: 'before0000', closedAt: mondayMorning - 1 }
  const again = () => lost(conversation, kept(), older)
  expect(changesIn(again().tap(`!rate:${id}:4`))).toMatchObject([{ case: id, set: { rating: 4 } }])
  expect(changesIn(again().tap('!rate:before0000:4'))).toEqual([])
  const anew = again().say('diều')
  expect(anew.words).not.toContain('thế nào ạ?')
  // To the rest of the program they are a citizen who has just come.
  expect(anew.replies).toEqual(lost(conversation).say('diều').replies)
})

it('nothing is left of a conversation without cases, or whose officer did not reach anybody', async () => {
  const { conversation, kept, after } = await inCase()
  after(act(conversation, lan, { does: 'close', outcome: 'unreachable' }))
  expect(kept()).toMatchObject({ state: 'closed', outcome: 'unreachable' })
  expect([sessionAround([]), sessionAround([kept()])]).toEqual([undefined, undefined])
})
