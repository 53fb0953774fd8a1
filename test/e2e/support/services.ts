/** Programs that tests need and a machine may lack: found, or skipped loudly, or required. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, test } from 'vitest'

/** A program outside npm. */
export interface OutsideProgram {
  readonly name: string
  /** The environment variable that says where it is. */
  readonly variable: string
  /** What it is called on PATH, best first. */
  readonly commands: readonly string[]
  /** How to get it. */
  readonly install: string
}

export const chromium: OutsideProgram = {
  name: 'Chromium',
  variable: 'CHROMIUM_PATH',
  commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  install: 'apt-get install -y chromium',
}

/** Where a program is: its variable, else the first of its commands on PATH; `undefined` when nowhere. */
export function find(program: OutsideProgram): string | undefined {
  const named = process.env[program.variable]
  if (named) return isExecutable(named) ? named : undefined
  const folders = (process.env.PATH ?? '').split(delimiter)
  const places = program.commands.flatMap((command) => folders.map((folder) => join(folder, command)))
  return places.find(isExecutable)
}

/**
 * A suite that needs a program. Without it the suite is skipped and says so with the line that installs it; with
 * `REQUIRE_SERVICES=1` that is a failure.
 */
export function describeWith(program: OutsideProgram, title: string, suite: (path: string) => void): void {
  const path = find(program)
  if (path !== undefined) {
    describe(title, () => suite(path))
    return
  }
  const lack = `${program.name} is not on this machine (set ${program.variable}, or: ${program.install})`
  if (process.env.REQUIRE_SERVICES === '1') {
    test(title, () => {
      throw new Error(lack)
    })
    return
  }
  process.stderr.write(`\nSKIPPED: "${title}": ${lack}\n\n`)
  describe.skip(`${title} [SKIPPED: ${lack}]`, () => {
    test(lack, () => {})
  })
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
