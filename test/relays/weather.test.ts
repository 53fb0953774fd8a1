/** Talk through a group in bad weather: calls fail in every way, the service restarts, staff delete topics. */
import { expect, test } from 'vitest'
import type { Fault } from '../fakes/kit/fake.ts'
import { openWard } from './arrange.ts'

const faults: readonly Fault[] = [
  { type: 'cut_before' },
  { type: 'cut_after' },
  { type: 'truncated' },
  { type: 'html', status: 502 },
  { type: 'slow', ms: 3_000 },
]
const methods = ['sendMessage', 'getUpdates', 'editMessageText', 'createForumTopic', 'pinChatMessage']
const lines = 24

/** A small generator of numbers, so that a failure can be had again. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return Math.floor((state / 0x80000000) * sides)
  }
}

const firstSeen = (texts: readonly string[]) => [...new Set(texts)]

test.each([1, 2, 3, 4, 5, 6])('nothing is lost, and what officers say is said once (%i)', async (seed) => {
  const roll = dice(seed)
  const ward = await openWard()
  const { member } = await ward.joins('lan')
  await ward.opensCase()
  await ward.acts('lan', { does: 'take' })
  const byCitizen: string[] = []
  const byOfficer: string[] = []
  let deleted = 0
  for (let index = 0; index < lines; index += 1) {
    const fault = faults[roll(faults.length)]
    const method = methods[roll(methods.length)]
    if (fault !== undefined && method !== undefined && roll(2) === 0)
      ward.fake.faults.add(fault, { method, times: 1 })
    if (roll(2) === 0) {
      byCitizen.push(`dân ${index};`)
      await ward.does({ type: 'text', text: `dân ${index};` })
    } else {
      // One that was made and never heard of has no card.
      const hasCard = ({ id }: { readonly id: number }) =>
        ward.group.inTopic(id).some(({ text }) => text.startsWith('Hồ sơ'))
      const topic = ward.group.topics.findLast(hasCard)
      if (topic !== undefined) {
        byOfficer.push(`cán bộ ${index};`)
        await ward.drive(member.writes(`cán bộ ${index};`, { topic: topic.id }))
      }
    }
    if (roll(12) === 0) {
      await ward.leave()
      ward.begin()
    }
    const [last] = ward.group.topics.slice(-1)
    if (roll(20) === 0 && deleted === 0 && last !== undefined) {
      deleted += 1
      await ward.settle()
      member.deletesTopic(last.id)
    }
    if (roll(3) === 0) await ward.pass(roll(20_000))
  }
  ward.fake.faults.clear()
  await ward.does({ type: 'text', text: 'dân cuối;' })
  const said = () => ward.group.screen.map(({ text }) => text).join('\n')
  await ward.until(() => said().includes('dân cuối;'), 'the last words are there')
  await ward.pass(120_000)
  const shown = said()
  expect(firstSeen([...shown.matchAll(/Người dân: (dân \d+;)/g)].map(([, text]) => text ?? ''))).toEqual(
    byCitizen,
  )
  expect(ward.heard().filter((text) => text.startsWith('cán bộ'))).toEqual(byOfficer)
  ward.expectNoOffence()
})
