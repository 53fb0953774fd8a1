/** A script's steps as they are written, each checked against the kind its author meant. */
import type { z } from 'zod'
import type { Complaints } from './complaints.ts'
import { branchShell, stepKinds, stepSchemas } from './schema/script.ts'
import { didYouMean } from './suggest.ts'
import { below, keySpotOf, type Ref, spotOf } from './yaml.ts'
import { parseShape } from './zod-problems.ts'

type StepKind = (typeof stepKinds)[number]
type PlainKind = Exclude<StepKind, 'branch'>
type SourceOf<K extends PlainKind> = z.infer<(typeof stepSchemas)[K]>

export type AskSource = SourceOf<'ask'>

interface DraftBase {
  readonly id: string
  readonly at: Ref
  readonly when?: string
}
type PlainDraft = {
  [K in PlainKind]: DraftBase & { readonly kind: K; readonly source: SourceOf<K> }
}[PlainKind]
export interface DraftBranch extends DraftBase {
  readonly kind: 'branch'
  readonly cases: readonly (DraftWay & { readonly when: string })[]
  readonly otherwise?: DraftWay
}
export type DraftStep = PlainDraft | DraftBranch

/** One way out of a branch. */
export interface DraftWay {
  readonly at: Ref
  readonly goto?: string
  readonly steps?: readonly DraftStep[]
}

/** Reads a list of steps; `undefined` when any of them does not have its shape (all complaints are made). */
export function draftSteps(list: unknown, at: Ref, complaints: Complaints): readonly DraftStep[] | undefined {
  if (!Array.isArray(list)) {
    complaints.error('wrong-shape', spotOf(at), 'a list of steps belongs here', 'Start each step with "- ".')
    return undefined
  }
  const drafts = list.map((item: unknown, index) => draftStep(item, below(at, index), complaints))
  const whole = drafts.filter((draft) => draft !== undefined)
  return whole.length === drafts.length ? whole : undefined
}

function draftStep(item: unknown, at: Ref, complaints: Complaints): DraftStep | undefined {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    const mend = `Write its kind first, e.g. "- say: greeting".`
    complaints.error('wrong-shape', spotOf(at), 'a step belongs here', mend)
    return undefined
  }
  const kind = kindOf(item, at, complaints)
  if (kind === undefined) return undefined
  if (kind === 'branch') return draftBranch(item, at, complaints)
  const source = parseShape<SourceOf<PlainKind>>(stepSchemas[kind], at, item, complaints)
  if (source === undefined) return undefined
  const id = (source as unknown as Record<string, string>)[kind] ?? ''
  return { kind, id, at, source, ...whenOf(source.when) } as PlainDraft
}

function kindOf(item: object, at: Ref, complaints: Complaints): StepKind | undefined {
  const keys = Object.keys(item)
  const kinds = keys.filter((key): key is StepKind => (stepKinds as readonly string[]).includes(key))
  const [kind, second] = kinds
  if (kind === undefined) {
    const first = keys[0] ?? ''
    const mend = didYouMean(first, stepKinds, 'Start it with its kind.')
    complaints.error('no-step-kind', keySpotOf(below(at, first)), 'this step does not say what it is', mend)
    return undefined
  }
  if (second !== undefined) {
    const message = `this step is both "${kind}" and "${second}"`
    complaints.error(
      'two-step-kinds',
      keySpotOf(below(at, second)),
      message,
      'Make it two steps, each with its own "- ".',
    )
    return undefined
  }
  return kind
}

function whenOf(when: string | boolean | undefined): { when?: string } {
  return when === undefined ? {} : { when: String(when) }
}

function draftBranch(item: object, at: Ref, complaints: Complaints): DraftBranch | undefined {
  const shell = parseShape(branchShell, at, item, complaints)
  if (shell === undefined) return undefined
  let isWhole = true
  const way = (
    source: { goto?: string | undefined; steps?: unknown[] | undefined },
    wayAt: Ref,
  ): DraftWay => {
    const steps = source.steps && draftSteps(source.steps, below(wayAt, 'steps'), complaints)
    if (source.steps !== undefined && steps === undefined) isWhole = false
    return {
      at: wayAt,
      ...(source.goto === undefined ? {} : { goto: source.goto }),
      ...(steps ? { steps } : {}),
    }
  }
  const cases = shell.cases.map((one, index) => ({
    ...way(one, below(at, 'cases', index)),
    when: String(one.when),
  }))
  const otherwise = shell.else && way(shell.else, below(at, 'else'))
  if (!isWhole) return undefined
  return {
    kind: 'branch',
    id: shell.branch,
    at,
    cases,
    ...(otherwise ? { otherwise } : {}),
    ...whenOf(shell.when),
  }
}
