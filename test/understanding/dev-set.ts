/** What readings are measured on: utterances with what they mean, written apart from the examples. */
import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import { z } from 'zod'
import { topics } from '../../src/content/content.ts'

const row = z.strictObject({ how: z.string(), topic: z.enum(topics), text: z.string().min(1) })
const file = z.record(z.string(), z.array(row))

/** `is` is a procedure's id, `out-of-scope`, or `none` for a question that names no procedure. */
export type DevRow = z.infer<typeof row> & { readonly is: string }

export function devSet(): DevRow[] {
  return rowsOf('dev-set')
}

/** Written before the examples of decision 118 and frozen: never learned from, only its totals are looked at. */
export function thirdSet(): DevRow[] {
  return rowsOf('third-set')
}

/** Questions and stories with a question in them, written before the examples of decision 167; frozen as the third set is. */
export function fourthSet(): DevRow[] {
  return rowsOf('fourth-set')
}

/** Foreign matters, most of them in our words; frozen as the third set is. */
export function hardNegatives(): DevRow[] {
  return rowsOf('hard-negatives')
}

function rowsOf(name: string): DevRow[] {
  const parsed = file.parse(load(readFileSync(`test/understanding/${name}.yaml`, 'utf8')))
  return Object.entries(parsed).flatMap(([is, rows]) => rows.map((one) => ({ ...one, is })))
}
