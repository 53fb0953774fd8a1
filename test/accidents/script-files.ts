/** The files of a procedure as an editor changes them: steps put in, taken out, renamed and moved, in the YAML. */
import { dump, load } from 'js-yaml'
import { stepKinds } from '../../src/content/schema/script.ts'
import type { FlowFiles } from '../support/files.ts'

/** A mapping of a YAML file, to be changed in place. */
export type Group = Record<string, unknown>
export type Step = Group
type Steps = Step[]

/** A step with the list it stands in. */
export interface Site {
  readonly step: Step
  readonly steps: Steps
}

/** The files that belong to one procedure, to be changed and written back. */
export class ScriptFiles {
  readonly #texts: ReadonlyMap<string, string>
  readonly #docs: ReadonlyMap<string, Group>

  private constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts
    this.#docs = new Map([...texts].map(([path, text]) => [path, load(text) as Group]))
  }

  static async read(files: FlowFiles, paths: readonly string[]): Promise<ScriptFiles> {
    const texts = await Promise.all(paths.map(async (path) => [path, await files.read(path)] as const))
    return new ScriptFiles(new Map(texts))
  }

  /** The same files before any change. */
  afresh(): ScriptFiles {
    return new ScriptFiles(this.#texts)
  }

  /** All files as they would be written. */
  get text(): string {
    return [...this.#docs.values()].map(written).join('---')
  }

  async write(files: FlowFiles): Promise<void> {
    for (const [path, doc] of this.#docs) await files.write(path, written(doc))
  }

  /** Every list of steps: the scripts' own, and those of branches within. */
  lists(): readonly Steps[] {
    const found: Steps[] = []
    for (const doc of this.#docs.values()) {
      eachPair(doc, (_holder, key, value) => {
        if (key === 'steps' && Array.isArray(value)) found.push(value)
      })
    }
    return found
  }

  /** Every question, sub-flows included. */
  asks(): readonly string[] {
    return this.lists().flatMap((steps) => steps.filter((step) => 'ask' in step).map(idOf))
  }

  site(id: string): Site {
    for (const steps of this.lists()) {
      const step = steps.find((one) => idOf(one) === id)
      if (step !== undefined) return { step, steps }
    }
    throw new Error(`no step ${id}`)
  }

  /** Renames a slot wherever an expression reads it, in scripts and in facts. */
  renameReads(before: string, after: string): void {
    this.#eachExpression((expression) => expression.replaceAll(readOf(before), after))
  }

  /** Takes values and papers out of the facts that depend on any of these names. */
  dropFactsOf(names: ReadonlySet<string>): void {
    const isGone = (value: unknown) => {
      const { when } = Object(value)
      return typeof when === 'string' && reads(when, names)
    }
    for (const doc of this.#docs.values()) {
      eachPair(doc.facts, (holder, key, value) => {
        if (Array.isArray(value)) holder[key] = value.filter((item) => !isGone(item))
        else if (isGone(value)) delete holder[key]
      })
    }
  }

  #eachExpression(change: (expression: string) => string): void {
    for (const doc of this.#docs.values()) {
      eachPair(doc, (holder, key, value) => {
        if (typeof value === 'string') holder[key] = changeWithin(key, value, change)
      })
    }
  }
}

/** Every key of every mapping, outer ones first; what is put in its place is looked through in its stead. */
function eachPair(within: unknown, visit: (holder: Group, key: string, value: unknown) => void): void {
  if (Array.isArray(within)) {
    for (const item of within) eachPair(item, visit)
  } else if (typeof within === 'object' && within !== null) {
    const holder = within as Group
    for (const key of Object.keys(holder)) {
      visit(holder, key, holder[key])
      eachPair(holder[key], visit)
    }
  }
}

/** As it stands in a file, with its keys in their order. */
export function written(part: Group): string {
  return dump(part, { lineWidth: -1, noRefs: true })
}

export function idOf(step: Step): string {
  return String(stepKinds.map((kind) => step[kind]).find((id) => id !== undefined))
}

/** Whether a step stands for questions: its own, a sub-flow's, or of steps within. */
export function isAsking(step: Step): boolean {
  return 'ask' in step || 'call' in step || /\bask: /.test(written(step))
}

/** Whether the step itself, steps within aside, reads any of these names. */
export function readsAny(step: Step, names: ReadonlySet<string>): boolean {
  const { cases: _cases, else: _else, ...own } = step
  let found = false
  eachPair(own, (_holder, key, value) => {
    if (typeof value !== 'string') return
    changeWithin(key, value, (expression) => {
      found ||= reads(expression, names)
      return expression
    })
  })
  return found
}

export function reads(expression: string, names: ReadonlySet<string>): boolean {
  return [...names].some((name) => readOf(name).test(expression))
}

const expressionKeys = new Set(['when', 'value', 'check', 'on'])

/** Applies a change to what is an expression in a text: all of it, or what stands in placeholders. */
function changeWithin(key: string, text: string, change: (expression: string) => string): string {
  const isExpression = expressionKeys.has(key) && !text.includes('{{')
  return isExpression ? change(text) : text.replaceAll(/\{\{.*?\}\}/g, change)
}

/** A name where it is read: not within a string, nor as a field of anything but `answers`. */
function readOf(name: string): RegExp {
  return new RegExp(`(?<![\\w.'"])${name}\\b(?!['"])|(?<=answers\\.)${name}\\b`, 'g')
}
