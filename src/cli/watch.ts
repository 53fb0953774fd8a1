/** Content that notes what the engine touches, so that coverage is what really ran and not a second guess at it. */
import type {
  BranchStep,
  Content,
  Fact,
  FactId,
  Procedure,
  ProcedureId,
  Script,
  StepId,
} from '../content/content.ts'

/** What was touched of one procedure. */
export interface Seen {
  readonly steps: Set<StepId>
  /** `branch#0`, `branch#1` ... and `branch#else`, see {@link caseKey}. */
  readonly cases: Set<string>
  readonly facts: Set<FactId>
}

export interface Watched {
  /** Behaves as the content it was made of. */
  readonly content: Content
  readonly seen: ReadonlyMap<ProcedureId, Seen>
}

/** The name of one way out of a branch. */
export function caseKey(branch: StepId, index: number | 'else'): string {
  return `${branch}#${index}`
}

/** Makes content that behaves the same and notes which steps, branch cases and facts are used. */
export function watchContent(content: Content): Watched {
  const seen = new Map<ProcedureId, Seen>()
  const procedures = new Map<ProcedureId, Procedure>()
  for (const [id, procedure] of content.procedures) {
    const notes: Seen = { steps: new Set(), cases: new Set(), facts: new Set() }
    seen.set(id, notes)
    procedures.set(id, watchProcedure(procedure, notes))
  }
  return { content: { ...content, procedures }, seen }
}

function watchProcedure(procedure: Procedure, seen: Seen): Procedure {
  const { script } = procedure
  const facts = new Map([...procedure.facts].map(([id, fact]) => [id, watchFact(fact, seen)]))
  return { ...procedure, facts, ...(script === undefined ? {} : { script: watchScript(script, seen) }) }
}

function watchFact(fact: Fact, seen: Seen): Fact {
  const noted = () => void seen.facts.add(fact.id)
  return {
    ...fact,
    // A fact is looked up in its province first, and only without one of these nationally.
    get places() {
      noted()
      return fact.places
    },
    get values() {
      noted()
      return fact.values
    },
  }
}

function watchScript(script: Script, seen: Seen): Script {
  // A branch's target is read when that way is taken.
  const steps = script.steps.map((step) => (step.type === 'branch' ? watchBranch(step, seen) : step))
  const byId = new Map([...script.byId].map(([id, step]) => [id, steps[step.index] ?? step]))
  return { ...script, steps, byId, onEnter: (id) => seen.steps.add(id) }
}

function watchBranch(step: BranchStep, seen: Seen): BranchStep {
  return {
    ...step,
    cases: step.cases.map((one, index) => ({
      when: one.when,
      get target() {
        seen.cases.add(caseKey(step.id, index))
        return one.target
      },
    })),
    get otherwise() {
      seen.cases.add(caseKey(step.id, 'else'))
      return step.otherwise
    },
  }
}
