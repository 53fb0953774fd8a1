/** One procedure: its facts and, when it has one, its script. */
import type { Day } from '../../calendar/day.ts'
import { type Base, Scope } from '../cel.ts'
import type { Names } from '../cel-names.ts'
import { checkFactValues } from '../checks/fact-values.ts'
import { complainOfUnusedSources } from '../checks/sources.ts'
import { checkValidity } from '../checks/validity.ts'
import type { Complaints } from '../complaints.ts'
import type { Contact, Labels, LocaleTag, PlaceId, Procedure, Script, SlotType, Text } from '../content.ts'
import type { DraftStep } from '../draft.ts'
import { type Layout, layOut, type SharedFlows } from '../lay.ts'
import type { Media } from '../media.ts'
import type { FactsFile, OverlayFile } from '../schema/facts.ts'
import { below, ref, spotOf } from '../yaml.ts'
import { compileFacts, papersIn, type Shaped } from './facts.ts'
import { Maker, type MakerOptions } from './maker.ts'
import { compileScript } from './script.ts'
import type { Spoken } from './spoken.ts'
import type { Translation } from './translations.ts'

export interface ProcedureInput {
  readonly id: string
  readonly facts: Shaped<FactsFile>
  readonly overlays: ReadonlyMap<PlaceId, Shaped<OverlayFile>>
  /** `null` when there is a script that could not be read. */
  readonly script: readonly DraftStep[] | null | undefined
  readonly shared: SharedFlows
  readonly media: Media
  readonly contact: Contact
  readonly base: Base
  /** Names of provinces by id. */
  readonly provinces: ReadonlyMap<PlaceId, Text>
  /** Names of communes by id. */
  readonly communes: Labels
  readonly translations: readonly Translation[]
  readonly sharedTranslations: readonly Translation[]
  readonly spoken: ReadonlyMap<LocaleTag, Spoken>
  readonly today: Day | undefined
  readonly complaints: Complaints
}

/** Compiles and checks a procedure; with complaints made, the result must not go live. */
export function compileProcedure(input: ProcedureInput): Procedure {
  const { id, complaints, contact } = input
  const { file, data } = input.facts
  checkFacts(input)
  const layout = input.script ? layOut(input.script, input.shared, complaints) : undefined
  const types = new Map(Object.entries(data.facts).map(([fact, { type }]) => [fact, type]))
  const scope = Scope.within(input.base, { slots: new Map(), facts: types })
  if (layout !== undefined) declareNames(layout, scope, input)
  const makers = makersOf(input, scope)
  const at = ref(file)
  const texts = makers.texts
  const name = texts.text(below(at, 'name'), 'name', data.name)
  const opening =
    data.opening === undefined ? undefined : texts.text(below(at, 'opening'), 'opening', data.opening)
  const sympathy =
    data.sympathy === undefined ? undefined : texts.text(below(at, 'sympathy'), 'sympathy', data.sympathy)
  const short = texts.label(below(at, 'short'), 'short', data.short, 60)
  // While the script cannot be read, nobody knows which answers a condition may read.
  const isScriptKnown = input.script === undefined || layout !== undefined
  const conditions = isScriptKnown ? makers.conditions : makers.silent
  const hearing = { complaints, input }
  const facts = compileFacts({ facts: input.facts, overlays: input.overlays, conditions, texts, hearing })
  let script: Script | undefined
  if (layout !== undefined) {
    const { translations, sharedTranslations, spoken, media } = input
    const labelsOf = labelsOfSlots(layout, input)
    script = compileScript({
      ...{ procedure: id, layout, scope, labelsOf, translations, sharedTranslations, spoken, complaints },
      ...{ facts, media },
    })
  }
  return {
    ...{ id, name, short, facts, symbols: scope.symbols, contact },
    ...(data.code === undefined ? {} : { code: data.code }),
    ...(opening === undefined ? {} : { opening }),
    ...(sympathy === undefined ? {} : { sympathy }),
    ...(script === undefined ? {} : { script }),
    ...(data.guide === undefined ? {} : { guide: data.guide }),
    ...(data.pays === undefined ? {} : { pays: data.pays }),
  }
}

function checkFacts({ facts, overlays, today, complaints }: ProcedureInput): void {
  const { file, data } = facts
  for (const [id, fact] of Object.entries(data.facts)) {
    const at = ref(file, 'facts', id, 'values')
    const { sources } = data
    checkFactValues({ type: fact.type, values: fact.values, at, sources, today, complaints })
    checkValidity(fact.values, at, complaints)
    for (const overlay of overlays.values()) {
      const values = overlay.data.facts[id]?.values
      if (values === undefined) continue
      const overlayAt = ref(overlay.file, 'facts', id, 'values')
      const theirs = overlay.data.sources
      checkFactValues({ type: fact.type, values, at: overlayAt, sources: theirs, today, complaints })
      checkValidity(values, overlayAt, complaints)
    }
  }
  complainOfUnusedSources(facts, complaints)
  for (const overlay of overlays.values()) complainOfUnusedSources(overlay, complaints)
}

const celTypes: Readonly<Record<SlotType, string>> = {
  choice: 'string',
  yes_no: 'bool',
  date: 'date',
  number: 'int',
  phone: 'string',
  place: 'string',
  text: 'string',
  ticks: 'list<string>',
}

const reserved: ReadonlySet<string> = new Set([
  ...[
    'today',
    'facts',
    'answers',
    'date',
    'has',
    'size',
    'in',
    'true',
    'false',
    'null',
    'as',
    'break',
    'const',
  ],
  ...['continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package', 'namespace', 'return'],
  ...[
    'var',
    'void',
    'while',
    'int',
    'uint',
    'double',
    'string',
    'bool',
    'bytes',
    'list',
    'map',
    'type',
    'dyn',
  ],
])

/** Makes every answer and computed value known by its type; a `set` may read what stands above it. */
function declareNames(layout: Layout, scope: Scope, input: ProcedureInput): void {
  const { slots } = scope.names
  const sets: { id: string; source: string }[] = []
  for (const { id, draft } of layout.steps) {
    if (draft?.kind !== 'ask' && draft?.kind !== 'set') continue
    if (reserved.has(id)) {
      const spot = spotOf(below(draft.at, draft.kind))
      input.complaints.error(
        'reserved-name',
        spot,
        `"${id}" has a meaning of its own`,
        'Choose another name.',
      )
    } else if (draft.kind === 'set') {
      slots.set(id, { kind: 'set' })
      sets.push({ id, source: String(draft.source.value) })
    } else {
      const values = valuesOf(draft, input)
      slots.set(id, { kind: 'ask', slotType: draft.source.type, ...(values ? { values } : {}) })
      scope.declare(id, celTypes[draft.source.type])
    }
  }
  for (const { id, source } of sets) scope.declare(id, scope.compile(source).type ?? 'dyn')
}

function valuesOf(
  { source }: Extract<DraftStep, { kind: 'ask' }>,
  input: ProcedureInput,
): ReadonlySet<string> | undefined {
  if (source.type === 'choice') return new Set(Object.keys(source.options))
  if (source.type === 'place' && source.level === 'commune') return undefined
  if (source.type === 'place') return input.provinces.size > 0 ? new Set(input.provinces.keys()) : undefined
  if (source.type !== 'ticks') return undefined
  const values = input.facts.data.facts[source.fact]?.values ?? []
  const local = [...input.overlays.values()].flatMap(({ data }) => data.facts[source.fact]?.values ?? [])
  return new Set([...values, ...local].flatMap(papersIn).map((paper) => paper.id))
}

interface Makers {
  /** For facts' conditions: answers, but no other facts. */
  readonly conditions: Maker
  /** For facts' texts: other facts, but no answers. */
  readonly texts: Maker
  /** Complains about nothing. */
  readonly silent: Maker
}

function makersOf(input: ProcedureInput, scope: Scope): Makers {
  const { complaints, translations } = input
  const types = new Map(Object.entries(input.facts.data.facts).map(([id, { type }]) => [id, type]))
  const options: Omit<MakerOptions, 'scope'> = {
    labelsOf: () => undefined,
    domainOf: () => undefined,
    translations,
    complaints,
  }
  const names: Names = { slots: new Map(), facts: types }
  return {
    conditions: new Maker({ ...options, scope: scope.withoutFacts() }),
    texts: new Maker({ ...options, scope: Scope.within(input.base, names, scope.symbols) }),
    silent: new Maker({ ...options, scope: undefined }),
  }
}

/** Labels by slot: of choices their options, of places the provinces or communes, of tick-lists the papers. */
function labelsOfSlots(layout: Layout, input: ProcedureInput): MakerOptions['labelsOf'] {
  const labels = new Map<string, Labels>()
  for (const { draft, id, flow } of layout.steps) {
    if (draft?.kind !== 'ask') continue
    const { source } = draft
    if (source.type === 'place') labels.set(id, source.level === 'commune' ? input.communes : input.provinces)
    if (source.type === 'ticks') labels.set(id, papersOf(source.fact, input))
    if (source.type !== 'choice') continue
    const translations = flow === undefined ? input.translations : input.sharedTranslations
    const entries = Object.entries(source.options).map(([option, written]): [string, Text] => {
      const label = typeof written === 'string' ? written : written.label
      const text = new Map([['vi', [label]]])
      for (const { tag, texts: theirs } of translations) {
        const other = theirs.get(`script.${id}.options.${option}`)
        if (other !== undefined) text.set(tag, [other])
      }
      return [option, text]
    })
    labels.set(id, new Map(entries))
  }
  return (slot) => labels.get(slot)
}

function papersOf(fact: string, input: ProcedureInput): ReadonlyMap<string, Text> {
  const papers = new Map<string, Text>()
  for (const [index, { value }] of (input.facts.data.facts[fact]?.values ?? []).entries()) {
    for (const paper of papersIn({ value })) {
      if (papers.has(paper.id)) continue
      const text = new Map([['vi', [paper.name]]])
      for (const { tag, texts } of input.translations) {
        const other = texts.get(`facts.${fact}.values.${index}.${paper.id}.name`)
        if (other !== undefined) text.set(tag, [other])
      }
      papers.set(paper.id, text)
    }
  }
  return papers
}
