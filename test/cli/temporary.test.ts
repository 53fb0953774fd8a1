import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { checkNothingIsLeft } from '../support/temporary-run.ts'

const module = new URL('../../src/cli/temporary.ts', import.meta.url).href

describe('the temporary folder of a run', () => {
  test.each([
    ['comes to its end', '', [0, null]],
    ['gives up', 'process.exit(3)', [3, null]],
    ['fails', 'throw new Error("on purpose")', [1, null]],
    ['is asked to stop', 'process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 60_000)', [143, null]],
    ['is interrupted', 'process.kill(process.pid, "SIGINT"); setTimeout(() => {}, 60_000)', [130, null]],
  ])('is gone with all that is in it when the process %s', async (_, last, end) => {
    const around = temporaryFolder()
    const code = `
      const { ownTemporaryFolder, temporaryFolder } = await import('${module}')
      const { writeFileSync } = await import('node:fs')
      const folder = ownTemporaryFolder()
      writeFileSync(temporaryFolder() + '/a file', 'words')
      console.log(folder)
      ${last}`
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      env: { ...process.env, TMPDIR: around },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [printed, ended] = await Promise.all([text(child.stdout), once(child, 'exit')])
    expect(ended).toEqual(end)
    expect(printed).toContain(around)
    expect(readdirSync(around)).toEqual([])
  })
})

describe('when all tests are over', () => {
  test('what is left is named by its test file', () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'cli-staff/motcua-abc'), { recursive: true })
    mkdirSync(join(folder, 'cli-doctor'))
    writeFileSync(join(folder, 'stray'), '')
    expect(() => checkNothingIsLeft(folder)).toThrow(/:\n {2}cli-staff\/motcua-abc\n {2}stray\n/)
  })

  test('empty folders of files whose tests were skipped are nothing', () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'cli-staff'))
    expect(() => checkNothingIsLeft(folder)).not.toThrow()
  })

  test('this file has a folder of its own', () => {
    expect(process.env.TMPDIR).toMatch(/cli-temporary$/)
    expect(existsSync(process.env.TMPDIR ?? '')).toBe(true)
  })
})
