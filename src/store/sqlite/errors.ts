import { StoreError } from '../../errors.ts'

/** Primary result codes, https://www.sqlite.org/rescode.html (read 2026-11-22). */
const corrupt = 11
const full = 13
const readonly = 8
const cannotOpen = 14
const notADatabase = 26

/** What SQLite reports, as an error of ours that says what to do. */
export function toStoreError(error: unknown, path: string): StoreError {
  if (error instanceof StoreError) return error
  const code = primaryCode(error)
  const options = { cause: error }
  if (code === corrupt || code === notADatabase)
    return new StoreError(
      'store/corrupt',
      `The database ${path} is damaged or not a database. Stop the service, keep a copy, and put back the latest ` +
        `backup; "sqlite3 ${path} .recover" may rescue what is in it. Moving it away starts with an empty one.`,
      options,
    )
  if (code === full)
    return new StoreError('store/unreachable', `No space left for the database ${path}.`, options)
  if (code === readonly)
    return new StoreError('store/unreachable', `The database ${path} cannot be written to.`, options)
  if (code === cannotOpen)
    return new StoreError(
      'store/unreachable',
      `The database ${path} cannot be opened: look whether its folder, and what is in it, belongs to the user of the service.`,
      options,
    )
  const words = error instanceof Error ? error.message : String(error)
  return new StoreError('store/unreachable', `The database ${path} failed: ${words}`, options)
}

/** For what fails while the database is open: SQLite's errors become ours, anything else is a caller's bug. */
export function storeErrorOrBug(error: unknown, path: string): unknown {
  return primaryCode(error) === undefined ? error : toStoreError(error, path)
}

/** SQLite's primary result code, or `undefined` for an error of another kind. */
export function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined
  return error.errcode & 0xff
}

/** SQLite's code for "somebody else has it". */
export const busy = 5
