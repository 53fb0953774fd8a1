import { expect, test } from 'vitest'
import { formatProblems } from '../../src/content/report.ts'
import type { Problem } from '../../src/errors.ts'

const problem: Problem = {
  rule: 'unknown-source',
  file: 'flows/kite/facts.yaml',
  line: 12,
  column: 17,
  words: 'kite_lew',
  message: 'there is no source "kite_lew"',
  mend: 'Did you mean "kite_law"?',
  severity: 'error',
}

test('a report quotes the line, marks the words and says the mend', () => {
  const report = formatProblems([problem], { lineOf: () => '        source: kite_lew' })
  expect(report).toBe(
    [
      'flows/kite/facts.yaml:12:17 error unknown-source "kite_lew": there is no source "kite_lew"',
      '    12 |         source: kite_lew',
      '       |                 ^^^^^^^^',
      '    -> Did you mean "kite_law"?',
      '',
      '1 error, 0 warnings',
    ].join('\n'),
  )
})

test('a report is in the order of files and lines', () => {
  const others = [
    { ...problem, line: 3 },
    { ...problem, file: 'flows/a.yaml', severity: 'warning' as const },
  ]
  const report = formatProblems([problem, ...others], { lineOf: () => undefined })
  expect(report.match(/^[^\s:]+:\d+/gm)).toEqual([
    'flows/a.yaml:12',
    'flows/kite/facts.yaml:3',
    'flows/kite/facts.yaml:12',
  ])
  expect(report).toContain('2 errors, 1 warning')
})

test('a fault far to the right is shown with what is around it', () => {
  const line = `${'a'.repeat(300)}kite_lew${'b'.repeat(300)}`
  const report = formatProblems([{ ...problem, column: 301 }], { lineOf: () => line })
  const [, quoted = '', mark = ''] = report.split('\n')
  expect(quoted.length).toBeLessThan(140)
  expect(quoted.slice(mark.indexOf('^'), mark.lastIndexOf('^') + 1)).toBe('kite_lew')
})

test('a file that is not there is reported without a quotation', () => {
  expect(formatProblems([{ ...problem, file: 'no/such/file.yaml' }])).toContain('-> Did you mean')
})
