/** JSON Schemas of the flow files, so that editors complete and check as one types. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { desksFile } from './schema/desks.ts'
import { factsFile, overlayFile } from './schema/facts.ts'
import { interfaceFile } from './schema/interface.ts'
import {
  calendarFile,
  contactsFile,
  examplesFile,
  menuFile,
  provincesFile,
  transcriptFile,
  translationFile,
} from './schema/others.ts'
import { scriptFile, sharedFile } from './schema/script.ts'

/** By the name of the schema's file, without `.json`. */
export const fileSchemas = {
  facts: factsFile,
  overlay: overlayFile,
  script: scriptFile,
  shared: sharedFile,
  examples: examplesFile,
  contacts: contactsFile,
  menu: menuFile,
  calendar: calendarFile,
  provinces: provincesFile,
  desks: desksFile,
  interface: interfaceFile,
  translation: translationFile,
  transcript: transcriptFile,
} as const satisfies Record<string, z.ZodType>

/** The schema of one kind of file as JSON text, with a line break at its end. */
export function jsonSchemaOf(kind: keyof typeof fileSchemas): string {
  // What a file may leave out is not required of its author: `input` is the shape before defaults.
  const schema = z.toJSONSchema(fileSchemas[kind], { io: 'input', target: 'draft-7' })
  return `${JSON.stringify(schema, undefined, 2)}\n`
}

/** Writes all schemas to `dir` (usually `flows/schema`), one `<kind>.json` each. */
export async function writeSchemas(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true })
  const kinds = Object.keys(fileSchemas) as (keyof typeof fileSchemas)[]
  await Promise.all(kinds.map((kind) => writeFile(join(dir, `${kind}.json`), jsonSchemaOf(kind))))
}
