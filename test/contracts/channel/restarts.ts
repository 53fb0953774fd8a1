import { describe, expect, it } from 'vitest'
import type { FakePlatform } from '../../fakes/kit/fake.ts'
import { type ChannelDriver, type Mode, openDesk } from './arrange.ts'

/** Stops, crashes and starts. */
export function restartRules<F extends FakePlatform>(driver: ChannelDriver<F>, mode: Mode): void {
  describe('stopping and starting', () => {
    it('answers what came in, and what was left unsaid, once it is back', async () => {
      const desk = await openDesk(driver, mode)
      await desk.ask('Hạnh', 'một', '1. chữ «một»')
      desk.fake.faults.add({ type: 'html', status: 502 }, { method: driver.sends })
      await desk.drive(desk.fake.citizen('Hạnh').types('hai'))
      await desk.until(() => desk.accepted.length === 2, 'the message is taken')
      await desk.restart(() => desk.fake.faults.clear())
      await desk.ask('Hạnh', 'ba nữa', '3. chữ «ba nữa»')
      expect(desk.said('Hạnh')).toEqual(['1. chữ «một»', '2. chữ «hai»', '3. chữ «ba nữa»'])
    })

    it('hears what was written while it was away, where the platform keeps it', async () => {
      const desk = await openDesk(driver, mode)
      await desk.ask('Hạnh', 'một', '1. chữ «một»')
      let typed: Promise<unknown> = Promise.resolve()
      await desk.restart(() => {
        typed = desk.fake
          .citizen('Hạnh')
          .types('hai')
          .catch(() => {})
      })
      await desk.drive(typed)
      if (mode === 'polling' || driver.repeatsPushes)
        await desk.until(() => desk.said('Hạnh').length >= 2, 'the answer')
      await desk.drive(desk.fake.citizen('Hạnh').types('ba nữa'))
      await desk.until(() => desk.said('Hạnh').at(-1)?.includes('«ba nữa»') === true, 'the last answer')
      const said = desk.said('Hạnh')
      expect(new Set(said).size).toBe(said.length)
    })

    it('takes a message once although it fell between taking and acknowledging it', async () => {
      const desk = await openDesk(driver, mode)
      await desk.ask('Hạnh', 'một', '1. chữ «một»')
      // Kept, and then the process is gone before the platform hears of it.
      let isGone = false
      desk.beforeAccept = async (incoming) => {
        if (isGone) return
        isGone = true
        await desk.store.accept(incoming)
        throw new Error('the process ended')
      }
      const typed = desk.fake
        .citizen('Hạnh')
        .types('hai')
        .catch(() => {})
      await desk.until(() => isGone, 'the message is kept')
      desk.beforeAccept = undefined
      await desk.restart()
      await desk.drive(typed)
      await desk.ask('Hạnh', 'ba nữa', '3. chữ «ba nữa»')
      expect(desk.said('Hạnh')).toEqual(['1. chữ «một»', '2. chữ «hai»', '3. chữ «ba nữa»'])
    })

    it('stops at once although it listens, and listens no more', async () => {
      const desk = await openDesk(driver, mode)
      await desk.settle()
      const before = desk.clock.now()
      const { channel } = desk
      await desk.restart(() => {
        expect(desk.clock.now() - before).toBeLessThan(1_000)
      })
      await expect(channel.close()).resolves.toBeUndefined()
    })
  })
}
