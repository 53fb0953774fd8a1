import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { wordsOnly } from '../../src/channels/channel.ts'
import { allChannels, channelTable, tablePage, withTables } from '../../src/cli/channel-table.ts'

test('the table in docs is what the channels can do (npx node src/cli/channel-table.ts)', async () => {
  const page = readFileSync(tablePage, 'utf8')
  const channels = await allChannels()
  expect(channels.map(({ name }) => name)).toEqual(['web', 'telegram', 'zalo-bot', 'zalo-oa', 'terminal'])
  expect(withTables(page, channels)).toBe(page)
  for (const language of ['vi', 'en'] as const) expect(page).toContain(channelTable(channels, language))
})

test('a capability that changes changes the table', () => {
  const table = (capabilities: object) =>
    channelTable([{ name: 'kite', capabilities: { ...wordsOnly, ...capabilities } }], 'en')
  const day = 86_400_000
  const changes = [
    { hasButtons: true },
    { maxTextUnits: 77 },
    { hasTyping: true },
    { hasEdit: true },
    { images: 'upload' },
    { images: 'public_address' },
    { sharesContact: true },
    { sharesLocation: true },
    { canWriteFirst: false },
    { window: { freeMs: 2 * day, closedAfterMs: 7 * day } },
  ]
  expect(new Set([{}, ...changes].map(table)).size).toBe(changes.length + 1)
})
