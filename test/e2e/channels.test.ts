/** The whole conversation of the linked birth procedures, through the real process, at every channel. */
import { afterEach, describe, expect, test } from 'vitest'
import { loadTranscripts } from '../../src/content/transcripts.ts'
import { loadSpelling } from '../../src/understanding/spelling.ts'
import { createUnderstander } from '../../src/understanding/understander.ts'
import type { FakeOptions, FakePlatform } from '../fakes/kit/fake.ts'
import { fakeTelegram } from '../fakes/telegram/index.ts'
import { fakeZaloBot } from '../fakes/zalo-bot/index.ts'
import { fakeZaloOa } from '../fakes/zalo-oa/index.ts'
import { loadShipped, shippedFlowsDir, shippedLocalesDir } from '../support/files.ts'
import { actsOf, play } from './support/conversation.ts'
import { onPlatform, onTerminal, onWeb } from './support/players.ts'
import { freshFolder, type ServiceProcess, startService } from './support/process.ts'

const now = '2026-11-22T09:00+07:00'
const content = await loadShipped()
const understander = createUnderstander(content.examples, loadSpelling(shippedLocalesDir))
const transcripts = await loadTranscripts(shippedFlowsDir, 'birth-linked')
const straight = transcripts.find(({ file }) => file.endsWith('straight-path.yaml'))
if (straight === undefined) throw new Error('the straight path through birth-linked is gone')
const acts = actsOf(content, straight, (text) => understander.read(text))

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

let service: ServiceProcess | undefined
let fake: FakePlatform | undefined
afterEach(async () => {
  await service?.stop('SIGKILL')
  await fake?.close()
  service = undefined
  fake = undefined
})

/** Starts the service at a platform's fake, as its operator would. */
async function startAt(platform: (typeof platforms)[number], dataDir: string): Promise<FakePlatform> {
  const opened = fake ?? (await platform.open())
  fake = opened
  service = await startService({
    now,
    dataDir,
    environment: {
      ...opened.environment,
      LOG_LEVEL: 'debug',
      ...(platform.mode === 'webhook' ? { PUBLIC_URL: 'https://motcua.example.vn' } : {}),
    },
  })
  if (platform.mode === 'webhook') opened.pushTo(`${service.url}/hooks/${platform.name}`)
  return opened
}

function expectNoSecret(text: string, { secrets }: FakePlatform): void {
  for (const secret of secrets) expect(text).not.toContain(secret)
}

describe('the whole conversation', () => {
  test('in the terminal', async () => {
    const player = onTerminal(now)
    await play(acts, player)
    await player.close()
  })

  test('on the web', async () => {
    service = await startService({ now })
    const player = await onWeb(service.url)
    await play(acts, player)
    await player.close()
  })

  test.each(platforms)('on $name by $mode', async (platform) => {
    const opened = await startAt(platform, freshFolder())
    await play(acts, onPlatform(opened, 'Hạnh'))
    const { code, stdout, stderr } = (await service?.stop()) ?? { code: 1, stdout: '', stderr: '' }
    expect(code).toBe(0)
    expect(opened.offences).toEqual([])
    expectNoSecret(stdout + stderr, opened)
  })
})

describe('a crash in the middle of it', () => {
  test.each(platforms)('loses nothing on $name by $mode', async (platform) => {
    const dataDir = freshFolder()
    const opened = await startAt(platform, dataDir)
    const player = onPlatform(opened, 'Hạnh')
    const half = Math.floor(acts.length / 2)
    await play(acts.slice(0, half), player)
    // Written, and the process is killed at once, whatever it was at.
    const next = acts[half]
    if (next === undefined || !('says' in next.does)) throw new Error('the middle must be something said')
    const said = player.says(next.does.says).catch(() => {})
    if (platform.mode === 'webhook') await said
    const killed = await service?.stop('SIGKILL')
    expectNoSecret(`${killed?.stdout}${killed?.stderr}`, opened)
    await startAt(platform, dataDir)
    for (const text of next.told) await player.hears(text)
    await play(acts.slice(half + 1), player)
    await service?.stop()
  })
})
