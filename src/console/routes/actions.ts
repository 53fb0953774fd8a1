/** What the page posts to have something done to a case. */
import { z } from 'zod'
import { topics } from '../../content/content.ts'
import { caseOutcomes, type OfficerAction } from '../../engine/case.ts'

/** What is too long for a message is refused by the office; this only keeps out what nobody writes. */
const maxTextUnits = 8000

const id = z.string().min(1).max(100)
const text = z.string().max(maxTextUnits)
const words = text.min(1)
const image = z.strictObject({ source: z.string().min(1).max(300), alt: words })

const action = z.discriminatedUnion('does', [
  z.strictObject({ does: z.literal('take') }),
  z
    .strictObject({ does: z.literal('answer'), text, image: image.optional() })
    .refine((answer) => answer.text !== '' || answer.image !== undefined, 'says nothing'),
  z.strictObject({ does: z.literal('send_fact'), procedure: id, topic: z.enum(topics) }),
  z.strictObject({ does: z.literal('note'), text: words }),
  z.strictObject({ does: z.literal('pass'), desk: id, text: text.optional() }),
  z.strictObject({ does: z.literal('give_back'), step: id.optional() }),
  z.strictObject({ does: z.literal('close'), outcome: z.enum(caseOutcomes), text: text.optional() }),
])

/** `id`: made by the page, the same however often it sends it. */
export const actionBody = z.strictObject({ id: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/), action })

/** Without the fields that are there and say nothing. */
export function actionOf(given: z.infer<typeof action>): OfficerAction {
  const entries = Object.entries(given).filter(
    ([key, value]) => value !== undefined && !(key === 'text' && value === '' && given.does !== 'answer'),
  )
  return Object.fromEntries(entries) as unknown as OfficerAction
}
