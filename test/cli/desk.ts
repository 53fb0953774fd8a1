/** An author's desk in a temporary folder: flow files to spoil, and what was printed. */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Desk } from '../../src/cli/flows/command.ts'
import { runFlows } from '../../src/cli/flows.ts'
import { temporaryFolder } from '../../src/cli/temporary.ts'

const folder = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url))

export interface TestDesk extends Desk {
  /** Runs a command; gives its exit code. */
  flows(...args: readonly string[]): Promise<number>
  /** All that was printed to stdout since the last time, and to stderr. */
  out(): string
  complaints(): string
  read(path: string): Promise<string>
  write(path: string, text: string): Promise<void>
}

/** A desk with the shipped flows, or with `files` (paths within `flows/`) and Vietnamese alone. */
export async function openDesk(files?: ReadonlyMap<string, string>): Promise<TestDesk> {
  const root = temporaryFolder()
  const flowsDir = join(root, 'flows')
  const localesDir = join(root, 'locales')
  const printed: string[] = []
  const complained: string[] = []
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(flowsDir, path)), { recursive: true })
    await writeFile(join(flowsDir, path), text)
  }
  if (files === undefined) {
    await cp(folder('flows'), flowsDir, { recursive: true })
    await cp(folder('locales'), localesDir, { recursive: true })
  } else {
    await cp(folder('locales/vi'), join(localesDir, 'vi'), { recursive: true })
    for (const [path, text] of files) await write(path, text)
  }
  await mkdir(join(root, 'docs'), { recursive: true })
  const desk: Desk = {
    flowsDir,
    localesDir,
    docsDir: join(root, 'docs'),
    dataDir: join(root, 'data'),
    now: Date.parse('2026-11-22T09:00+07:00'),
    print: (text) => void printed.push(text),
    complain: (text) => void complained.push(text),
  }
  return {
    ...desk,
    flows: (...args) => runFlows(desk, args),
    out: () => printed.splice(0).join('\n'),
    complaints: () => complained.splice(0).join('\n'),
    read: (path) => readFile(join(flowsDir, path), 'utf8'),
    write,
  }
}
