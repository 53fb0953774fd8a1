/** Transcripts: conversations kept beside a flow, that must go as written. */
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { ContentError, type Problem } from '../errors.ts'
import { type TranscriptFile, transcriptFile } from './schema/others.ts'

export interface Transcript extends TranscriptFile {
  /** Path relative to the working directory. */
  readonly file: string
  /** The folder it lies in. */
  readonly procedure: string
}

/**
 * Reads `flows/<procedure>/transcripts/*.yaml`, of one procedure or of all, sorted by path.
 * @throws ContentError when one is not as it should be
 */
export async function loadTranscripts(flowsDir: string, only?: string): Promise<readonly Transcript[]> {
  const found: Transcript[] = []
  const problems: Problem[] = []
  for (const procedure of await foldersOf(flowsDir)) {
    if (only !== undefined && procedure !== only) continue
    const folder = join(flowsDir, procedure, 'transcripts')
    for (const name of await filesOf(folder)) {
      const path = join(folder, name)
      const file = relative(process.cwd(), path)
      const read = readTranscript(file, await readFile(path, 'utf8'))
      if ('problem' in read) problems.push(read.problem)
      else found.push({ ...read.transcript, file, procedure })
    }
  }
  if (problems.length > 0) throw new ContentError(problems)
  return found
}

function readTranscript(
  file: string,
  text: string,
): { readonly transcript: TranscriptFile } | { readonly problem: Problem } {
  const problem = (message: string): { problem: Problem } => ({
    problem: {
      rule: 'transcript',
      file,
      line: 1,
      column: 1,
      words: '',
      message,
      mend: 'Compare it with another transcript, or with docs/flow-format.md.',
      severity: 'error',
    },
  })
  let document: unknown
  try {
    document = parse(text)
  } catch (error) {
    return problem(error instanceof Error ? error.message : String(error))
  }
  const parsed = transcriptFile.safeParse(document)
  return parsed.success ? { transcript: parsed.data } : problem(z.prettifyError(parsed.error))
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
