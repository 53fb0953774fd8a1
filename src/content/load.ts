/** Flow files and locales -> checked, compiled content, or everything that is wrong with them. */
import type { Day } from '../calendar/day.ts'
import type { Problem } from '../errors.ts'
import { assemble } from './compile/assemble.ts'
import { Complaints } from './complaints.ts'
import type { Content } from './content.ts'
import { shapeAll } from './shapes.ts'
import { readTree } from './tree.ts'

export interface LoadOptions {
  /** The folder `flows/`. */
  readonly flowsDir: string
  /** The folder `locales/`. */
  readonly localesDir: string
  /** The day on which reviews are looked at; without it none is reported as due. */
  readonly today?: Day
}

export type LoadResult =
  | { readonly ok: true; readonly content: Content; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * Reads, checks and compiles all content. All problems of all files come at once, with paths relative to the
 * working directory; with any error there is no content. Throws only when the folders cannot be read.
 */
export async function loadContent({ flowsDir, localesDir, today }: LoadOptions): Promise<LoadResult> {
  const complaints = new Complaints()
  const tree = await readTree(flowsDir, localesDir, complaints)
  const shapes = shapeAll(tree, complaints)
  const content = assemble(shapes, tree.version, { flowsDir, localesDir, today }, complaints)
  const problems = complaints.all
  if (content === undefined || complaints.hasErrors) return { ok: false, problems }
  return { ok: true, content, warnings: problems }
}
