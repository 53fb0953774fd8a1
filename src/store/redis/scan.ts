/** Reads a whole hash or sorted set in pages, so that Redis serves others meanwhile. */
import type { Connection } from './connection.ts'

const pageSize = 500

/** Pairs of a hash or a sorted set, each once: while nobody writes, SCAN may still repeat some. */
export async function* scan(
  command: 'HSCAN' | 'ZSCAN',
  key: string,
  connection: Connection,
): AsyncGenerator<readonly [string, string]> {
  const seen = new Set<string>()
  let cursor = '0'
  do {
    const answer = await connection.command(command, key, cursor, 'COUNT', pageSize)
    const [next, flat] = answer as [string, readonly string[]]
    cursor = next
    for (let index = 0; index < flat.length; index += 2) {
      const name = flat[index] ?? ''
      if (seen.has(name)) continue
      seen.add(name)
      yield [name, flat[index + 1] ?? '']
    }
  } while (cursor !== '0')
}
