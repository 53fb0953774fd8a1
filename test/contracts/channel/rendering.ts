import { describe, expect, it } from 'vitest'
import type { FakePlatform } from '../../fakes/kit/fake.ts'
import { type ChannelDriver, type Mode, openDesk } from './arrange.ts'
import { choices, longText } from './script.ts'

const squeezed = (text: string) => text.replaceAll(/\s+/g, '')

/** What goes out. */
export function renderingRules<F extends FakePlatform>(driver: ChannelDriver<F>, mode: Mode): void {
  describe('rendering', () => {
    it('offers choices, and takes one pressed', async () => {
      const desk = await openDesk(driver, mode)
      const question = await desk.ask('Hạnh', 'chọn', 'Bác ở đâu ạ?')
      for (const { label } of choices)
        expect([question.text, ...question.buttons].join('\n')).toContain(label)
      await desk.drive(desk.fake.citizen('Hạnh').presses('Ở nơi khác'))
      await desk.until(() => desk.said('Hạnh').length > 1, 'an answer to the press')
      expect(desk.said('Hạnh').at(-1)).toBe('2. chọn «where:there»')
      expect(desk.fake.offences).toEqual([])
    })

    it('takes a choice typed by its number', async () => {
      const desk = await openDesk(driver, mode)
      await desk.ask('Hạnh', 'chọn', 'Bác ở đâu ạ?')
      await desk.ask('Hạnh', '1', '2. chọn «where:here»')
    })

    it('takes a choice pressed long after, and pressed twice in a row once or twice but never by halves', async () => {
      const desk = await openDesk(driver, mode)
      await desk.ask('Hạnh', 'chọn', 'Bác ở đâu ạ?')
      await desk.ask('Hạnh', 'chuyện khác', '«chuyện khác»')
      if (!desk.channel.capabilities.hasButtons) return
      await desk.drive(desk.fake.citizen('Hạnh').presses('Gặp cán bộ'))
      await desk.until(() => desk.said('Hạnh').length > 2, 'an answer to the press')
      expect(desk.said('Hạnh').at(-1)).toBe('3. chọn «!person»')
    })

    it('says a long text whole, in parts the platform takes, in order', async () => {
      const desk = await openDesk(driver, mode)
      await desk.ask('Hạnh', 'dài', '1. chữ «dài»')
      const said = desk.said('Hạnh')
      const { maxTextUnits } = desk.channel.capabilities
      expect(said.length).toBeGreaterThan(2)
      expect(said.every((part) => part.length <= maxTextUnits)).toBe(true)
      expect(squeezed(said.slice(0, -1).join(''))).toBe(squeezed(longText))
      expect(desk.fake.offences).toEqual([])
    })

    it('says several things in order', async () => {
      const desk = await openDesk(driver, mode)
      await desk.ask('Hạnh', 'ba', 'ba')
      await desk.until(() => desk.said('Hạnh').length >= 3, 'three replies')
      expect(desk.said('Hạnh')).toEqual(['một', 'hai', 'ba'].map((one) => `1. chữ «ba» ${one}`))
    })
  })
}
