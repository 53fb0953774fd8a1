/** What the page posts, as one of our inputs. Pure: no network, no clock. */
import { z } from 'zod'
import type { Input } from '../../engine/turn.ts'
import { clean } from '../../text/fold.ts'

/** UTF-16 units of one message after cleaning; the page's text field stops at the same length. */
export const maxTextUnits = 2000

const clientId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 of A-Z, a-z, 0-9, "_" and "-"')
const optionId = z.string().min(1).max(64)
const text = z
  .string()
  .transform(clean)
  .pipe(
    z.string().min(1, 'must not be empty').max(maxTextUnits, `must have at most ${maxTextUnits} characters`),
  )
const kinds = ['text', 'choice', 'ticks', 'start'] as const

const messageBody = z
  .strictObject({
    id: clientId,
    text: text.optional(),
    choice: optionId.optional(),
    ticks: z.strictObject({ step: optionId, ids: z.array(optionId).max(100), done: z.boolean() }).optional(),
    start: z.literal(true).optional(),
  })
  .refine((body) => kinds.filter((kind) => body[kind] !== undefined).length === 1, {
    message: `must have exactly one of ${kinds.join(', ')}`,
  })

/** What is wrong with a field of a request; `field` is empty when it is the body as a whole. */
export interface FieldProblem {
  readonly field: string
  readonly message: string
}

export type ParsedMessage =
  | { readonly isValid: true; readonly updateId: string; readonly input: Input }
  | { readonly isValid: false; readonly problems: readonly FieldProblem[] }

/** Reads the parsed JSON of `POST …/messages`; unknown fields are refused. Never throws. */
export function parseMessage(body: unknown): ParsedMessage {
  const parsed = messageBody.safeParse(body)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }))
    return { isValid: false, problems }
  }
  const input = toInput(parsed.data)
  return { isValid: true, updateId: parsed.data.id, input }
}

function toInput(body: z.infer<typeof messageBody>): Input {
  if (body.text !== undefined) return { type: 'text', text: body.text }
  if (body.choice !== undefined) return { type: 'tap', choice: body.choice }
  if (body.ticks === undefined) return { type: 'start' }
  const { step, ids, done } = body.ticks
  return { type: 'ticks', step, ids: [...new Set(ids)], isDone: done }
}

/**
 * The conversation of a path segment, or `undefined` when it cannot be one. The page makes it up at random; whoever
 * knows it may read and write the conversation, so it has to be long.
 */
export function parseConversation(segment: string): `web:${string}` | undefined {
  return /^[A-Za-z0-9_-]{16,64}$/.test(segment) ? `web:${segment}` : undefined
}

/** A place in the reply log, from `Last-Event-ID` or `?after=`; 0 for none, `undefined` when it is no number. */
export function parseSeq(value: string | undefined): number | undefined {
  if (value === undefined || value === '') return 0
  return /^\d{1,15}$/.test(value) ? Number(value) : undefined
}
