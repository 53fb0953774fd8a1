/** Reads one content file: size, encoding and characters are checked before anybody parses it. */
import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import type { Complaints } from './complaints.ts'
import { maxFileBytes, parseYaml, SourceFile } from './yaml.ts'

/** A file's bytes, by its path relative to the working directory. */
export interface RawFile {
  readonly path: string
  readonly bytes: Uint8Array
}

export async function readRaw(absolute: string): Promise<RawFile> {
  return { path: relative(process.cwd(), absolute), bytes: await readFile(absolute) }
}

/** The file as parsed YAML, or `undefined` when it cannot be used (all complaints are made). */
export function openFile(raw: RawFile, complaints: Complaints): SourceFile | undefined {
  const nowhere = { file: new SourceFile(raw.path, ''), start: 0, end: 0 }
  if (raw.bytes.length > maxFileBytes) {
    const message = `${Math.ceil(raw.bytes.length / 1024)} KB; at most ${maxFileBytes / 1024} KB can be read`
    complaints.error('too-large', nowhere, message, 'Split it, or remove what does not belong here.')
    return undefined
  }
  const text = decode(raw.bytes)
  if (text === undefined) {
    const mend = 'Save the file again with the encoding UTF-8.'
    complaints.error('not-utf8', nowhere, 'the file is not UTF-8 text', mend)
    return undefined
  }
  if (!hasPlainCharacters(raw.path, text, complaints)) return undefined
  return parseYaml(raw.path, text, complaints)
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Tabs break YAML's indentation; letters in pieces (NFD) look right but match nothing. */
function hasPlainCharacters(path: string, text: string, complaints: Complaints): boolean {
  const tab = text.indexOf('\t')
  const isComposed = text.normalize('NFC') === text
  if (tab < 0 && isComposed) return true
  const file = new SourceFile(path, text)
  if (tab >= 0) {
    complaints.error(
      'tab',
      { file, start: tab, end: tab + 1 },
      'a tab character',
      'Use spaces, two for each level.',
    )
  }
  if (!isComposed) {
    const difference = firstDifference(text, text.normalize('NFC'))
    const start = difference - (/\S*$/u.exec(text.slice(0, difference))?.[0].length ?? 0)
    const word = /^\S*/u.exec(text.slice(start))?.[0] ?? ''
    const mend = 'Type the word again, with the keyboard set to Unicode dựng sẵn (composed).'
    complaints.error('not-nfc', { file, start, end: start + word.length }, 'letters with loose accents', mend)
  }
  return false
}

function firstDifference(a: string, b: string): number {
  let index = 0
  while (a[index] === b[index]) index += 1
  return index
}
