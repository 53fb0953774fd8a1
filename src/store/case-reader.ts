/** Reads an office's cases for a report, beside a service that is at work: takes no lock, no shard and writes nothing. */
import { existsSync } from 'node:fs'
import type { StorePlace } from './open.ts'
import type { Store } from './store.ts'

export interface CaseReader extends Pick<Store, 'listCases'> {
  close(): Promise<void>
}

/**
 * @param path the embedded store's database; not looked at with a Redis
 * @throws StoreError `store/unreachable`, `store/corrupt`
 */
export async function openCaseReader(
  { redisUrl }: Pick<StorePlace, 'redisUrl'>,
  path: string,
): Promise<CaseReader> {
  if (redisUrl !== undefined) return (await import('./redis/case-reader.ts')).redisCaseReader(redisUrl)
  // Nobody has started the service yet.
  if (!existsSync(path)) return { listCases: async () => [], close: async () => {} }
  return (await import('./sqlite/case-reader.ts')).sqliteCaseReader(path)
}
