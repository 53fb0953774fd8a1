/** What happens to messages on their way: the shipped scripts, through every channel and its fake. */
import { describe, expect, it } from 'vitest'
import { advance } from '../../src/engine/advance.ts'
import { loadSpelling } from '../../src/understanding/spelling.ts'
import { createUnderstander } from '../../src/understanding/understander.ts'
import { type ChannelDriver, type Desk, type Mode, openDesk } from '../contracts/channel/arrange.ts'
import { telegramDriver } from '../contracts/channel/drivers/telegram.ts'
import { zaloBotDriver } from '../contracts/channel/drivers/zalo-bot.ts'
import { zaloOaDriver } from '../contracts/channel/drivers/zalo-oa.ts'
import { loadShipped, shippedLocalesDir } from '../support/files.ts'
import { type Journey, journeys } from './journeys.ts'
import { course } from './play.ts'

const content = await loadShipped()
const understander = createUnderstander(content.examples, loadSpelling(shippedLocalesDir))
const conversation = { content, advance, understand: (text: string) => understander.read(text) }

/** How a citizen begins each procedure in their own words. */
const openings: Readonly<Record<string, string>> = {
  'birth-linked': 'lam giay khai sinh cho chau moi sinh',
  'death-linked': 'làm giấy khai tử cho bố tôi',
  'temporary-residence': 'đăng ký tạm trú',
  'certify-copy': 'sao y bằng tốt nghiệp',
}

const firstOfEach = [...new Set(journeys.map(({ procedure }) => procedure))].flatMap((procedure) =>
  journeys.filter((journey) => journey.procedure === procedure).slice(0, 1),
)

const everywhere = [telegramDriver, zaloBotDriver, zaloOaDriver].flatMap((driver) =>
  driver.modes.flatMap((mode) => firstOfEach.map((journey) => ({ driver, mode, journey }))),
)

function messagesOf(journey: Journey): readonly string[] {
  const opening = openings[journey.procedure] ?? ''
  const typed = course(content, journey).turns.map(({ input }) => (input.type === 'text' ? input.text : ''))
  return [opening, ...typed]
}

interface Aftermath {
  readonly frame: unknown
  /** What was heard of the citizen as new. */
  readonly accepted: number
  /** What stands on the citizen's screen in the end. */
  readonly said: readonly string[]
}

/** Says everything; waits for the answers after each batch. */
async function converse(desk: Desk, batches: readonly (readonly string[])[]): Promise<Aftermath> {
  const citizen = desk.fake.citizen('Hạnh')
  for (const batch of batches) {
    const before = desk.said('Hạnh').length
    for (const text of batch) await desk.drive(citizen.types(text))
    await desk.until(() => desk.said('Hạnh').length > before, `an answer to ${batch.join(' / ')}`)
    await desk.until(async () => (await desk.store.stats()).pendingDeliveries === 0, 'all answers')
  }
  const session = await desk.store.session(desk.accepted[0]?.conversation ?? '')
  const said = desk.said('Hạnh')
  // A tick-list in the last message is changed in place where that can be; how often it was, depends on the haste.
  return {
    frame: session?.frame,
    accepted: desk.accepted.length,
    said: desk.channel.capabilities.hasEdit ? said.slice(-1) : said,
  }
}

const oneByOne = (texts: readonly string[]) => texts.map((text) => [text])

/** The first by itself, the others two at a time. */
function inPairs(texts: readonly string[]): readonly (readonly string[])[] {
  const batches = [texts.slice(0, 1)]
  for (let at = 1; at < texts.length; at += 2) batches.push(texts.slice(at, at + 2))
  return batches
}

const open = (driver: ChannelDriver, mode: Mode, now: number) =>
  openDesk(driver, mode, { ...conversation, now })

describe.each(everywhere)('$journey.procedure on $driver.name by $mode', ({ driver, mode, journey }) => {
  const texts = messagesOf(journey)

  it('ends the same when every update comes twice, and when messages come in pairs', async () => {
    const clean = await converse(await open(driver, mode, journey.now), oneByOne(texts))
    expect(clean.accepted).toBe(texts.length)
    expect(clean.frame).toMatchObject({ procedure: journey.procedure, at: null })

    const doubled = await open(driver, mode, journey.now)
    doubled.fake.habits.repeats = 2
    expect(await converse(doubled, oneByOne(texts))).toEqual(clean)

    expect(await converse(await open(driver, mode, journey.now), inPairs(texts))).toEqual(clean)
  })
})
