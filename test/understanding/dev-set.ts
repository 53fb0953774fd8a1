/** The development set: utterances with what they mean, written apart from the examples. */
import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import { z } from 'zod'
import { topics } from '../../src/content/content.ts'

const row = z.strictObject({ how: z.string(), topic: z.enum(topics), text: z.string().min(1) })
const file = z.record(z.string(), z.array(row))

/** `is` is a procedure's id, `out-of-scope`, or `none` for a question that names no procedure. */
export type DevRow = z.infer<typeof row> & { readonly is: string }

export function devSet(): DevRow[] {
  const parsed = file.parse(load(readFileSync('test/understanding/dev-set.yaml', 'utf8')))
  return Object.entries(parsed).flatMap(([is, rows]) => rows.map((one) => ({ ...one, is })))
}
