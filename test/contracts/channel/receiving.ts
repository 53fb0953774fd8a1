import { describe, expect, it } from 'vitest'
import { StoreError } from '../../../src/errors.ts'
import { clean } from '../../../src/text/fold.ts'
import type { FakePlatform, Sendable } from '../../fakes/kit/fake.ts'
import { type ChannelDriver, type Mode, openDesk } from './arrange.ts'

/** Texts as people and their keyboards make them, and what must reach the engine. */
const oddTexts: readonly (readonly [string, string])[] = [
  ['emoji only', '👶🏻🎂'],
  ['right to left', 'مرحبا bác ơi'],
  ['signs of formatting languages', '*đậm* _nghiêng_ [x](y) <b>&amp;</b> `mã`'],
  ['several lines', 'dòng một\ndòng hai'],
  ['what looks like a command of none', '#hỏi /gì'],
]

const things: readonly Sendable[] = [
  { type: 'photo' },
  { type: 'voice' },
  { type: 'sticker' },
  { type: 'file' },
  { type: 'video' },
  { type: 'contact', phone: '0912345678' },
  { type: 'contact', phone: '0987654321', isForeign: true },
  { type: 'location', latitude: 18.4, longitude: 105.4 },
  { type: 'withheld' },
]

/** What comes in. */
export function receivingRules<F extends FakePlatform>(driver: ChannelDriver<F>, mode: Mode): void {
  describe('receiving', () => {
    it('hears a citizen, and answers on their screen', async () => {
      const desk = await openDesk(driver, mode)
      await desk.ask('Hạnh', 'xin chào', '«xin chào»')
      const [incoming] = desk.accepted
      const { id } = desk.fake.citizen('Hạnh')
      expect(incoming).toMatchObject({
        conversation: `${driver.name}:${id}`,
        input: { type: 'text', text: 'xin chào' },
        receivedAt: desk.clock.now(),
      })
      expect(desk.fake.offences).toEqual([])
    })

    it('keeps the order in which a citizen writes, and citizens apart', async () => {
      const desk = await openDesk(driver, mode)
      for (const text of ['một', 'hai', 'ba nữa', 'bốn', 'năm']) {
        await desk.drive(desk.fake.citizen('Hạnh').types(text))
        await desk.drive(desk.fake.citizen('Lan').types(`${text} Lan`))
      }
      await desk.until(() => [...desk.said('Hạnh'), ...desk.said('Lan')].length >= 10, 'ten answers')
      expect(desk.said('Hạnh')).toEqual(
        ['một', 'hai', 'ba nữa', 'bốn', 'năm'].map((text, index) => `${index + 1}. chữ «${text}»`),
      )
      expect(desk.said('Lan').at(-1)).toBe('5. chữ «năm Lan»')
    })

    it('takes a message that is handed over several times once', async () => {
      const desk = await openDesk(driver, mode)
      desk.fake.habits.repeats = 3
      await desk.ask('Hạnh', 'một', '1. chữ «một»')
      await desk.ask('Hạnh', 'hai', '2. chữ «hai»')
      await desk.pass(60_000)
      expect(desk.said('Hạnh')).toHaveLength(2)
      expect(desk.accepted).toHaveLength(2)
    })

    it('loses none of the messages that arrive in another order', async () => {
      const desk = await openDesk(driver, mode)
      await desk.ask('Hạnh', 'một', '1. chữ «một»')
      desk.fake.habits.reversesNext = 2
      const typed = [desk.fake.citizen('Hạnh').types('hai'), desk.fake.citizen('Hạnh').types('ba nữa')]
      await desk.drive(Promise.all(typed))
      await desk.until(() => desk.said('Hạnh').length >= 3, 'three answers')
      const heard = desk.accepted.map(({ input }) => (input.type === 'text' ? input.text : input.type))
      expect([...heard].sort()).toEqual(['ba nữa', 'hai', 'một'])
      await desk.pass(60_000)
      expect(desk.said('Hạnh')).toHaveLength(3)
    })

    it.each(oddTexts)('takes %s as it is written', async (_, text) => {
      const desk = await openDesk(driver, mode)
      await desk.drive(desk.fake.citizen('Hạnh').types(text))
      await desk.until(() => desk.said('Hạnh').length > 0, 'an answer')
      expect(desk.accepted.map(({ input }) => input)).toEqual([{ type: 'text', text }])
      expect(desk.said('Hạnh')).toEqual([`1. chữ «${clean(text)}»`])
      expect(desk.fake.offences).toEqual([])
    })

    it('reads letters and their marks written apart as one, and drops what cannot be seen', async () => {
      const desk = await openDesk(driver, mode)
      await desk.ask('Hạnh', 'kha\u0069 sinh \u0111a\u0306\u0301ng ky\u0301', '«khai sinh đắng ký»')
      await desk.drive(desk.fake.citizen('Hạnh').types('\u200b\u200d\u2060'))
      await desk.drive(desk.fake.citizen('Hạnh').types('còn đây'))
      await desk.until(() => desk.said('Hạnh').some((text) => text.includes('«còn đây»')), 'the next answer')
    })

    it('reads ten thousand characters without harm', async () => {
      const desk = await openDesk(driver, mode)
      await desk.drive(
        desk.fake
          .citizen('Hạnh')
          .types('dài lắm '.repeat(1250))
          .catch(() => {}),
      )
      await desk.ask('Hạnh', 'còn đây', '«còn đây»')
      expect(desk.fake.offences).toEqual([])
    })

    it.each(things)('answers a citizen who sends: %j', async (thing) => {
      const desk = await openDesk(driver, mode)
      const citizen = desk.fake.citizen('Hạnh')
      // What a platform cannot carry, its fake refuses to send.
      const isSent = await desk.drive(
        citizen.sends(thing).then(
          () => true,
          () => false,
        ),
      )
      if (isSent) {
        await desk.until(() => desk.said('Hạnh').length > 0, `an answer to ${thing.type}`)
        expect(desk.accepted).toHaveLength(1)
      }
      await desk.ask('Hạnh', 'còn đây', '«còn đây»')
    })

    it('takes a phone number only from its owner', async () => {
      const desk = await openDesk(driver, mode)
      const send = desk.fake.citizen('Hạnh').sends({ type: 'contact', phone: '0987654321', isForeign: true })
      await desk.drive(send.catch(() => {}))
      await desk.settle()
      expect(desk.accepted.filter(({ input }) => input.type === 'contact')).toEqual([])
    })

    it('goes on after events nobody told us of', async () => {
      const desk = await openDesk(driver, mode)
      await desk.drive(desk.fake.citizen('Hạnh').sends({ type: 'unknown' }))
      await desk.ask('Hạnh', 'còn đây', '«còn đây»')
    })

    it('keeps what it was told while the store was away', async () => {
      const desk = await openDesk(driver, mode)
      let refusals = 0
      desk.beforeAccept = () => {
        refusals += 1
        throw new StoreError('store/unreachable', 'The store is away.')
      }
      const typed = desk.fake
        .citizen('Hạnh')
        .types('giữ giúp em')
        .catch(() => {})
      await desk.until(() => refusals > 0, 'a try')
      desk.beforeAccept = undefined
      const isRepeated = mode === 'polling' || driver.repeatsPushes
      if (isRepeated) {
        await desk.until(() => desk.said('Hạnh').length > 0, 'the answer')
        expect(desk.said('Hạnh')).toEqual(['1. chữ «giữ giúp em»'])
      } else {
        // The platform repeats nothing: it must at least have been told that the message was not taken.
        await desk.drive(typed)
        expect(desk.hookCalls.map(({ status }) => status)).toEqual([503])
      }
      await desk.ask('Hạnh', 'còn đây', '«còn đây»')
    })
  })
}
