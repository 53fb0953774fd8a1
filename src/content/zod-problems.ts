/** What zod found, in words for authors, each at its place in the file. */
import type { z } from 'zod'
import type { Complaints } from './complaints.ts'
import { didYouMean, nearest } from './suggest.ts'
import { below, keySpotOf, type Path, type Ref, spotOf } from './yaml.ts'

type Issue = z.core.$ZodIssue

const valueWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  record: 'a group of keys',
}

/** Parses a value of a file; complains and gives `undefined` when it does not have the shape. */
export function parseShape<T>(
  schema: z.ZodType<T>,
  at: Ref,
  value: unknown,
  complaints: Complaints,
): T | undefined {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  complainOfAll(parsed.error.issues, { at, value, schemas: [schema], complaints })
  return undefined
}

/** What the issues' paths start from. */
interface Context {
  readonly at: Ref
  readonly value: unknown
  /** What the value may be; several when it is a choice of shapes. */
  readonly schemas: readonly z.ZodType[]
  readonly complaints: Complaints
}

function complainOfAll(issues: readonly Issue[], context: Context): void {
  // A mistyped key is one mistake, not a missing key and an unknown one.
  const mistyped = new Set<string>()
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue
    const known = keysAt(context.schemas, issue.path)
    for (const key of issue.keys) {
      const meant = nearest(key, known)
      if (meant !== undefined) mistyped.add([...issue.path, meant].join('/'))
    }
  }
  for (const issue of issues) {
    const isMissing = valueAt(context.value, issue.path) === undefined
    if (!isMissing || !mistyped.has(issue.path.join('/'))) complainOf(issue, context)
  }
}

function complainOf(issue: Issue, context: Context): void {
  const { at, value, complaints } = context
  const place = below(at, ...issue.path)
  const given = valueAt(value, issue.path)
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = keysAt(context.schemas, issue.path)
      for (const key of issue.keys) {
        const mend = didYouMean(key, known, 'Remove it, or move it where it belongs.')
        complaints.error('unknown-key', keySpotOf(below(place, key)), `"${key}" has no meaning here`, mend)
      }
      return
    }
    case 'invalid_type':
      if (given === undefined) return complainOfMissing(issue.path, place, complaints)
      return complainOfType(given, issue.expected, place, complaints)
    case 'invalid_value': {
      if (given === undefined) return complainOfMissing(issue.path, place, complaints)
      return complainOfValue(given, issue.values.map(String), place, complaints)
    }
    case 'invalid_key':
      complaints.error(
        'bad-name',
        keySpotOf(place),
        issue.issues[0]?.message ?? 'not a usable name',
        'Rename it, e.g. birth_date.',
      )
      return
    case 'invalid_union':
      return complainOfUnion(issue, context)
    default:
      complaints.error(ruleOf(issue, given), spotOf(place), messageOf(issue), mendOf(issue))
  }
}

function complainOfMissing(path: Path, place: Ref, complaints: Complaints): void {
  const key = String(path.at(-1) ?? 'value')
  complaints.error('missing-key', spotOf(place), `"${key}" is missing`, `Add "${key}: ..." here.`)
}

function complainOfType(given: unknown, expected: string, place: Ref, complaints: Complaints): void {
  if (given === null) {
    complaints.error(
      'empty-value',
      keySpotOf(place),
      'nothing is written here',
      'Fill it in, or remove the key.',
    )
    return
  }
  const wanted = valueWords[expected] ?? expected
  const isTextWanted = expected === 'string' && typeof given !== 'object'
  const mend = isTextWanted ? 'Put it in quotes.' : `Write ${wanted}.`
  complaints.error('wrong-shape', spotOf(place), `${wanted} belongs here, not ${kindWord(given)}`, mend)
}

function complainOfValue(given: unknown, known: readonly string[], place: Ref, complaints: Complaints): void {
  const mend = didYouMean(String(given), known, 'Use one of the allowed words.')
  complaints.error('wrong-value', spotOf(place), `"${String(given)}" is not one of the allowed words`, mend)
}

function kindWord(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a group of keys'
  return typeof value === 'string' ? 'a text' : `the ${typeof value} ${String(value)}`
}

/** Of a union's branches the one with the fewest complaints is what the author most likely meant. */
function complainOfUnion(issue: Extract<Issue, { code: 'invalid_union' }>, context: Context): void {
  const { complaints } = context
  const place = below(context.at, ...issue.path)
  const given = valueAt(context.value, issue.path)
  if (given === undefined) return complainOfMissing(issue.path, place, complaints)
  if (issue.errors.length === 0) {
    // A discriminator that names none of the shapes.
    const known = schemasAt(context.schemas, issue.path).flatMap(
      (schema) => definitionOf(schema).values ?? [],
    )
    complainOfValue(given, known.map(String), place, complaints)
    return
  }
  const isNoWord = (code: Issue['code']) => code === 'invalid_value' && typeof given === 'object'
  const isOfThisKind = (issues: readonly Issue[]) =>
    issues.every(({ path, code }) => path.length > 0 || !(code === 'invalid_type' || isNoWord(code)))
  const meant = issue.errors.filter(isOfThisKind).sort((a, b) => a.length - b.length)[0]
  if (meant !== undefined && meant.length > 0) {
    const schemas = schemasAt(context.schemas, issue.path)
    complainOfAll(meant, { at: place, value: given, schemas, complaints })
  } else if (given === null) {
    complainOfType(given, '', place, complaints)
  } else if (typeof given === 'number' && !Number.isInteger(given)) {
    const mend = 'Write đồng, days or hours without a fraction and without a point, e.g. 8000.'
    complaints.error('not-whole', spotOf(place), 'a whole number belongs here', mend)
  } else {
    const message = `${kindWord(given)} does not belong here`
    complaints.error('wrong-shape', spotOf(place), message, 'Look it up in the manual of the flow format.')
  }
}

function ruleOf(issue: Issue, given: unknown): string {
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    return typeof given === 'string' && given !== '' && issue.code === 'too_big' ? 'too-long' : 'out-of-range'
  }
  return 'wrong-value'
}

function messageOf(issue: Issue): string {
  if (issue.code === 'invalid_format' && issue.format === 'date') return 'a day is written year-month-day'
  if (issue.code === 'too_big' && issue.origin === 'string') return `longer than ${issue.maximum} characters`
  if (issue.code === 'too_small') return 'too short, or too small'
  return issue.message
}

function mendOf(issue: Issue): string {
  if (issue.code === 'invalid_format' && issue.format === 'date') return 'Write it like 2026-11-22.'
  if (issue.code === 'too_big') return `Keep it within ${issue.maximum}.`
  if (issue.code === 'too_small') return `At least ${issue.minimum} is needed.`
  return 'Look it up in the manual of the flow format.'
}

function valueAt(value: unknown, path: Path): unknown {
  let found = value
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined
    found = (found as Record<PropertyKey, unknown>)[step]
  }
  return found
}

// ---------------------------------------------------------------- allowed keys

interface Definition {
  readonly shape?: Readonly<Record<string, z.ZodType>>
  readonly valueType?: z.ZodType
  readonly element?: z.ZodType
  readonly innerType?: z.ZodType
  readonly options?: readonly z.ZodType[]
  readonly getter?: () => z.ZodType
  readonly values?: readonly unknown[]
}

/** Every key that an object may have at that path. */
function keysAt(schemas: readonly z.ZodType[], path: Path): readonly string[] {
  const keys = schemasAt(schemas, path).flatMap((schema) => Object.keys(definitionOf(schema).shape ?? {}))
  return [...new Set(keys)]
}

function schemasAt(schemas: readonly z.ZodType[], path: Path): readonly z.ZodType[] {
  let here = schemas.flatMap(unwrap)
  for (const step of path) {
    here = here.flatMap((schema) => {
      const { shape, valueType, element } = definitionOf(schema)
      const next = shape === undefined ? (valueType ?? element) : shape[String(step)]
      return next === undefined ? [] : unwrap(next)
    })
  }
  return here
}

function unwrap(schema: z.ZodType): readonly z.ZodType[] {
  const { innerType, options, getter } = definitionOf(schema)
  if (innerType !== undefined) return unwrap(innerType)
  if (getter !== undefined) return unwrap(getter())
  return options === undefined ? [schema] : options.flatMap(unwrap)
}

function definitionOf(schema: z.ZodType): Definition {
  return schema.def as unknown as Definition
}
