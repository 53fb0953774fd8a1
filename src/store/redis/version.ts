/** Whether a Redis is new enough. */
import { StoreError } from '../../errors.ts'

/** Scripts of ours write to streams with ids like `0-*`, which Redis knows since then. */
const oldest = 7

/**
 * Looks at what Redis says under `INFO server`; one that does not say its version is given the benefit of the doubt.
 * @throws StoreError `store/unreachable` when it is too old
 */
export function expectNewEnough(info: string): void {
  const [, version, major] = /^redis_version:((\d+)[\d.]*)/m.exec(info) ?? []
  if (major === undefined || Number(major) >= oldest) return
  throw new StoreError(
    'store/unreachable',
    `This Redis is version ${version}; version ${oldest}.0 or newer is needed. Update it, or leave out REDIS_URL.`,
  )
}
