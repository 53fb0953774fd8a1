/** Facts: values with their validity, conditions and sources. */
import { Day } from '../../calendar/day.ts'
import { fold } from '../../text/fold.ts'
import { reviewAfterDays } from '../checks/reviews.ts'
import type { DocumentItem, Fact, FactId, FactValue, PlaceId, Source, Text } from '../content.ts'
import type { FactsFile, FactValueSource, OverlayFile } from '../schema/facts.ts'
import { below, type Ref, ref, type SourceFile } from '../yaml.ts'
import { factHears, type HearTools } from './hears.ts'
import type { Maker } from './maker.ts'

/** A file of facts, checked for its shape. */
export interface Shaped<T> {
  readonly file: SourceFile
  readonly data: T
}

export interface FactsInput {
  readonly facts: Shaped<FactsFile>
  readonly overlays: ReadonlyMap<PlaceId, Shaped<OverlayFile>>
  /** Conditions read answers. */
  readonly conditions: Maker
  /** Texts read other facts and the day, but no answers: they are told outside the script too. */
  readonly texts: Maker
  readonly hearing: HearTools
}

export function compileFacts(input: FactsInput): ReadonlyMap<FactId, Fact> {
  const { file, data } = input.facts
  return new Map(
    Object.entries(data.facts).map(([id, source]) => {
      const at = ref(file, 'facts', id)
      const key = `facts.${id}`
      const fact: Fact = {
        id,
        type: source.type,
        topics: topicsOf(source.topic),
        label: input.texts.text(below(at, 'label'), `${key}.label`, source.label),
        ...factHears(source, at, input.hearing),
        ...optional('isApart', source.apart),
        ...optional('countsFrom', source.counts_from),
        values: source.values.map((value, index) =>
          compileValue(value, below(at, 'values', index), `${key}.values.${index}`, data.sources, input),
        ),
        places: compilePlaces(id, input),
      }
      return [id, fact]
    }),
  )
}

export function topicsOf(topic: FactsFile['facts'][string]['topic']): Fact['topics'] {
  return typeof topic === 'string' ? [topic] : topic
}

function compilePlaces(id: FactId, input: FactsInput): Fact['places'] {
  const places = new Map<PlaceId, readonly FactValue[]>()
  for (const [place, { file, data }] of input.overlays) {
    const values = data.facts[id]?.values
    if (values === undefined) continue
    const at = ref(file, 'facts', id, 'values')
    const compiled = values.map((value, index) => {
      const key = `places.${place}.${id}.values.${index}`
      return compileValue(value, below(at, index), key, data.sources, input)
    })
    places.set(place, compiled)
  }
  return places
}

function compileValue(
  source: FactValueSource,
  at: Ref,
  key: string,
  sources: FactsFile['sources'],
  { conditions, texts }: FactsInput,
): FactValue {
  const text = (part: 'condition' | 'note'): Text | undefined =>
    source[part] === undefined ? undefined : texts.text(below(at, part), `${key}.${part}`, source[part])
  const value =
    source.value === undefined ? undefined : compileContent(source.value, at, key, conditions, texts)
  const when =
    source.when === undefined ? undefined : conditions.expr(below(at, 'when'), String(source.when), 'bool')
  const reviewed = dayOf(source.reviewed)
  return {
    ...optional('value', value),
    ...optional('bound', source.bound),
    ...optional('from', source.from === undefined ? undefined : dayOf(source.from)),
    ...optional('until', source.until === undefined ? undefined : dayOf(source.until)),
    ...optional('when', when),
    ...optional('condition', text('condition')),
    ...optional('note', text('note')),
    confidence: source.confidence,
    source: sourceOf(sources[source.source]),
    ...optional('article', source.article),
    reviewed,
    reviewBy: source.review_by === undefined ? reviewed.plusDays(reviewAfterDays) : dayOf(source.review_by),
  }
}

type ContentSource = NonNullable<FactValueSource['value']>

function compileContent(
  value: ContentSource,
  at: Ref,
  key: string,
  conditions: Maker,
  texts: Maker,
): NonNullable<FactValue['value']> {
  const valueAt = below(at, 'value')
  if (typeof value === 'number') return value
  if (typeof value === 'string') return texts.text(valueAt, `${key}.value`, value)
  if (value.every((item) => typeof item === 'string')) {
    return value.map((item, index) => texts.text(below(valueAt, index), `${key}.value.${index}`, item))
  }
  return value
    .filter((item) => typeof item !== 'string')
    .map((item, index) =>
      compileDocument(item, below(valueAt, index), `${key}.${item.id}`, conditions, texts),
    )
}

type DocumentSource = Exclude<Extract<ContentSource, readonly unknown[]>[number], string>

function compileDocument(
  item: DocumentSource,
  at: Ref,
  key: string,
  conditions: Maker,
  texts: Maker,
): DocumentItem {
  const text = (part: 'note' | 'condition'): Text | undefined =>
    item[part] === undefined ? undefined : texts.text(below(at, part), `${key}.${part}`, item[part])
  const condition = (part: 'when' | 'had') =>
    item[part] === undefined ? undefined : conditions.expr(below(at, part), String(item[part]), 'bool')
  return {
    id: item.id,
    name: texts.text(below(at, 'name'), `${key}.name`, item.name),
    ...optional('note', text('note')),
    ...optional('words', item.words?.map(fold)),
    ...optional('had', condition('had')),
    ...optional('when', condition('when')),
    ...optional('condition', text('condition')),
  }
}

/** The papers of a value of type `documents`; none for any other. */
export function papersIn({ value }: Pick<FactValueSource, 'value'>): readonly DocumentSource[] {
  if (!Array.isArray(value)) return []
  return value.filter((item): item is DocumentSource => typeof item !== 'string')
}

function sourceOf(source: FactsFile['sources'][string] | undefined): Source {
  return { title: source?.title ?? '', ...optional('url', source?.url) }
}

function dayOf(iso: string): Day {
  const day = Day.parse(iso)
  if (day === undefined) throw new RangeError(`no such day: ${iso}`)
  return day
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V })
}
