import type { CaseReader } from '../case-reader.ts'
import { createCases } from './cases.ts'
import { connect } from './connection.ts'
import { usualPrefix } from './keys.ts'
import { existingKeys } from './keyspace.ts'

/** Never becomes a member: looking takes no shard from anybody. @throws StoreError `store/unreachable`, `store/corrupt` */
export async function redisCaseReader(url: string, prefix = usualPrefix): Promise<CaseReader> {
  const connection = await connect(url)
  try {
    const keys = await existingKeys(connection, prefix)
    const log = { warn: () => {}, error: () => {} }
    const { listCases } = createCases({ connection, keys, member: '', log })
    return { listCases, close: () => connection.close() }
  } catch (error) {
    await connection.close()
    throw error
  }
}
