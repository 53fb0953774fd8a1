import { expect, it, onTestFinished } from 'vitest'
import { StoreError } from '../../src/errors.ts'
import { watchHealth } from '../../src/main/health.ts'
import { createGate } from '../../src/runtime/gate.ts'
import type { Store } from '../../src/store/store.ts'
import { manualClock } from '../runtime/manual-clock.ts'

const refuses = async () => {
  throw new StoreError('store/unreachable', 'Redis has no memory left.')
}

function healthWith(store: Pick<Store, 'replies' | 'lease'>) {
  const health = watchHealth({
    store,
    desk: { shards: async () => [] },
    gate: createGate(),
    clock: manualClock(0),
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  })
  onTestFinished(health.stop)
  return health
}

it.each<[string, Pick<Store, 'replies' | 'lease'>, number]>([
  ['can be read and takes what it is given', { replies: async () => [], lease: async () => true }, 0],
  ['has nothing to share', { replies: async () => [] }, 0],
  ['can be read and takes nothing', { replies: async () => [], lease: refuses }, 1],
  ['cannot be read', { replies: refuses, lease: async () => true }, 1],
])('a service whose store %s says whether it is ready', async (_, store, reasons) => {
  expect(await healthWith(store).whyNotReady()).toHaveLength(reasons)
})
