/** A copy of the fixture tree in a temporary folder, to be changed and loaded. */
import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Day } from '../../src/calendar/day.ts'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { type LoadResult, loadContent } from '../../src/content/load.ts'

const original = fileURLToPath(new URL('../fixtures/flows', import.meta.url))

export interface Fixture {
  readonly flowsDir: string
  readonly localesDir: string
  path(file: string): string
  /** As a problem names it. */
  shown(file: string): string
  read(file: string): Promise<string>
  write(file: string, text: string | Uint8Array): Promise<void>
  delete(file: string): Promise<void>
  load(today?: string): Promise<LoadResult>
}

export async function copyFixture(): Promise<Fixture> {
  const root = temporaryFolder()
  await cp(original, root, { recursive: true })
  const path = (file: string): string => join(root, file)
  const flowsDir = path('flows')
  const localesDir = path('locales')
  return {
    flowsDir,
    localesDir,
    path,
    shown: (file) => relative(process.cwd(), path(file)),
    read: (file) => readFile(path(file), 'utf8'),
    write: (file, text) => writeFile(path(file), text),
    delete: (file) => rm(path(file)),
    load: (today) => {
      const day = today === undefined ? undefined : Day.parse(today)
      return loadContent({ flowsDir, localesDir, ...(day ? { today: day } : {}) })
    },
  }
}

/** Replaces a text that must be there once. */
export function replaceOnce(text: string, before: string, after: string): string {
  const parts = text.split(before)
  if (parts.length !== 2) throw new Error(`"${before}" occurs ${parts.length - 1} times`)
  return parts.join(after)
}
