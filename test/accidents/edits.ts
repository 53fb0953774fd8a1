/** What an editor does to a script: one question put in, taken out, renamed, replaced or moved. */
import {
  type Group,
  idOf,
  isAsking,
  reads,
  readsAny,
  type ScriptFiles,
  type Site,
  type Step,
  written,
} from './script-files.ts'

export type EditKind = 'insert' | 'delete' | 'rename' | 'replace' | 'reorder'

export interface Edit {
  readonly kind: EditKind
  /** The question it is about. */
  readonly ask: string
  /** For a failure's title. */
  readonly what: string
  apply(files: ScriptFiles): void
}

/** The question that `insert` puts in, and what is typed to answer it. */
export const insertedAsk = 'favourite_fruit'
export const insertedAnswer = 'quả lê'

/** Several edits of one question, tried in order until one is accepted by the loader: an editor mends and goes on. */
export type Attempts = readonly Edit[]

/** Everything an editor might do to one question. */
export function editsOf(ask: string): readonly Attempts[] {
  return [
    [insertBefore(ask)],
    [insertAfter(ask)],
    [deleteAlone(ask), deleteWithReaders(ask)],
    [rename(ask)],
    [replace(ask)],
    [move(ask, 1, 'block'), move(ask, 1, 'alone')],
    [move(ask, 3, 'block'), move(ask, 3, 'alone')],
  ]
}

function insertBefore(ask: string): Edit {
  const apply = (files: ScriptFiles) => {
    const { step, steps } = files.site(ask)
    steps.splice(steps.indexOf(step), 0, question())
  }
  return { kind: 'insert', ask, what: `a question before ${ask}`, apply }
}

/** After the last question of a list; what comes after any other comes before the next. */
function insertAfter(ask: string): Edit {
  const apply = (files: ScriptFiles) => {
    const { step, steps } = files.site(ask)
    const after = steps.indexOf(step) + 1
    if (!steps.slice(after).some(isAsking)) steps.splice(after, 0, question())
  }
  return { kind: 'insert', ask, what: `a question after ${ask}`, apply }
}

function question(): Step {
  return {
    ask: insertedAsk,
    type: 'choice',
    text: 'Bác thích quả gì ạ?',
    label: 'Quả bác thích',
    options: { apple: 'Quả táo', pear: 'Quả lê' },
  }
}

function deleteAlone(ask: string): Edit {
  const apply = (files: ScriptFiles) => remove(files.site(ask))
  return { kind: 'delete', ask, what: `${ask} deleted`, apply }
}

/** Takes the question out, and whatever reads its answer, and whatever reads that. */
function deleteWithReaders(ask: string): Edit {
  const apply = (files: ScriptFiles) => {
    const gone = new Set([ask])
    remove(files.site(ask))
    for (let before = 0; before !== gone.size; ) {
      before = gone.size
      for (const steps of files.lists()) for (const step of steps) dropCases(step, gone)
      for (const steps of files.lists()) {
        for (const step of [...steps]) {
          if (!readsAny(step, gone) && !isEmptied(step)) continue
          for (const id of idsWithin(step)) gone.add(id)
          remove({ step, steps })
        }
      }
    }
    files.dropFactsOf(gone)
  }
  return { kind: 'delete', ask, what: `${ask} deleted with all that reads it`, apply }
}

function remove({ step, steps }: Site): void {
  steps.splice(steps.indexOf(step), 1)
}

/** The cases of a branch, to be changed in place. */
function casesOf(step: Step): Group[] | undefined {
  return step.cases as Group[] | undefined
}

/** Takes the cases out of a branch that read what is gone; those that only say what was asked stay. */
function dropCases(step: Step, gone: Set<string>): void {
  const cases = casesOf(step)
  if (cases === undefined) return
  for (const one of [...cases]) {
    if (!reads(String(one.when), gone)) continue
    for (const id of idsWithin(one)) gone.add(id)
    cases.splice(cases.indexOf(one), 1)
  }
}

/** A branch without a case left, or with a case without a step. */
function isEmptied(step: Step): boolean {
  const cases = casesOf(step)
  if (cases === undefined) return false
  const ways = [...cases, Object(step.else) as Group]
  return cases.length === 0 || ways.some(({ steps }) => Array.isArray(steps) && steps.length === 0)
}

/** Names that go with a part of a script: of questions and of computed values. */
function idsWithin(part: Group): readonly string[] {
  return [...written(part).matchAll(/\b(?:ask|set): (\w+)/g)].map(([, id = '']) => id)
}

function rename(ask: string): Edit {
  const apply = (files: ScriptFiles) => {
    const { step } = files.site(ask)
    step.ask = renamed(ask)
    step.was = [ask]
    files.renameReads(ask, renamed(ask))
  }
  return { kind: 'rename', ask, what: `${ask} renamed`, apply }
}

/** Another question takes its place: the one the citizen saw is gone. */
function replace(ask: string): Edit {
  const apply = (files: ScriptFiles) => {
    const { step } = files.site(ask)
    step.ask = successor(ask)
    step.text = `Câu mới đây ạ. ${step.text}`
    files.renameReads(ask, successor(ask))
  }
  return { kind: 'replace', ask, what: `${ask} replaced`, apply }
}

export const renamed = (ask: string) => `${ask}_renamed`
export const successor = (ask: string) => `${ask}_successor`

/** Moves a question up past some others of its list; as a block with what follows it up to the next. */
function move(ask: string, past: number, how: 'block' | 'alone'): Edit {
  const apply = (files: ScriptFiles) => {
    const { step, steps } = files.site(ask)
    const from = steps.indexOf(step)
    const asking = steps.flatMap((one, index) => (isAsking(one) && index < from ? [index] : []))
    const to = asking.at(-past) ?? from
    const next = steps.findIndex((one, index) => index > from && (isAsking(one) || idOf(one) === 'finished'))
    const length = how === 'alone' ? 1 : Math.max(1, (next === -1 ? steps.length : next) - from)
    steps.splice(to, 0, ...steps.splice(from, length))
  }
  return { kind: 'reorder', ask, what: `${ask} moved up past ${past}, ${how}`, apply }
}
