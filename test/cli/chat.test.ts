/** The conversation in the terminal, as a process of its own. */
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

test('lines that are piped in are all answered', () => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['src/cli/chat.ts', '--locale', 'vi', '--now', '2026-11-22T09:00+07:00'],
    { input: '3\nviệc khác\ngặp cán bộ\n', encoding: 'utf8' },
  )
  expect(stderr).toBe('')
  expect(status).toBe(0)
  expect(stdout).toContain('bằng cách nào ạ?')
})
