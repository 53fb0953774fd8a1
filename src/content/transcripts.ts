/** Transcripts: conversations kept beside a flow, that must go as written. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ContentError } from '../errors.ts'
import { Complaints } from './complaints.ts'
import { openFile, readRaw } from './read-file.ts'
import { type TranscriptFile, transcriptFile } from './schema/others.ts'
import { ref } from './yaml.ts'
import { parseShape } from './zod-problems.ts'

export interface Transcript extends TranscriptFile {
  /** Path relative to the working directory. */
  readonly file: string
  /** The folder it lies in. */
  readonly procedure: string
}

/**
 * Reads `flows/<procedure>/transcripts/*.yaml`, of one procedure or of all, sorted by path.
 * @throws ContentError with all that is not as it should be, each with its place
 */
export async function loadTranscripts(flowsDir: string, only?: string): Promise<readonly Transcript[]> {
  const found: Transcript[] = []
  const complaints = new Complaints()
  for (const procedure of await foldersOf(flowsDir)) {
    if (only !== undefined && procedure !== only) continue
    const folder = join(flowsDir, procedure, 'transcripts')
    for (const name of await filesOf(folder)) {
      const raw = await readRaw(join(folder, name))
      const file = openFile(raw, complaints)
      const transcript = file && parseShape(transcriptFile, ref(file), file.data, complaints)
      if (transcript !== undefined) found.push({ ...transcript, file: raw.path, procedure })
    }
  }
  if (complaints.hasErrors) throw new ContentError(complaints.all)
  return found
}

async function foldersOf(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { withFileTypes: true })
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
}

async function filesOf(dir: string): Promise<readonly string[]> {
  try {
    return (await readdir(dir)).filter((name) => /\.ya?ml$/.test(name)).sort()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
