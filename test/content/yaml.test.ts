import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { dump, load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { Complaints } from '../../src/content/complaints.ts'
import {
  below,
  keySpotOf,
  parseYaml,
  type Ref,
  ref,
  type SourceFile,
  spotInside,
  spotOf,
} from '../../src/content/yaml.ts'

function parsed(text: string): SourceFile {
  const complaints = new Complaints()
  const file = parseYaml('a.yaml', text, complaints)
  if (file === undefined) throw new Error(JSON.stringify(complaints.all))
  return file
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

/** Every value of a file with its place in it. */
function* placesOf(at: Ref, value: unknown): Generator<readonly [Ref, unknown]> {
  yield [at, value]
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) yield* placesOf(below(at, key), inner)
}

/** The words at every place of a file must say what was parsed there. */
function expectPlacesToHold(file: SourceFile): void {
  for (const [at, value] of placesOf(ref(file), file.data)) {
    const { start, end } = spotOf(at)
    const key = at.path.at(-1)
    const keySpot = keySpotOf(at)
    const keyWords = file.text.slice(keySpot.start, keySpot.end)
    if (key !== undefined && !/^\d+$/.test(String(key))) {
      expect(String(load(`[${keyWords}]`, { json: true }))).toBe(String(key))
    }
    if (typeof value === 'string') expectLettersToStandInOrder(at, value)
    else if (typeof value === 'number') expect(load(file.text.slice(start, end))).toBe(value)
    else if (Array.isArray(value) && value.length > 0) expect(file.text[start]).toMatch(/[[-]/)
  }
}

/** One comparison a letter and one expectation a value: the files hold a million letters. */
function expectLettersToStandInOrder(at: Ref, value: string): void {
  let last = spotOf(at).start
  const astray: string[] = []
  for (const [index, letter] of value.split('').entries()) {
    if (/\s/.test(letter)) continue
    const { start } = spotInside(at, index, index + 1)
    if (at.file.text[start] !== letter || start < last) astray.push(`${letter} at ${start}`)
    last = start
  }
  expect(astray).toEqual([])
  expect(last).toBeLessThanOrEqual(spotOf(at).end)
}

describe('every value has its place', () => {
  test('in every file of the project', async () => {
    for (const text of await shippedFiles()) expectPlacesToHold(parsed(text))
  })

  test('however it is written', () => {
    const letters = fc.constantFrom(...'aộ:#-"\'{}[]|>&*!%@,?~1. ')
    const words = fc.string({ unit: letters, maxLength: 60 }).filter((text) => text.trim() === text)
    const lines = fc.array(words, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('\n'))
    const key = fc.string({ unit: fc.constantFrom('a', 'b', 'ộ', '_'), minLength: 1, maxLength: 8 })
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, lines, fc.nat(), tie('list'), tie('map')),
      list: fc.array(tie('value'), { maxLength: 4 }),
      map: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    }))
    const style = fc.record({
      indent: fc.integer({ min: 2, max: 4 }),
      flowLevel: fc.integer({ min: -1, max: 3 }),
      lineWidth: fc.constantFrom(20, 80, -1),
      quoteStyle: fc.constantFrom('single' as const, 'double' as const),
      forceQuotes: fc.boolean(),
      seqNoIndent: fc.boolean(),
      flowBracketPadding: fc.boolean(),
    })
    const ending = fc.constantFrom('\n', '\r\n')
    fc.assert(
      fc.property(fc.dictionary(key, value, { minKeys: 1 }), style, ending, (data, options, newline) => {
        const file = parsed(dump({ ...data }, options).replaceAll('\n', newline))
        expect(file.data).toEqual({ ...data })
        expectPlacesToHold(file)
      }),
      { numRuns: 1000 },
    )
  })

  test('in a file with the line endings of Windows as in any other', async () => {
    for (const text of await shippedFiles()) {
      const file = parsed(text)
      const windows = parsed(text.replaceAll('\n', '\r\n'))
      expect(windows.data).toEqual(file.data)
      for (const [at] of placesOf(ref(file), file.data)) {
        const there = spotOf({ file: windows, path: at.path })
        expect(windows.positionOf(there.start)).toEqual(file.positionOf(spotOf(at).start))
      }
    }
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
    const file = parsed(text)
    const value = (file.data as { a: string }).a
    const at = value.indexOf(target)
    const spot = spotInside(ref(file, 'a'), at, at + target.length)
    expect(text.slice(spot.start, spot.end)).toBe(target)
  })
})

describe('the place of something that is empty or missing', () => {
  const file = parsed('a:\nb:\n  - # nothing\n  - { c: , d }\n  - |\n    e\n')
  test.each([
    ['an empty value', ['a'], '1:3', ''],
    ['an empty item', ['b', 0], '3:5', ''],
    ['an empty value in brackets', ['b', 1, 'c'], '4:10', ''],
    ['a key without value in brackets', ['b', 1, 'd'], '4:12', 'd'],
    ['a missing key: the key above it', ['b', 'x'], '2:1', 'b'],
    ['a missing key in a list: the first key there', ['b', 1, 'x'], '4:7', 'c'],
    ['a missing key at the top: the first key', ['x', 'y'], '1:1', 'a'],
    ['a block of text: its sign', ['b', 2], '5:5', '|'],
  ])('%s', (_name, path, place, words) => {
    const spot = spotOf(ref(file, ...path))
    const { line, column } = file.positionOf(spot.start)
    expect(`${line}:${column}`).toBe(place)
    expect(file.text.slice(spot.start, spot.end).split('\n')[0]).toBe(words)
  })
})

test('keys stay as they are written, whatever they look like', () => {
  const file = parsed('012: a\n1.10: b\ntrue: c\n~: d\n__proto__: e\n')
  expect(Object.keys(file.data as object)).toEqual(['012', '1.10', 'true', '~', '__proto__'])
  expect(keySpotOf(ref(file, '1.10'))).toMatchObject({ start: 7, end: 11 })
})
