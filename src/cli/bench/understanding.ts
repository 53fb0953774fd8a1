/** What reading an utterance costs. */
import type { Content } from '../../content/content.ts'
import { loadSpelling } from '../../understanding/spelling.ts'
import { createUnderstander } from '../../understanding/understander.ts'
import type { Figure } from './table.ts'

/** Trains on the content's examples and reads them all. */
export function benchUnderstanding(content: Content, localesDir: string): readonly Figure[] {
  const started = performance.now()
  const understander = createUnderstander(content.examples, loadSpelling(localesDir))
  const trainMs = performance.now() - started
  const latencies: number[] = []
  for (let pass = 0; pass < 3; pass++) {
    for (const { text } of content.examples) {
      const before = performance.now()
      understander.read(text)
      if (pass > 0) latencies.push((performance.now() - before) * 1_000)
    }
  }
  latencies.sort((a, b) => a - b)
  const at = (share: number) => latencies[Math.floor(share * (latencies.length - 1))] ?? 0
  return [
    { name: 'understanding: training', value: trainMs, unit: 'ms' },
    { name: 'understanding: utterance p50', value: at(0.5), unit: 'µs' },
    { name: 'understanding: utterance p99', value: at(0.99), unit: 'µs' },
  ]
}
