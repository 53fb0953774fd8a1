/** Lays a script out flat: sub-flows in place, nested blocks one after the other, every jump forward. */
import type { Complaints } from './complaints.ts'
import type { DraftBranch, DraftStep, DraftWay } from './draft.ts'
import { didYouMean } from './suggest.ts'
import { below, type Ref, spotOf } from './yaml.ts'

/** A condition with its place. */
export interface Condition {
  readonly source: string
  readonly at: Ref
}

interface LaidBase {
  readonly id: string
  readonly at: Ref
  /** The shared flow it comes from; `undefined` for the script's own steps. */
  readonly flow: string | undefined
  readonly guards: readonly Condition[]
}
export type LaidPlain = LaidBase & { readonly draft: Exclude<DraftStep, DraftBranch | { kind: 'call' }> }
export interface LaidBranch extends LaidBase {
  readonly draft: DraftBranch
  /** Targets are indexes; the script's bottom is its length. */
  readonly cases: readonly { readonly when: Condition; readonly target: number }[]
  readonly otherwise: number
  /** Where the script goes on below the whole branch. */
  readonly bottom: number
}
export interface LaidJump extends LaidBase {
  readonly draft: undefined
  readonly target: number
}
export type LaidStep = LaidPlain | LaidBranch | LaidJump

export interface Layout {
  readonly steps: readonly LaidStep[]
  /** Of every step and call to the index where it starts. */
  readonly starts: ReadonlyMap<string, number>
}

interface Target {
  index: number
}
interface Unresolved {
  readonly name: string
  readonly from: number
  readonly at: Ref
  readonly flow: string | undefined
  readonly target: Target
}

/** The steps of `flows/shared/`, by flow; `null` marks one that could not be read. */
export type SharedFlows = ReadonlyMap<string, { readonly steps: readonly DraftStep[] } | null>

/** Lays out; `undefined` when a sub-flow or a target is missing (the complaints say which). */
export function layOut(
  drafts: readonly DraftStep[],
  shared: SharedFlows,
  complaints: Complaints,
): Layout | undefined {
  const layer = new Layer(shared, complaints)
  layer.block(drafts, [], undefined)
  return layer.finish()
}

class Layer {
  readonly #shared: SharedFlows
  readonly #complaints: Complaints
  readonly #steps: (() => LaidStep)[] = []
  readonly #starts = new Map<string, number>()
  readonly #flowOf = new Map<string, string | undefined>()
  readonly #gotos: Unresolved[] = []
  readonly #open: string[] = []
  #isBroken = false

  constructor(shared: SharedFlows, complaints: Complaints) {
    this.#shared = shared
    this.#complaints = complaints
  }

  block(drafts: readonly DraftStep[], guards: readonly Condition[], flow: string | undefined): void {
    for (const draft of drafts) this.#step(draft, guards, flow)
  }

  finish(): Layout | undefined {
    for (const goto of this.#gotos) this.#resolve(goto)
    if (this.#isBroken) return undefined
    return { steps: this.#steps.map((make) => make()), starts: this.#starts }
  }

  #step(draft: DraftStep, around: readonly Condition[], flow: string | undefined): void {
    const own = draft.when === undefined ? [] : [{ source: draft.when, at: below(draft.at, 'when') }]
    const guards = [...around, ...own]
    this.#name(draft, flow)
    if (draft.kind === 'call') this.#call(draft, guards)
    else if (draft.kind === 'branch') this.#branch(draft, guards, flow)
    else this.#steps.push(() => ({ id: draft.id, at: draft.at, flow, guards, draft }))
  }

  #name(draft: DraftStep, flow: string | undefined): void {
    const { id } = draft
    if (!this.#starts.has(id)) {
      this.#starts.set(id, this.#steps.length)
      this.#flowOf.set(id, flow)
      return
    }
    this.#isBroken = true
    const where = this.#flowOf.get(id)
    const message = `another step${where === undefined ? '' : ` (of the sub-flow "${where}")`} is called "${id}"`
    const mend = 'Give one of them another id. A sub-flow can be called once in a script.'
    this.#complaints.error('duplicate-step', spotOf(below(draft.at, draft.kind)), message, mend)
  }

  #call(draft: Extract<DraftStep, { kind: 'call' }>, guards: readonly Condition[]): void {
    const name = draft.source.flow
    const spot = below(draft.at, 'flow')
    const flow = this.#shared.get(name)
    if (this.#open.includes(name)) {
      this.#isBroken = true
      const message = `the sub-flow "${name}" calls itself (${[...this.#open, name].join(' > ')}) and would never end`
      this.#complaints.error('flow-recursion', spot, message, 'Remove one of these calls.')
    } else if (flow === undefined) {
      this.#isBroken = true
      const mend = didYouMean(name, this.#shared.keys(), `Write flows/shared/${name}.yaml.`)
      this.#complaints.error('unknown-flow', spot, `there is no sub-flow "${name}"`, mend)
    } else if (flow === null) {
      this.#isBroken = true
    } else {
      this.#open.push(name)
      this.block(flow.steps, guards, name)
      this.#open.pop()
    }
  }

  #branch(draft: DraftBranch, guards: readonly Condition[], flow: string | undefined): void {
    const from = this.#steps.length
    const bottom: Target = { index: 0 }
    const cases: { when: Condition; target: Target }[] = []
    let otherwise: Target = bottom
    this.#steps.push(() => ({
      ...{ id: draft.id, at: draft.at, flow, guards, draft },
      cases: cases.map((one) => ({ when: one.when, target: one.target.index })),
      otherwise: otherwise.index,
      bottom: bottom.index,
    }))
    for (const one of draft.cases) {
      const when = { source: one.when, at: below(one.at, 'when') }
      cases.push({ when, target: this.#way(one, from, guards, flow, bottom) })
    }
    if (draft.otherwise !== undefined) otherwise = this.#way(draft.otherwise, from, guards, flow, bottom)
    bottom.index = this.#steps.length
  }

  /** Lays one way's block, and gives where it starts. */
  #way(
    way: DraftWay,
    from: number,
    guards: readonly Condition[],
    flow: string | undefined,
    bottom: Target,
  ): Target {
    const { goto, steps, at } = way
    if ((goto === undefined) === (steps === undefined)) {
      this.#isBroken = true
      const message = goto === undefined ? 'this way leads nowhere' : 'this way has both steps and goto'
      const mend = goto === undefined ? 'Add steps, or goto: the id of a later step.' : 'Keep one of the two.'
      this.#complaints.error('branch-way', spotOf(at), message, mend)
      return bottom
    }
    if (goto !== undefined) {
      const target = { index: 0 }
      this.#gotos.push({ name: goto, from, at: below(at, 'goto'), flow, target })
      return target
    }
    const start = { index: this.#steps.length }
    this.block(steps ?? [], guards, flow)
    const id = `${flow ?? ''}/${this.#steps.length}`
    this.#steps.push(() => ({ id, at, flow, guards, draft: undefined, target: bottom.index }))
    return start
  }

  #resolve({ name, from, at, flow, target }: Unresolved): void {
    const index = this.#flowOf.get(name) === flow ? this.#starts.get(name) : undefined
    if (index !== undefined && index > from) {
      target.index = index
      return
    }
    this.#isBroken = true
    const later = [...this.#starts].filter(([id, start]) => start > from && this.#flowOf.get(id) === flow)
    const names = later.map(([id]) => id)
    if (index === undefined) {
      const mend = didYouMean(name, names, 'Name a later step of this file.')
      this.#complaints.error('unknown-step', spotOf(at), `there is no step "${name}"`, mend)
    } else {
      const message = index === from ? 'the step leads to itself' : `"${name}" is not below this step`
      this.#complaints.error(
        'goto-backward',
        spotOf(at),
        message,
        "Lead on to a later step; going back is the citizen's.",
      )
    }
  }
}
