/** The fields of a call, which come as JSON, as a form or as multipart: all of them mean the same. */
import type { FakeRequest } from '../kit/request.ts'
import { badRequest } from './refusal.ts'

/** Fields by name, those of the query included; uploaded files are among them. */
export type Params = Readonly<Record<string, unknown>>

/** @throws Refusal 400 when the body is not what its content type says */
export function readParams(request: FakeRequest): Params {
  if (request.bodyType === 'malformed') throw badRequest("can't parse the request's JSON object or form")
  return request.body
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text field; empty when absent. */
export function textOf(params: Params, name: string): string {
  const value = params[name]
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** A whole number, also as text; `undefined` when absent or something else. */
export function integerOf(params: Params, name: string): number | undefined {
  const value = params[name]
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined
  return typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : undefined
}

export function flagOf(params: Params, name: string): boolean {
  return ['true', '1', 'yes'].includes(textOf(params, name).toLowerCase())
}

/**
 * An object or list, also as JSON text; `undefined` when absent.
 * @throws Refusal 400 for broken JSON
 */
export function structureOf(params: Params, name: string): unknown {
  const value = params[name]
  if (typeof value !== 'string') return value ?? undefined
  if (value === '') return undefined
  try {
    return JSON.parse(value)
  } catch {
    throw badRequest(`can't parse ${name.replaceAll('_', ' ')} JSON object`)
  }
}
