/** Steps and cases that no way leads to. */
import type { Complaints } from '../complaints.ts'
import type { Layout } from '../lay.ts'
import { below, spotOf } from '../yaml.ts'
import type { Ways } from './ways.ts'

export function complainOfWays(layout: Layout, ways: Ways, complaints: Complaints): void {
  let isReported = false
  for (const [index, step] of layout.steps.entries()) {
    const arrival = ways.arrivals[index]
    if (step.draft === undefined) continue
    if (arrival === undefined) {
      // The steps below it are unreachable for the same reason.
      const mend = 'Lead a way to it, or remove it: the step above always ends or leads elsewhere.'
      const spot = spotOf(below(step.at, step.draft.kind))
      if (!isReported) complaints.error('unreachable-step', spot, `nothing leads to "${step.id}"`, mend)
      isReported = true
      continue
    }
    isReported = false
    if (arrival.running === undefined && step.draft.when !== undefined) {
      const mend = 'Remove the step, or correct the condition.'
      complaints.error('never-true', spotOf(below(step.at, 'when')), 'this can never be true here', mend)
    }
  }
  for (const dead of ways.deadCases) {
    const [index, position] = dead.split('/').map(Number)
    const step = layout.steps[index ?? 0]
    const one = step !== undefined && 'cases' in step ? step.cases[position ?? 0] : undefined
    if (one === undefined) continue
    const mend = 'Remove the case, or correct this condition or one above it.'
    complaints.error('never-true', spotOf(one.when.at), 'this can never be true here', mend)
  }
}
