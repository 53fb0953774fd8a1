/** `counts_from:` in facts.yaml: it names a date question of the script that leads through the procedure. */
import type { Complaints } from '../complaints.ts'
import type { Procedure } from '../content.ts'
import type { Shapes } from '../shapes.ts'
import { didYouMean } from '../suggest.ts'
import { ref } from '../yaml.ts'

/** Complains of days that are counted from nothing. */
export function checkCounts(
  shapes: Shapes,
  procedures: ReadonlyMap<string, Procedure>,
  complaints: Complaints,
): void {
  for (const { id, guide, script: own, facts } of procedures.values()) {
    const file = shapes.procedures.get(id)?.facts?.file
    const script = own ?? procedures.get(guide ?? '')?.script
    const steps = script?.steps.filter((step) => step.type === 'ask' && step.slotType === 'date') ?? []
    const dates = steps.map((step) => step.id)
    for (const { id: fact, type, countsFrom } of facts.values()) {
      if (file === undefined || countsFrom === undefined) continue
      const spot = ref(file, 'facts', fact, 'counts_from')
      if (type !== 'calendar_days') {
        const message = `"${fact}" holds no calendar days to be counted`
        complaints.error('counts-from-unused', spot, message, 'Remove the line "counts_from:".')
      } else if (!dates.includes(countsFrom)) {
        const mend = didYouMean(countsFrom, dates, 'Name a date question of the script.')
        complaints.error('unknown-date', spot, `no question of the script asks for "${countsFrom}"`, mend)
      }
    }
  }
}
