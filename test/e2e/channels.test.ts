/** The whole conversation of the linked birth procedures, through the real process, at every channel. */
import { describe, expect, type OnTestFinishedHandler, test } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { loadTranscripts } from '../../src/content/transcripts.ts'
import { loadSpelling } from '../../src/understanding/spelling.ts'
import { createUnderstander } from '../../src/understanding/understander.ts'
import type { FakeOptions, FakePlatform } from '../fakes/kit/fake.ts'
import { fakeTelegram } from '../fakes/telegram/index.ts'
import { type FakeZaloBot, fakeZaloBot } from '../fakes/zalo-bot/index.ts'
import { fakeZaloOa } from '../fakes/zalo-oa/index.ts'
import { loadShipped, shippedFlowsDir, shippedLocalesDir } from '../support/files.ts'
import { authorise, publicUrl } from '../support/platforms.ts'
import { actsOf, play } from './support/conversation.ts'
import { onPlatform, onTerminal, onWeb } from './support/players.ts'
import { type ServiceProcess, startService } from './support/process.ts'

const now = '2026-11-22T09:00+07:00'
const content = await loadShipped()
const understander = createUnderstander(content.examples, loadSpelling(shippedLocalesDir))
const transcripts = await loadTranscripts(shippedFlowsDir, 'birth-linked')
const straight = transcripts.find(({ file }) => file.endsWith('straight-path.yaml'))
if (straight === undefined) throw new Error('the straight path through birth-linked is gone')
const acts = actsOf(content, straight, (text) => understander.read(text))

type OnTestFinished = (ends: OnTestFinishedHandler) => void

const platforms: readonly {
  readonly name: FakePlatform['name']
  readonly mode: 'polling' | 'webhook'
  readonly open: (options?: FakeOptions) => Promise<FakePlatform>
}[] = [
  { name: 'telegram', mode: 'polling', open: fakeTelegram },
  { name: 'telegram', mode: 'webhook', open: fakeTelegram },
  { name: 'zalo-bot', mode: 'polling', open: fakeZaloBot },
  { name: 'zalo-bot', mode: 'webhook', open: fakeZaloBot },
  { name: 'zalo-oa', mode: 'webhook', open: fakeZaloOa },
]

/** A service at a platform's fake, as its operator would start it; all ends with the test. */
async function openAt(platform: (typeof platforms)[number], onTestFinished: OnTestFinished) {
  const dataDir = temporaryFolder()
  const fake = await platform.open()
  authorise(fake, dataDir, Date.parse(now))
  let service: ServiceProcess | undefined
  onTestFinished(async () => {
    await service?.stop('SIGKILL')
    await fake.close()
  })
  const start = async () => {
    service = await startService({
      now,
      dataDir,
      environment: {
        ...fake.environment,
        LOG_LEVEL: 'debug',
        ...(platform.mode === 'webhook' ? { PUBLIC_URL: publicUrl } : {}),
      },
    })
    if (platform.mode === 'webhook') fake.pushTo(`${service.url}/hooks/${platform.name}`)
  }
  const stop = async (signal: NodeJS.Signals) => {
    const ended = await service?.stop(signal)
    service = undefined
    for (const secret of fake.secrets) expect(`${ended?.stdout}${ended?.stderr}`).not.toContain(secret)
    return ended?.code
  }
  await start()
  return { fake, start, stop, player: onPlatform(fake, 'Hạnh') }
}

/** Resolves when the next poll begins: the message of the one before has been kept by then. */
function askedAgain(fake: FakePlatform): Promise<unknown> {
  const before = new Set(fake.calls)
  return (fake as FakeZaloBot).called((call) => call.method === 'getUpdates' && !before.has(call))
}

// Citizens and platforms take their time; most of it is waiting, so all talk at once.
describe.concurrent('the whole conversation', () => {
  test('in the terminal', async () => {
    const player = onTerminal(now)
    await play(acts, player)
    await player.close()
  })

  test('on the web', async ({ onTestFinished }) => {
    const service = await startService({ now })
    onTestFinished(async () => void (await service.stop('SIGKILL')))
    const player = await onWeb(service.url)
    await play(acts, player)
    await player.close()
  })

  test.for(platforms)('on $name by $mode', async (platform, { onTestFinished }) => {
    const { fake, player, stop } = await openAt(platform, onTestFinished)
    await play(acts, player)
    expect(await stop('SIGTERM')).toBe(0)
    expect(fake.offences).toEqual([])
  })

  test.for(platforms)(
    'on $name by $mode, with a crash in the middle',
    async (platform, { onTestFinished }) => {
      const { fake, player, start, stop } = await openAt(platform, onTestFinished)
      const middle = acts.findIndex(({ does }) => 'says' in does && does.says === 'cùng bố mẹ')
      await play(acts.slice(0, middle), player)
      // Written, and the process is killed at once, whatever it was at.
      const said = player.says('cùng bố mẹ')
      if (platform.mode === 'webhook') await said
      // What is on the wire is gone on Zalo; what was read is kept before it is asked again.
      if (fake.name === 'zalo-bot' && platform.mode === 'polling') await askedAgain(fake)
      await stop('SIGKILL')
      await start()
      for (const text of acts[middle]?.told ?? []) await player.hears(text)
      await play(acts.slice(middle + 1), player)
      expect(await stop('SIGTERM')).toBe(0)
    },
  )
})
