/** The conversation in the terminal, as a process of its own. */
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

test('lines that are piped in are all answered, and the conversation ends', () => {
  const chat = `"${process.execPath}" src/cli/chat.ts --locale vi --now 2026-11-22T09:00+07:00`
  const { stdout, stderr, status } = spawnSync(
    'sh',
    ['-c', `printf '%s\\n' 'làm giấy khai sinh cần gì' 'gặp cán bộ' | ${chat}`],
    { encoding: 'utf8', timeout: 60_000 },
  )
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  expect(stdout).toContain('bằng cách nào ạ?')
}, 60_000)
