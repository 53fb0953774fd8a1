import { describe, expect, test } from 'vitest'
import { Complaints } from '../../src/content/complaints.ts'
import { parseYaml } from '../../src/content/yaml.ts'

/** What is wrong, the file with the words at fault in ⟦ ⟧, and the mend. */
const faults: Readonly<Record<string, readonly [rule: string, text: string, mend: RegExp]>> = {
  'double quotes never closed': ['yaml-syntax', 'x:\n  label: ⟦"Lệ phí⟧\n  type: y\n', /Close the quotes/],
  'single quotes never closed': ['yaml-syntax', "x:\n  label: ⟦'Lệ phí⟧\n  type: y\n", /Close the quotes/],
  'quotes closed by others': ['yaml-syntax', 'x:\n  a: ⟦"Lệ phí⟧\n  b: "tiền"\n', /Close the quotes/],
  'quotes open at the end': ['yaml-syntax', 'x: 1\ny: ⟦"abc⟧\n', /Close the quotes/],
  'quotes open far above': ['yaml-syntax', 'x:\n  - ⟦"a⟧\n    b\n    c\n  - d\n', /Close the quotes/],
  'text after quotes': ['yaml-syntax', 'a: "b" ⟦c⟧\n', /one pair of quotes/],
  'an item with text after quotes': ['yaml-syntax', '- "b" ⟦c⟧\n', /one pair of quotes/],
  'a colon in a text': ['yaml-syntax', 'x:\n  text: ⟦Chọn: một⟧\n  b: 1\n', /": " in quotes/],
  'a colon in an item': ['yaml-syntax', 'x:\n  - Lưu ý: ⟦abc: d⟧\n', /": " in quotes/],
  'no colon': ['yaml-syntax', 'a: 1\n⟦label Lệ phí⟧\nb: 2\n', /key: text/],
  'no colon, further in': ['yaml-syntax', 'x:\n  ⟦label Lệ phí⟧\n  b: 2\n', /key: text/],
  'no colon on the last line': ['yaml-syntax', 'a: 1\n⟦label⟧\n', /key: text/],
  'no space after a colon': ['yaml-syntax', '⟦a:1⟧\nb: 2\n', /key: text/],
  'too deep': ['yaml-syntax', 'x:\n  a: 1\n   ⟦b: 2⟧\n', /Indent/],
  'not deep enough': ['yaml-syntax', 'x:\n  a: 1\n ⟦b: 2⟧\n', /Indent/],
  'an item not deep enough': ['yaml-syntax', 'x:\n  - a\n ⟦- b⟧\n', /Indent/],
  'a key below a text that goes on': ['yaml-syntax', 'a: one\n  two\n  ⟦b: y⟧\n', /Indent/],
  'a placeholder in front': ['yaml-syntax', 'text: ⟦{{ fee | money }} đồng⟧\n', /in quotes/],
  'nothing but a placeholder': ['yaml-syntax', 'text: ⟦{{ fee }}⟧\n', /in quotes/],
  'a star in front': ['yaml-syntax', 'a: ⟦*chú ý* nhé⟧\n', /in quotes/],
  'an at sign in front': ['yaml-syntax', 'a: ⟦@x⟧\n', /in quotes/],
  'a per cent sign in front': ['yaml-syntax', 'a: ⟦%x⟧\n', /in quotes/],
  'text beside the sign of a block': ['yaml-syntax', 'a: ⟦| x⟧\n  y\n', /in quotes/],
  'a bracket never closed': ['yaml-syntax', 'a: ⟦[x, y⟧\nb: 1\n', /Close the bracket/],
  'a bracket open at the end': ['yaml-syntax', 'b: [1]\na: ⟦{x: y⟧\n', /Close the bracket/],
  'a bracket closed too far left': ['yaml-syntax', 'a: [\n  x\n⟦]⟧\n', /Indent/],
  'a comma forgotten': ['yaml-syntax', 'a: ["x" ⟦"y"]⟧\n', /commas/],
  'a wrong escape': ['yaml-syntax', 'a: "C:\\⟦q"⟧\n', /single quotes/],
  'an invisible character': ['yaml-syntax', 'a: ⟦\u0001x⟧\n', /invisible/],
  'a null byte': ['yaml-syntax', 'a: ⟦\u0000⟧\n', /invisible/],
  'a list as key': ['yaml-syntax', '? ⟦[a]⟧\n: b\n', /in quotes/],
  'nested without end': ['yaml-syntax', `a: ${'['.repeat(99)}⟦[[]]⟧${']'.repeat(99)}\n`, /Nest less/],
  'a second document': ['yaml-syntax', '---\na: 1\n⟦---⟧\nb: 2\n', /"---"/],
  'a document after the end of one': ['yaml-syntax', 'a: 1\n⟦...⟧\nb: 2\n', /"\.\.\."/],
  'an anchor': ['yaml-alias', 'a: &x ⟦foo⟧\n', /Write the text out/],
  'an anchor in quotes': ['yaml-alias', 'a: &x ⟦"foo"⟧\n', /Write the text out/],
  'an anchor of a mapping': ['yaml-alias', 'a: &x\n  ⟦k: 1⟧\n', /Write the text out/],
  'an anchor of nothing': ['yaml-alias', 'a: ⟦&nbsp⟧\n', /in quotes/],
  'an alias': ['yaml-alias', 'a: ⟦*chú⟧\n', /in quotes/],
  'a merge key': ['yaml-merge', 'a:\n  ⟦<<⟧: { b: 1 }\n', /Write the keys out/],
  'a tag': ['yaml-tag', 'a: ⟦!!str⟧ 12\n', /in quotes/],
  'an exclamation mark in front': ['yaml-syntax', 'a: ⟦!Chú⟧ ý\n', /in quotes/],
  'a key twice': ['duplicate-key', 'a: 1\n⟦a⟧: 2\n', /Keep one/],
  'a key twice, once in quotes': ['duplicate-key', 'x:\n  a: 1\n  ⟦"a"⟧: 2\n', /Keep one/],
  'a key twice in brackets': ['duplicate-key', 'x: [{ a: 1, ⟦a⟧: 2 }]\n', /Keep one/],
  nothing: ['empty-file', '⟦⟧', /Write its content/],
  'nothing but a mark': ['empty-file', '⟦⟧---\n', /Write its content/],
  'nothing but null': ['empty-file', '⟦⟧~\n', /Write its content/],
}

function problemsOf(text: string) {
  const complaints = new Complaints()
  const file = parseYaml('a.yaml', text, complaints)
  expect(file === undefined).toBe(complaints.hasErrors)
  return complaints.all
}

describe.each(['\n', '\r\n'])('with lines that end in %j, an author is shown', (newline) => {
  test.each(Object.entries(faults))('%s', (_name, [rule, marked, mend]) => {
    const [before = '', words = ''] = marked.split(/[⟦⟧]/)
    const problems = problemsOf(marked.replace(/[⟦⟧]/g, '').replaceAll('\n', newline))
    const lines = before.split('\n')
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ rule, line: lines.length, column: (lines.at(-1) ?? '').length + 1 })
    expect(problems[0]?.mend).toMatch(mend)
    expect(problems[0]?.words.startsWith(words)).toBe(true)
    if (words !== '' && rule !== 'yaml-syntax') expect(problems[0]?.words).toBe(words)
  })

  test('the first three keys that occur twice', () => {
    const problems = problemsOf(['a: 1', 'b: 1', 'a: 2', 'b: 2', 'a: 3', 'a: 4', ''].join(newline))
    expect(problems.map(({ line, words }) => `${line} ${words}`)).toEqual(['3 a', '4 b', '5 a'])
  })
})
