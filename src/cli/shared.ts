/** What commands of operators share with the running processes, when there is a Redis. */
import type { Config } from '../config.ts'
import type { SharedValues } from '../platforms/index.ts'

export interface OpenedValues {
  readonly values: SharedValues
  close(): Promise<void>
}

/** `undefined` without Redis. @throws StoreError `store/unreachable` */
export async function sharedValues({
  redisUrl,
}: Pick<Config, 'redisUrl'>): Promise<OpenedValues | undefined> {
  if (redisUrl === undefined) return undefined
  const { connect } = await import('../store/redis/connection.ts')
  const connection = await connect(redisUrl)
  return { values: connection, close: () => connection.close() }
}
