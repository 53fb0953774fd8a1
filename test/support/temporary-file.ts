/** Gives every test file a folder for its temporary files, and to those who lack one of their own; see `temporary-run.ts`. */
import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { afterAll, expect, inject } from 'vitest'

const file = relative('test', expect.getState().testPath ?? '')
const folder = join(inject('temporaryFolder'), file.replace(/\.test\.ts$/, '').replaceAll(/[\\/]/g, '-'))
mkdirSync(folder, { recursive: true })
process.env.TMPDIR = folder

// Registered before those of the file, so it runs after them: whatever they close, is closed.
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
