/** Sub-flows as a whole: whether each is called, and whether their texts can be told apart in translations. */
import type { Complaints } from '../complaints.ts'
import type { DraftStep } from '../draft.ts'
import type { Shapes } from '../shapes.ts'
import { below, keySpotOf, ref } from '../yaml.ts'

/** Complains, and says whether every sub-flow is called by some script. */
export function checkSharedFlows(shapes: Shapes, complaints: Complaints): { readonly areAllCalled: boolean } {
  const lists = [...shapes.procedures.values()].map(({ script }) => script).concat(...shapes.shared.values())
  const called = new Set(lists.flatMap((shaped) => (shaped ? shaped.data.steps.flatMap(callsIn) : [])))
  const owners = new Map<string, string>()
  let areAllCalled = true
  for (const [flow, shaped] of shapes.shared) {
    if (shaped === null) continue
    if (!called.has(flow)) {
      areAllCalled = false
      const spot = keySpotOf(ref(shaped.file, 'flow'))
      complaints.warn('unused-flow', spot, `no script calls "${flow}"`, 'Call it, or remove the file.')
    }
    for (const step of shaped.data.steps.flatMap(withNested)) {
      const owner = owners.get(step.id)
      owners.set(step.id, flow)
      if (owner === undefined || owner === flow) continue
      const message = `the sub-flow "${owner}" has a step "${step.id}" too, so translations could not tell them apart`
      complaints.error('duplicate-step', below(step.at, step.kind), message, 'Give one of them another id.')
    }
  }
  return { areAllCalled }
}

function callsIn(step: DraftStep): readonly string[] {
  return withNested(step).flatMap((one) => (one.kind === 'call' ? [one.source.flow] : []))
}

/** A step with those in its branches. */
function withNested(step: DraftStep): readonly DraftStep[] {
  if (step.kind !== 'branch') return [step]
  const ways = [...step.cases, ...(step.otherwise ? [step.otherwise] : [])]
  return [step, ...ways.flatMap((way) => (way.steps ?? []).flatMap(withNested))]
}
