import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCommands } from '../../../src/channels/telegram/commands.ts'
import type { Content } from '../../../src/content/content.ts'
import { loadContent } from '../../../src/content/load.ts'
import { fold } from '../../../src/text/fold.ts'

const root = resolve(import.meta.dirname, '../../..')

async function liveContent(): Promise<Content> {
  const loaded = await loadContent({ flowsDir: `${root}/flows`, localesDir: `${root}/locales` })
  if (!loaded.ok) throw new Error('the flows do not load')
  return loaded.content
}

describe('the list of commands', () => {
  it('is read line by line, without what Telegram would refuse', () => {
    const text = 'menu - Việc khác\n\nXoá - chữ hoa, có dấu\nquay_lai - Quay lại - một câu\nhelp -\nno dash'
    expect(readCommands(text)).toEqual([
      { command: 'menu', description: 'Việc khác' },
      { command: 'quay_lai', description: 'Quay lại - một câu' },
    ])
  })

  it('has only commands that are understood, in every language, and none is dropped', async () => {
    const { locales } = await liveContent()
    const words = new Map([...locales.values()].flatMap(({ commands }) => [...commands]))
    for (const { phrases } of locales.values()) {
      const text = phrases.get('telegram.commands') ?? ''
      const commands = readCommands(text)
      expect(commands.length).toBeGreaterThan(0)
      expect(commands).toHaveLength(text.split('\n').length)
      const unknown = commands.filter(({ command }) => !words.has(fold(`/${command}`)))
      expect(unknown).toEqual([])
    }
  })
})
