import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { variableDefaults } from '../../src/config.ts'
import { platforms } from '../../src/platforms/index.ts'

const folder = 'docs/channels'
const pages = [...readdirSync(folder).map((name) => join(folder, name)), 'README.md']
const shippedCommands = Object.keys(
  (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts,
)

describe('the pages about channels', () => {
  test('are there in Vietnamese and English for every platform', () => {
    for (const { name } of platforms) {
      for (const language of ['vi', 'en']) expect(pages).toContain(join(folder, `${name}.${language}.md`))
    }
  })

  test.each(pages)('%s leads to files that are there', (page) => {
    const links = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link)
    const broken = links.filter((link) => !link.startsWith('http') && !existsSync(join(dirname(page), link)))
    expect(broken).toEqual([])
  })

  test.each(pages)('%s names settings and commands that exist', (page) => {
    const text = readFileSync(page, 'utf8')
    const settings = [...text.matchAll(/\b(?:TELEGRAM|ZALO)_[A-Z_]+\b|\bPUBLIC_URL\b/g)].map(([name]) => name)
    expect(settings.filter((name) => !variableDefaults.has(name))).toEqual([])
    const commands = [...text.matchAll(/npm run (?:-s )?([a-z-]+)/g)].map(([, name = '']) => name)
    expect(commands.filter((name) => !shippedCommands.includes(name))).toEqual([])
  })

  test.each(pages)('%s names alarms that the code raises', (page) => {
    const alarms = [...readFileSync(page, 'utf8').matchAll(/`((?:telegram|zalo_bot|zalo_oa)_[a-z_]+)`/g)].map(
      ([, name = '']) => name,
    )
    const code = ['src/channels', 'src/relays']
      .flatMap((source) => readdirSync(source, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n')
    expect(alarms.filter((alarm) => !code.includes(`'${alarm}'`))).toEqual([])
  })
})
