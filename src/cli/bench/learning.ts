/** How long learning takes, from having the examples to having a model. */
import { enableCompileCache } from 'node:module'
import { loadContent } from '../../content/load.ts'
import { formatProblems } from '../../content/report.ts'
import { startLearnerInProcess } from '../../understanding/learn.ts'
import { loadSpelling } from '../../understanding/spelling.ts'
import { spreadOf } from './statistics.ts'
import type { Figure } from './table.ts'

const rounds = 5

/**
 * As at a start, when the process that learns was begun before the content was read; and after an edit, when it begins
 * with the learning.
 */
export async function timeLearning(flowsDir: string, localesDir: string): Promise<readonly Figure[]> {
  process.env.NODE_COMPILE_CACHE ??= enableCompileCache().directory ?? ''
  const { signal } = new AbortController()
  const learnMs = async (isStart: boolean): Promise<number> => {
    const early = isStart ? startLearnerInProcess(signal) : undefined
    const spelling = loadSpelling(localesDir)
    const loaded = await loadContent({ flowsDir, localesDir })
    if (!loaded.ok) throw new Error(formatProblems(loaded.problems))
    const begun = performance.now()
    const learn = early ?? startLearnerInProcess(signal)
    await learn({ examples: loaded.content.examples, spelling })
    return performance.now() - begun
  }
  // The first one compiles what those behind it find.
  await learnMs(false)
  const atStart: number[] = []
  const afterEdit: number[] = []
  for (let round = 0; round < rounds; round++) {
    atStart.push(await learnMs(true))
    afterEdit.push(await learnMs(false))
  }
  return [
    figure('understanding: training, at a start', atStart),
    figure('understanding: training, after an edit', afterEdit),
  ]
}

function figure(name: string, taken: readonly number[]): Figure {
  const { median, least, most } = spreadOf(taken)
  return { name, value: median, unit: 'ms', least, most }
}
