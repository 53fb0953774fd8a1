/** A zod schema as a list of its fields, nested ones with their path. */
import { z } from 'zod'

export interface Field {
  /** E.g. `checks[].otherwise`, `options.NAME.label`. */
  readonly key: string
  readonly isRequired: boolean
  /** What may stand there, in words. */
  readonly what: string
  readonly meaning: string
}

interface JsonSchema {
  readonly $ref?: string
  readonly type?: string
  readonly description?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly format?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly additionalProperties?: JsonSchema | boolean
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
}

export function descriptionOf(schema: z.ZodType): string {
  return schema.description ?? ''
}

/** The fields of an object's schema, in the order they are declared. */
export function describeFields(schema: z.ZodType): readonly Field[] {
  const json = z.toJSONSchema(schema, { io: 'input', target: 'draft-7', reused: 'inline' }) as JsonSchema
  return fieldsOf(json, '')
}

function fieldsOf(schema: JsonSchema, path: string): readonly Field[] {
  const required = new Set(schema.required ?? [])
  return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
    const full = path === '' ? key : `${path}.${key}`
    const field = { key: full, isRequired: required.has(key), what: whatOf(inner), meaning: meaningOf(inner) }
    return [field, ...nested(inner, full)]
  })
}

/** The fields of what lies inside: of an object, of the entries of a map, of the items of a list. */
function nested(schema: JsonSchema, path: string): readonly Field[] {
  if (schema.properties !== undefined) return fieldsOf(schema, path)
  if (schema.items !== undefined) return nested(schema.items, `${path}[]`)
  if (typeof schema.additionalProperties === 'object')
    return nested(schema.additionalProperties, `${path}.NAME`)
  return (schema.anyOf ?? schema.oneOf ?? []).flatMap((one) => nested(one, path))
}

function meaningOf(schema: JsonSchema): string {
  if (schema.description !== undefined) return schema.description
  const inner =
    schema.items ??
    (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined)
  return inner?.description ?? ''
}

function whatOf(schema: JsonSchema): string {
  // Steps contain steps: the reference says no more than that.
  if (schema.$ref !== undefined) return 'a step'
  if (schema.const !== undefined) return `\`${String(schema.const)}\``
  if (schema.enum !== undefined) return schema.enum.map((one) => `\`${String(one)}\``).join(', ')
  const ways = schema.anyOf ?? schema.oneOf
  if (ways !== undefined) {
    const words = [...new Set(ways.map(whatOf))]
    return words.length === 2 && words[1] === `list of ${words[0]}`
      ? `${words[0]}; or a list of these`
      : words.join(' or ')
  }
  switch (schema.type) {
    case 'array':
      return `list of ${schema.items === undefined ? 'anything' : whatOf(schema.items)}`
    case 'object':
      return objectInWords(schema)
    case 'string':
      return textInWords(schema)
    case 'integer':
    case 'number':
      return numberInWords(schema)
    case 'boolean':
      return 'true or false'
    case 'null':
      return 'null'
    default:
      return 'anything'
  }
}

function objectInWords({ additionalProperties }: JsonSchema): string {
  return typeof additionalProperties === 'object'
    ? `by name: ${whatOf(additionalProperties)}`
    : 'the keys below'
}

function textInWords({ format, maxLength }: JsonSchema): string {
  if (format === 'date') return 'day'
  if (format === 'uri') return 'web address'
  if (format === 'date-time') return 'moment'
  return maxLength === undefined ? 'text' : `text, at most ${maxLength} characters`
}

function numberInWords({ type, minimum, maximum }: JsonSchema): string {
  const whole = type === 'integer' ? 'whole number' : 'number'
  const isOpen = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER
  if (minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER)
    return isOpen ? whole : `${whole}, at most ${maximum}`
  return isOpen ? `${whole}, at least ${minimum}` : `${whole}, ${minimum} to ${maximum}`
}
