import { defineConfig } from 'vitest/config'
import { LongFirst } from './test/support/long-first.ts'

const setupFiles = 'test/support/temporary-file.ts'

export default defineConfig({
  test: {
    reporters: ['default'],
    sequence: { sequencer: LongFirst },
    globalSetup: 'test/support/temporary-run.ts',
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles,
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Vitest would leave a processor free, which of two is half.
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Real processes and a real browser. They mostly wait, so two files share the machine, but with nothing else.
        test: {
          name: 'end to end',
          setupFiles,
          include: ['test/e2e/**/*.test.ts'],
          maxWorkers: 2,
          testTimeout: 120_000,
          expect: { poll: { timeout: 60_000 } },
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
