import { describe, expect, it } from 'vitest'
import type { FakePlatform, Fault } from '../../fakes/kit/fake.ts'
import { type ChannelDriver, type Desk, type Mode, type NamedFault, openDesk } from './arrange.ts'

const notDone: readonly NamedFault[] = [
  { says: 'an error page', fault: { type: 'html', status: 502 } },
  { says: 'an error page that repeats our address', fault: { type: 'echo_path', status: 504 } },
  { says: 'no answer', fault: { type: 'hang_before' } },
  { says: 'a cut connection', fault: { type: 'cut_before' } },
]

const perhapsDone: readonly NamedFault[] = [
  { says: 'no answer after it was done', fault: { type: 'hang_after' } },
  { says: 'a connection cut after it was done', fault: { type: 'cut_after' } },
  { says: 'half an answer', fault: { type: 'truncated' } },
]

/** How often the bot said it. */
const times = (desk: Desk, name: string, text: string) =>
  desk.said(name).filter((said) => said === text).length

/** What happens when sending fails. */
export function failureRules<F extends FakePlatform>(driver: ChannelDriver<F>, mode: Mode): void {
  const failing = async (fault: Fault, count: number) => {
    const desk = await openDesk(driver, mode)
    await desk.ask('Hạnh', 'một', '1. chữ «một»')
    desk.fake.faults.add(fault, { method: driver.sends, times: count })
    return desk
  }

  describe('when sending fails', () => {
    it.each([...notDone, ...driver.limits])('$says, twice: said once, in the end', async ({ fault }) => {
      const desk = await failing(fault, 2)
      await desk.drive(desk.fake.citizen('Hạnh').types('hai'))
      await desk.drive(desk.fake.citizen('Hạnh').types('ba nữa'))
      await desk.until(() => desk.said('Hạnh').length >= 3, 'three answers')
      await desk.pass(20 * 60_000)
      expect(desk.said('Hạnh')).toEqual(['1. chữ «một»', '2. chữ «hai»', '3. chữ «ba nữa»'])
      expect(await desk.store.deadLetters(10)).toEqual([])
    })

    it.each(perhapsDone)('$says: said at least once, at most twice', async ({ fault }) => {
      const desk = await failing(fault, 1)
      await desk.drive(desk.fake.citizen('Hạnh').types('hai'))
      await desk.ask('Hạnh', 'ba nữa', '3. chữ «ba nữa»')
      await desk.pass(20 * 60_000)
      expect(times(desk, 'Hạnh', '2. chữ «hai»')).toBeGreaterThanOrEqual(1)
      expect(times(desk, 'Hạnh', '2. chữ «hai»')).toBeLessThanOrEqual(2)
      expect(times(desk, 'Hạnh', '3. chữ «ba nữa»')).toBe(1)
    })

    it.each(driver.refusals)('$says: given up for good, and life goes on', async ({ fault }) => {
      const desk = await failing(fault, 1)
      await desk.drive(desk.fake.citizen('Hạnh').types('hai'))
      await desk.until(async () => (await desk.store.deadLetters(10)).length > 0, 'a dead letter')
      const calls = desk.fake.calls.filter(({ method }) => method === driver.sends).length
      await desk.pass(20 * 60_000)
      expect(desk.fake.calls.filter(({ method }) => method === driver.sends)).toHaveLength(calls)
      expect(await desk.store.deadLetters(10)).toHaveLength(1)
      await desk.ask('Lan', 'em ơi', '1. chữ «em ơi»')
      await desk.ask('Hạnh', 'ba nữa', '3. chữ «ba nữa»')
    })

    it('goes on behind the parts of a long reply that went out', async () => {
      const desk = await openDesk(driver, mode)
      await desk.ask('Hạnh', 'một', '1. chữ «một»')
      desk.fake.faults.add({ type: 'slow', ms: 1 }, { method: driver.sends, times: 1 })
      desk.fake.faults.add({ type: 'cut_before' }, { method: driver.sends, times: 1 })
      await desk.ask('Hạnh', 'dài', '2. chữ «dài»')
      const said = desk.said('Hạnh')
      expect(new Set(said).size).toBe(said.length)
    })

    it('says a long reply once on a platform that takes its time', async () => {
      const desk = await openDesk(driver, mode)
      await desk.ask('Hạnh', 'một', '1. chữ «một»')
      desk.fake.faults.add({ type: 'slow', ms: 15_000 }, { method: driver.sends })
      await desk.ask('Hạnh', 'dài', '2. chữ «dài»')
      const said = desk.said('Hạnh')
      expect(new Set(said).size).toBe(said.length)
    })

    it('keeps one citizen’s trouble from the others', async () => {
      const desk = await failing({ type: 'hang_before' }, 1)
      await desk.drive(desk.fake.citizen('Hạnh').types('hai'))
      const before = desk.clock.now()
      await desk.ask('Lan', 'em ơi', '1. chữ «em ơi»')
      expect(desk.clock.now() - before).toBeLessThan(15_000)
      await desk.until(() => desk.said('Hạnh').includes('2. chữ «hai»'), 'the late answer')
    })
  })
}
