/** `guide:` in facts.yaml: it leads to a script, and only where there is none. */
import type { Complaints } from '../complaints.ts'
import type { Procedure } from '../content.ts'
import type { Shapes } from '../shapes.ts'
import { didYouMean } from '../suggest.ts'
import { ref } from '../yaml.ts'

/** Complains of guides that lead nowhere. */
export function checkGuides(
  shapes: Shapes,
  procedures: ReadonlyMap<string, Procedure>,
  complaints: Complaints,
): void {
  const scripted = [...procedures.values()].filter(({ script }) => script !== undefined).map(({ id }) => id)
  for (const { id, guide, script } of procedures.values()) {
    const facts = shapes.procedures.get(id)?.facts
    if (guide === undefined || !facts) continue
    const spot = ref(facts.file, 'guide')
    if (script !== undefined) {
      const message = `"${id}" has a script of its own`
      complaints.error('guide-unused', spot, message, 'Remove the line "guide:", or the script.')
    } else if (!scripted.includes(guide)) {
      const mend = didYouMean(guide, scripted, 'Name a procedure that has a script.')
      complaints.error('unknown-procedure', spot, `there is no script of "${guide}"`, mend)
    }
  }
}
