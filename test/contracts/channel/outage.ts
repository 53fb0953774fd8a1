import { describe, expect, it } from 'vitest'
import type { FakePlatform, Fault } from '../../fakes/kit/fake.ts'
import { type ChannelDriver, type Mode, openDesk } from './arrange.ts'

const citizens = Array.from({ length: 12 }, (_, index) => `Công dân ${index + 1}`)
const minuteMs = 60_000

/** Ten bad minutes. */
export function outageRules<F extends FakePlatform>(driver: ChannelDriver<F>, mode: Mode): void {
  const phases: readonly Fault[] = [
    { type: 'html', status: 502 },
    { type: 'hang_before' },
    { type: 'cut_before' },
    { type: 'html', status: 429 },
    ...driver.limits.map(({ fault }) => fault),
  ]

  describe('an outage of ten minutes', () => {
    it('ends with every reply delivered once, in order, and no limit exceeded', async () => {
      const desk = await openDesk(driver, mode)
      const until = desk.clock.now() + 10 * minuteMs
      let round = 0
      while (desk.clock.now() < until) {
        desk.fake.faults.clear()
        desk.fake.faults.add(phases[round % phases.length] as Fault, { method: driver.sends })
        const words = round < 3 ? [`lượt ${round + 1}`] : []
        for (const name of citizens)
          for (const text of words) await desk.drive(desk.fake.citizen(name).types(text))
        await desk.pass(Math.min(100_000, Math.max(1, until - desk.clock.now())))
        round += 1
      }
      desk.fake.faults.clear()
      await desk.until(() => citizens.every((name) => desk.said(name).length >= 3), 'every reply has arrived')
      await desk.pass(20 * minuteMs)
      for (const name of citizens)
        expect(desk.said(name)).toEqual([1, 2, 3].map((turn) => `${turn}. chữ «lượt ${turn}»`))
      expect(desk.fake.offences).toEqual([])
      expect(await desk.store.deadLetters(10)).toEqual([])
    })

    it('ends with every message heard once, when the platform could not be asked or would not answer', async () => {
      const desk = await openDesk(driver, mode)
      if (mode === 'webhook') return
      for (const fault of phases) {
        desk.fake.faults.clear()
        desk.fake.faults.add(fault)
        await desk.pass(100_000)
      }
      desk.fake.faults.clear()
      await desk.ask('Hạnh', 'một', '1. chữ «một»')
      await desk.ask('Hạnh', 'hai', '2. chữ «hai»')
      expect(desk.said('Hạnh')).toEqual(['1. chữ «một»', '2. chữ «hai»'])
      expect(desk.fake.offences).toEqual([])
    })
  })
}
