/**
 * Temporary files of the tests. The run has a folder in the system's place for them, and in it each test file has one of its
 * own (`temporary-file.ts`), which goes when the tests of that file are over, whether they passed or not. So no test removes
 * anything itself. The folder of the run goes at its end, with what a worker that was ended in the middle could not remove.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { ownTemporaryFolder } from '../../src/cli/temporary.ts'

declare module 'vitest' {
  interface ProvidedContext {
    temporaryFolder: string
  }
}

export default function setup({ provide }: Pick<TestProject, 'provide'>): () => void {
  const folder = ownTemporaryFolder()
  provide('temporaryFolder', folder)
  return () => checkNothingIsLeft(folder)
}

/**
 * @param folder of a run whose test files are all over
 * @throws naming what is still there, by test file. An empty folder is no more than that of a file whose tests were all
 *   skipped: nothing runs after those.
 */
export function checkNothingIsLeft(folder: string): void {
  const left = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? readdirSync(join(folder, entry.name)).map((name) => join(entry.name, name))
      : [entry.name],
  )
  if (left.length === 0) return
  const lines = left.sort().map((path) => `  ${path}`)
  throw new Error(
    `Temporary files were left behind (they are removed now):\n${lines.join('\n')}
Either a worker was ended in the middle, or a test file did not wait until a process it started had ended, or it makes folders
where no test runs yet: they belong in a test or a hook.`,
  )
}
