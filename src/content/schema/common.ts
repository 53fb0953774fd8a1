/** Pieces that several kinds of flow file share. Descriptions become the editor's help and docs/flow-format.md. */
import { z } from 'zod'

/** `birth_date`: what scripts, slots, facts and options are called; usable as a name in expressions. */
export const name = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'a name starts with a letter and has only a-z, 0-9 and _ (at most 40)')
/** `birth-linked`: what folders are called. */
export const folderName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'an id starts with a letter and has only a-z, 0-9 and - (at most 40)')
export const isoDate = z.iso.date().describe('A day as 2026-11-22.')
export const prose = z.string().min(1)
const pattern = z.string().min(1).max(200)
/** Phrases as text/heard/patterns.ts reads them. */
export const patterns = z.array(pattern).min(1)
export const expression = z
  .union([z.string().min(1), z.boolean()])
  .describe('A CEL expression, e.g. birth_date <= today')
/** Of a step of a script. */
export const stepWhen = expression.optional().describe('The step is passed over unless this is true.')
export const stepId = (what: string) =>
  name.describe(`The step's id: ${what}. Never change it without \`was\`.`)
