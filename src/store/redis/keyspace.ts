/** What a keyspace says of itself. */
import { StoreError } from '../../errors.ts'
import type { Connection } from './connection.ts'
import { type Keys, keysOf, usualShards } from './keys.ts'

/** The format of everything in Redis; one that differs is not touched. */
export const format = '1'

/**
 * The keys of a keyspace with the number of shards that it was made with; with the usual number where there is none yet.
 * @throws StoreError `store/unreachable`, `store/corrupt` (its format is not ours)
 */
export async function existingKeys(connection: Connection, prefix: string): Promise<Keys> {
  const usual = keysOf(prefix, usualShards)
  const [its, shards] = (await connection.command('HMGET', usual.meta, 'format', 'shards')) as (
    | string
    | null
  )[]
  if (its) expectOurFormat(its)
  return shards ? keysOf(prefix, Number(shards)) : usual
}

/** @throws StoreError `store/corrupt` */
export function expectOurFormat(its: string): void {
  if (its === format) return
  throw new StoreError('store/corrupt', `Redis holds data of format ${its}; this program knows ${format}.`)
}
