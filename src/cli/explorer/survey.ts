/** The explorer sent through every script, in every language, on days that differ. */
import type { Content, ProcedureId } from '../../content/content.ts'
import type { EpochMs } from '../../engine/turn.ts'
import { caseKey, type Seen, watchContent } from '../watch.ts'
import { type ExploreOptions, explore } from './explore.ts'
import type { Exploration, Failure } from './state.ts'

/** A Sunday and a working day before the law of 1 March 2027, the last working day before it, a day under it. */
export const surveyDays: readonly EpochMs[] = [
  Date.parse('2026-11-22T09:00+07:00'),
  Date.parse('2026-11-23T09:00+07:00'),
  Date.parse('2027-02-26T09:00+07:00'),
  Date.parse('2027-03-02T09:00+07:00'),
]

export interface Survey {
  readonly explorations: readonly Exploration[]
  /** Steps and branch cases that no path reached on any of the days, by procedure. */
  readonly unreached: ReadonlyMap<ProcedureId, readonly string[]>
}

export interface SurveyOptions extends Pick<ExploreOptions, 'maxStates' | 'hasInterrupts'> {
  readonly content: Content
  readonly procedures?: readonly ProcedureId[]
  readonly days?: readonly EpochMs[]
}

/** Explores the scripts of some or all procedures. */
export function survey(options: SurveyOptions): Survey {
  const { procedures = [...options.content.procedures.keys()], days = surveyDays } = options
  const { content, seen } = watchContent(options.content)
  const explorations: Exploration[] = []
  const unreached = new Map<ProcedureId, readonly string[]>()
  for (const procedure of procedures) {
    for (const locale of content.locales.keys()) {
      // The ways are the same in every language: other texts need fewer days.
      const isMain = locale === content.defaultLocale
      for (const now of isMain ? days : new Set([...days.slice(0, 1), ...days.slice(-1)])) {
        const found = explore({ ...options, content, procedure, locale, now })
        if (found !== undefined) explorations.push(found)
      }
    }
    const left = unseen(options.content, procedure, seen.get(procedure))
    if (left.length > 0) unreached.set(procedure, left)
  }
  return { explorations, unreached }
}

/** Steps and branch cases (as `branch#0`, `branch#else`) that were never used. */
export function unseen(content: Content, procedure: ProcedureId, seen: Seen | undefined): readonly string[] {
  const steps = content.procedures.get(procedure)?.script?.steps ?? []
  return steps.flatMap((step) => {
    if (step.type === 'jump' || seen === undefined) return []
    if (!seen.steps.has(step.id)) return [step.id]
    if (step.type !== 'branch') return []
    const ways = [...step.cases.keys(), 'else' as const]
    return ways.map((way) => caseKey(step.id, way)).filter((key) => !seen.cases.has(key))
  })
}

/** A failure as a page of text: what, where, and the conversation that leads there. */
export function formatFailure({ procedure, locale, now, rule, detail, chat }: Failure): string {
  const day = new Date(now).toISOString().slice(0, 10)
  return `${procedure} (${locale}, ${day}) ${rule}: ${detail}\n\n${chat}\n`
}
