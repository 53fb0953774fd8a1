import { expect, test } from 'vitest'
import { shardTable } from '../../src/cli/inspect/tables.ts'
import type { ShardState } from '../../src/store/desk.ts'

const now = 1_000_000

const shard = (owner: string | undefined, until: number | undefined): ShardState => ({
  shard: 0,
  owner,
  token: 1,
  until,
  inputs: 0,
  oldestInputAt: undefined,
  deliveries: 0,
  oldestDeliveryAt: undefined,
  deadLetters: 0,
  openCases: 0,
})

test.each([
  ['a process that renews', shard('abc', now + 1), '  1 held by abc'],
  // It is no fault: with nobody beside it a process renews when it has something to do.
  [
    'one that did not for longer than its lease',
    shard('abc', now),
    '  1 held by abc (not renewed: it has nothing to do and is alone, or it is gone)',
  ],
  ['nobody', shard(undefined, undefined), '  1 held by nobody'],
])('who holds shards is told: %s', (_, state, line) => {
  expect(shardTable([state], now).split('\n')[1]).toBe(line)
})
