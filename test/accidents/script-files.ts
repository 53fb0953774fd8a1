/** The files of a procedure as an editor changes them: steps put in, taken out, renamed and moved, in the YAML. */
import { type Document, isMap, isScalar, isSeq, parseDocument, visit, type YAMLMap, type YAMLSeq } from 'yaml'
import { stepKinds } from '../../src/content/schema/script.ts'
import type { FlowFiles } from '../support/files.ts'

export type Step = YAMLMap<unknown, unknown>
type Steps = YAMLSeq<Step>

/** A step with the list it stands in. */
export interface Site {
  readonly step: Step
  readonly steps: Steps
}

/** The documents that belong to one procedure, to be changed and written back. */
export class ScriptFiles {
  readonly #texts: ReadonlyMap<string, string>
  readonly #docs: ReadonlyMap<string, Document>

  private constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts
    this.#docs = new Map([...texts].map(([path, text]) => [path, parseDocument(text)]))
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
    return [...this.#docs.values()].map(String).join('---')
  }

  async write(files: FlowFiles): Promise<void> {
    for (const [path, doc] of this.#docs) await files.write(path, doc.toString())
  }

  /** Every list of steps: the scripts' own, and those of branches within. */
  lists(): readonly Steps[] {
    const found: Steps[] = []
    for (const doc of this.#docs.values()) {
      visit(doc, {
        Pair: (_key, pair) => {
          const { key, value } = pair
          if (isScalar(key) && key.value === 'steps' && isSeq(value)) found.push(value as Steps)
        },
      })
    }
    return found
  }

  /** Every question, sub-flows included. */
  asks(): readonly string[] {
    return this.lists().flatMap(({ items }) => items.filter((step) => step.has('ask')).map(idOf))
  }

  site(id: string): Site {
    for (const steps of this.lists()) {
      const step = steps.items.find((one) => idOf(one) === id)
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
    for (const doc of this.#docs.values()) {
      const facts = doc.get('facts')
      if (!isMap(facts)) continue
      visit(facts, {
        Map: (_key, map) => {
          const when = map.get('when')
          return typeof when === 'string' && reads(when, names) ? visit.REMOVE : undefined
        },
      })
    }
  }

  #eachExpression(change: (expression: string) => string): void {
    for (const doc of this.#docs.values()) {
      visit(doc, {
        Pair: (_key, { key, value }) => {
          if (!isScalar(key) || !isScalar(value) || typeof value.value !== 'string') return
          value.value = changeWithin(String(key.value), value.value, change)
        },
      })
    }
  }
}

export function idOf(step: Step): string {
  return String(stepKinds.map((kind) => step.get(kind)).find((id) => id !== undefined))
}

/** Whether a step stands for questions: its own, a sub-flow's, or of steps within. */
export function isAsking(step: Step): boolean {
  return step.has('ask') || step.has('call') || /\bask: /.test(step.toString())
}

/** Whether the step itself, steps within aside, reads any of these names. */
export function readsAny(step: Step, names: ReadonlySet<string>): boolean {
  const { cases: _cases, else: _else, ...own } = step.toJSON() as Record<string, unknown>
  let found = false
  const look = (key: string, value: unknown) => {
    if (typeof value === 'string') {
      changeWithin(key, value, (expression) => {
        found ||= reads(expression, names)
        return expression
      })
    } else if (typeof value === 'object' && value !== null) {
      for (const [inner, one] of Object.entries(value)) look(inner, one)
    }
  }
  for (const [key, value] of Object.entries(own)) look(key, value)
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
