import { DatabaseSync } from 'node:sqlite'
import { StoreError } from '../../errors.ts'
import type { CaseReader } from '../case-reader.ts'
import { toStoreError } from './errors.ts'
import { caseLister } from './list-cases.ts'
import { isUpToDate } from './schema.ts'

/** @throws StoreError `store/unreachable`, `store/corrupt` */
export function sqliteCaseReader(path: string): CaseReader {
  let db: DatabaseSync | undefined
  try {
    const opened = new DatabaseSync(path, { readOnly: true, timeout: 5_000 })
    db = opened
    if (!isUpToDate(opened))
      throw new StoreError(
        'store/corrupt',
        `${path} is of another version of this program. Start the service once.`,
      )
    const list = caseLister(opened)
    return { listCases: async (filter) => list(filter), close: async () => opened.close() }
  } catch (error) {
    db?.close()
    throw toStoreError(error, path)
  }
}
