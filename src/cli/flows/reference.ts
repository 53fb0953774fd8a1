import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from './command.ts'
import { referencePage } from './reference-page.ts'

/** Writes the reference of the flow format from the schemas. */
export const reference: Command = {
  usage: 'reference',
  summary: 'write docs/flow-format.md from the schemas',

  async run({ docsDir, print }) {
    const path = join(docsDir, 'flow-format.md')
    await writeFile(path, referencePage())
    print(`Written: ${path}`)
    return 0
  },
}
