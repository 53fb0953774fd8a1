import { join } from 'node:path'
import { writeSchemas } from '../../content/json-schema.ts'
import type { Command } from './command.ts'

/** Writes the JSON Schemas by which an editor completes and checks flow files. */
export const schema: Command = {
  usage: 'schema',
  summary: 'write flows/schema, by which editors complete and check as one types',

  async run({ flowsDir, print }) {
    const dir = join(flowsDir, 'schema')
    await writeSchemas(dir)
    print(`Written: ${dir}`)
    return 0
  },
}
