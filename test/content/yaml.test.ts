import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { Complaints } from '../../src/content/complaints.ts'
import { parseYaml, ref, spotInside } from '../../src/content/yaml.ts'

/** The text of a file as the parser without positions and the one with positions see it. */
function bothWays(text: string): { quick: unknown; thorough: unknown } {
  return { quick: parseYaml('a.yaml', text, new Complaints())?.data, thorough: thoroughly(text) }
}

function thoroughly(text: string): unknown {
  const document = parseDocument(text, { prettyErrors: false, stringKeys: true, logLevel: 'error' })
  try {
    return document.errors.length > 0 ? undefined : (document.toJS() ?? undefined)
  } catch {
    return undefined
  }
}

async function shippedFiles(): Promise<readonly string[]> {
  const folders = ['flows', 'locales', 'test/fixtures/flows'].map((name) =>
    fileURLToPath(new URL(`../../${name}`, import.meta.url)),
  )
  const lists = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(folder, { recursive: true })
      return entries.filter((name) => name.endsWith('.yaml')).map((name) => join(folder, name))
    }),
  )
  return await Promise.all(lists.flat().map((path) => readFile(path, 'utf8')))
}

describe('the quick parser and the one that keeps positions', () => {
  test('read every file of the project alike', async () => {
    for (const text of await shippedFiles()) {
      const { quick, thorough } = bothWays(text)
      expect(quick).toEqual(thorough)
    }
  })

  test('read what authors may write alike, or not at all', () => {
    const word = fc.constantFrom(
      ...[
        'a',
        'yes',
        'no',
        'null',
        '~',
        'true',
        '012',
        '0o17',
        '0x1F',
        '1e3',
        '1_000',
        '8.000',
        '.5',
        '+1',
        '-0',
      ],
      ...[
        '2026-11-22',
        '12:30',
        'có',
        '"a: b"',
        "'it''s'",
        '[a, b]',
        '{ a: 1 }',
        'a #b',
        'a: b',
        '|',
        '>-',
        '!x',
      ],
      ...['&a b', '*a', '<<', '? a', '- a', '%', '@', '`', '---', '...', '"\\u00e1"', ''],
    )
    const line = fc.tuple(fc.nat(3), fc.constantFrom('', 'k: ', 'l: ', '- ', '? '), word)
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
        const text = lines.map(([depth, start, end]) => `${'  '.repeat(depth)}${start}${end}`).join('\n')
        const { quick, thorough } = bothWays(text)
        if (quick !== undefined) expect(quick).toEqual(thorough)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('a part of a text is found in the file', () => {
  const target = 'birth_dat'
  test.each([
    ['plain', `a: born {{ ${target} }}`],
    ['over several plain lines', `a: born\n  on {{\n  ${target} }}`],
    ['in double quotes', `a: "it is \\"x\\" {{ ${target} }}"`],
    ['in single quotes', `a: 'it''s {{ ${target} }}'`],
    ['in a literal block', `a: |\n  one\n\n  two {{ ${target} }}\n`],
    ['in a folded block', `a: >-\n  one\n  two {{ ${target} }}\n`],
  ])('%s', (_name, text) => {
    const file = parseYaml('a.yaml', text, new Complaints())
    if (file === undefined) throw new Error('not parsed')
    const value = (file.data as { a: string }).a
    const at = value.indexOf(target)
    const spot = spotInside(ref(file, 'a'), at, at + target.length)
    expect(text.slice(spot.start, spot.end)).toBe(target)
  })
})
