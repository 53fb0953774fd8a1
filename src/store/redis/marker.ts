/**
 * Remembers beside the service which keyspace it worked with, so that a Redis that was emptied while every process was
 * stopped is told apart from a new one.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StoreLog } from './membership.ts'

export interface MarkerOptions {
  /** A folder that outlives the process. */
  readonly dataDir: string
  readonly url: string
  readonly log: StoreLog
}

interface Marker {
  /** Digest of the address: another Redis is another matter. */
  readonly redis: string
  readonly epoch: string
}

/** To be told of the keyspace's epoch, at the start and whenever it is another. */
export function epochMarker({ dataDir, url, log }: MarkerOptions): (epoch: string) => void {
  const path = join(dataDir, 'redis-epoch.json')
  const redis = createHash('sha256').update(withoutPassword(url)).digest('hex').slice(0, 16)
  let isFirst = true

  function compare(epoch: string, before: Marker | undefined): void {
    if (before === undefined || before.redis !== redis || before.epoch === epoch) return
    log.error(
      { alarm: 'redis_emptied' },
      'Redis was emptied or replaced while this process was stopped: what it held then (conversations, cases, waiting ' +
        'inputs and replies, accounts of staff) is gone. Stop the service and put a backup back, or go on with what is there.',
    )
  }

  return (epoch) => {
    const before = readMarker(path)
    // What happens while it runs is reported by the one who sees it happen.
    if (isFirst) compare(epoch, before)
    isFirst = false
    if (before?.redis === redis && before.epoch === epoch) return
    try {
      mkdirSync(dataDir, { recursive: true, mode: 0o700 })
      writeFileSync(`${path}.next`, JSON.stringify({ redis, epoch } satisfies Marker), { mode: 0o600 })
      renameSync(`${path}.next`, path)
    } catch (error) {
      log.warn(
        { err: error },
        'DATA_DIR cannot be written to: an emptied Redis would not be noticed at the next start.',
      )
    }
  }
}

function readMarker(path: string): Marker | undefined {
  try {
    const { redis, epoch } = JSON.parse(readFileSync(path, 'utf8')) as Marker
    return { redis, epoch }
  } catch {
    return undefined
  }
}

/** A password that was changed does not make another Redis of it. */
function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//')
}
