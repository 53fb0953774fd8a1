/** What cannot be read, when everything is read. */
import { StoreError } from '../errors.ts'

/** Told where something stands that cannot be read. */
export type OnUnreadable = (where: string) => void

/**
 * What `read` gives; `undefined` when it cannot be read and somebody is told of it.
 * @throws StoreError `store/corrupt` when nobody is
 */
export function readOr<T>(
  where: string,
  onUnreadable: OnUnreadable | undefined,
  read: () => T,
): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!isUnreadable(error)) throw error
    // A parser's message would quote what citizens said.
    if (onUnreadable === undefined)
      throw new StoreError('store/corrupt', `Something in ${where} cannot be read.`)
    onUnreadable(where)
    return undefined
  }
}

function isUnreadable(error: unknown): boolean {
  if (error instanceof StoreError) return error.code === 'store/corrupt'
  return error instanceof SyntaxError || error instanceof TypeError
}
