/** The texts of the pages for staff. */
import { z } from 'zod'
import { prose } from './common.ts'

/** locales/<tag>/console.yaml: by page and name; `{value}` marks a value. */
export const consoleFile = z
  .strictObject({
    locale: z.string(),
    phrases: z.record(z.string(), z.record(z.string(), prose)),
  })
  .describe('console.yaml: what stands on the pages for staff.')
export type ConsoleFile = z.infer<typeof consoleFile>
