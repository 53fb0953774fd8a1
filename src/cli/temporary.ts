/** Temporary files of runs that measure or test: all in one folder, which is gone when the run is over. */
import { mkdtempSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Makes a folder in which this process, and those it starts from now on, put their temporary files. It goes when this
 * process ends, however it does, but by SIGKILL.
 */
export function ownTemporaryFolder(): string {
  const folder = temporaryFolder()
  process.env.TMPDIR = folder
  // Others may still be writing, who are about to end as well.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  // Left alone, a signal ends the process without an exit event.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => process.exit(128 + constants.signals[signal]))
  return folder
}

/** A fresh folder among the temporary files of this run; nobody needs to remove it. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'motcua-'))
}
