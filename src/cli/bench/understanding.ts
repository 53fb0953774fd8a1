/** What learning and reading cost, and how well the development set is read. */
import { serialize } from 'node:v8'
import type { Content } from '../../content/content.ts'
import { trainInThreads } from '../../understanding/learn-threads.ts'
import { loadSpelling } from '../../understanding/spelling.ts'
import { understanderOf } from '../../understanding/understander.ts'
import { timeLearning } from './learning.ts'
import type { Figure } from './table.ts'
import { accuracy, developmentSet, frozenSet } from './understanding-set.ts'

/** Learns the content's examples; reads them all, and the development set where the checkout has it. */
export async function benchUnderstanding(
  content: Content,
  flowsDir: string,
  localesDir: string,
): Promise<readonly Figure[]> {
  const spelling = loadSpelling(localesDir)
  const learning = await timeLearning(flowsDir, localesDir)
  const before = process.cpuUsage()
  const model = await trainInThreads(content.examples, spelling)
  const { user, system } = process.cpuUsage(before)
  const understander = understanderOf(model, spelling)
  const latencies = timeReading(
    content.examples.map(({ text }) => text),
    (text) => understander.read(text),
  )
  const at = (share: number) => latencies[Math.floor(share * (latencies.length - 1))] ?? 0
  return [
    ...learning,
    {
      name: 'understanding: training in this process, processor time',
      value: (user + system) / 1_000,
      unit: 'ms',
    },
    { name: 'understanding: model', value: serialize(model).length / 1_000, unit: 'kB' },
    { name: 'understanding: utterance p50', value: at(0.5), unit: 'µs' },
    { name: 'understanding: utterance p99', value: at(0.99), unit: 'µs' },
    ...accuracy(developmentSet(), (text) => understander.read(text)),
    ...accuracy([...frozenSet('third-set'), ...frozenSet('hard-negatives')], (text) =>
      understander.read(text),
    ).map((figure) => ({
      ...figure,
      name: figure.name.replace('understanding:', 'understanding, third set:'),
    })),
    ...accuracy(frozenSet('fourth-set'), (text) => understander.read(text))
      // Nothing foreign is in it.
      .filter(({ name }) => !name.includes('out of scope'))
      .map((figure) => ({
        ...figure,
        name: figure.name.replace('understanding:', 'understanding, fourth set:'),
      })),
  ]
}

/** Ascending, in microseconds; the first pass warms up. */
function timeReading(texts: readonly string[], read: (text: string) => unknown): readonly number[] {
  const latencies: number[] = []
  for (let pass = 0; pass < 3; pass++) {
    for (const text of texts) {
      const before = performance.now()
      read(text)
      if (pass > 0) latencies.push((performance.now() - before) * 1_000)
    }
  }
  return latencies.sort((a, b) => a - b)
}
