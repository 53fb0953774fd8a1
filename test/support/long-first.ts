import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take long wherever they run, the longest first. */
const long = [
  'test/e2e/channels.test.ts',
  'test/e2e/handoff-console.test.ts',
  'test/e2e/handoff-telegram.test.ts',
  'test/e2e/handoff-telegram-redis.test.ts',
  'test/e2e/kill.test.ts',
  'test/e2e/redis.test.ts',
  'test/e2e/web.test.ts',
  'test/e2e/torture.test.ts',
  'test/e2e/handoff.test.ts',
  'test/e2e/start.test.ts',
  'test/e2e/deploy.test.ts',
  'test/store/redis.test.ts',
  'test/store/redis-slow.test.ts',
  'test/store/redis-trouble.test.ts',
  'test/accidents/edits.test.ts',
  'test/cli/gaps.test.ts',
  'test/cli/staff.test.ts',
  'test/content/yaml.test.ts',
  'test/engine/explorer.test.ts',
  'test/channels/zalo-bot/contract.test.ts',
  'test/cli/flows.test.ts',
]

/**
 * Begins with the files that take long, so that at the end no processor waits for one of them. Vitest goes by what it
 * remembers of the last run; a fresh copy of the project, as in CI, remembers nothing.
 */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const order = ({ project }: TestSpecification) => project.config.sequence.groupOrder
    return sorted.sort((a, b) => order(a) - order(b) || rank(a) - rank(b))
  }
}

function rank({ moduleId }: TestSpecification): number {
  const at = long.findIndex((path) => moduleId.endsWith(path))
  return at < 0 ? long.length : at
}
