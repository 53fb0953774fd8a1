import { z } from 'zod'
import { topics } from '../content.ts'
import { expression, folderName, isoDate, name, prose } from './common.ts'

const documentItem = z
  .strictObject({
    id: name,
    name: prose.describe('What the paper is called, as a citizen would say it.'),
    note: prose.optional().describe('A short remark: how many copies, what may replace it.'),
    words: z
      .array(prose)
      .optional()
      .describe('What citizens also call it: who says that they have it ticks it off.'),
    had: expression
      .optional()
      .describe('Where this holds the citizen has said to have it: it is not told to be missing.'),
    when: expression.optional().describe('Needed only when this holds.'),
    condition: prose.optional().describe('That condition in words, said when the answer is not known yet.'),
  })
  .describe('One paper of a list of documents.')

export const factValue = z
  .strictObject({
    value: z
      .union([z.number().int().nonnegative(), prose, z.array(documentItem).min(1), z.array(prose).min(1)])
      .optional()
      .describe(
        'đồng, days or hours as a whole number; a text; a list of papers; a list of steps. Leave it out when it is not known.',
      ),
    bound: z.enum(['at_most', 'at_least']).optional().describe('"không quá" or "ít nhất".'),
    from: isoDate.optional().describe('First day on which it holds.'),
    until: isoDate.optional().describe('Last day on which it holds.'),
    when: expression.optional().describe('Holds only when this is true.'),
    condition: prose
      .optional()
      .describe(
        'The condition in words, e.g. "Nếu phải xác minh". Required with `when`; alone it marks a further possibility.',
      ),
    note: prose.optional().describe('A remark said after the value.'),
    confidence: z
      .enum(['confirmed', 'secondary', 'conflict', 'unconfirmed'])
      .describe(
        'How sure we are. `conflict` and `unconfirmed` are told to the citizen as such, with whom to ask.',
      ),
    source: name.describe('A key of `sources`.'),
    article: prose.optional().describe('Where in the source, e.g. "Điều 15 khoản 1".'),
    reviewed: isoDate.describe('The day it was last compared with its source.'),
    review_by: isoDate
      .optional()
      .describe('Look at it again by this day (otherwise 180 days after `reviewed`).'),
  })
  .describe('One value of a fact, with its validity and its source.')

export const source = z
  .strictObject({
    title: prose.describe('As it is told to a citizen, e.g. "Luật Hộ tịch 60/2014/QH13".'),
    url: z.url().optional(),
  })
  .describe('A document that facts rest on.')

export const fact = z
  .strictObject({
    type: z
      .enum(['money', 'calendar_days', 'working_days', 'hours', 'text', 'documents', 'steps'])
      .describe('What the values are: đồng, calendar days, working days, hours, a text, papers, steps.'),
    topic: z.union([z.enum(topics), z.array(z.enum(topics)).min(1)]).describe('Which questions it answers.'),
    label: prose.describe('What it is called, e.g. "Hạn đăng ký khai sinh".'),
    hears: z
      .array(z.string().min(1).max(200))
      .min(1)
      .optional()
      .describe(
        'Said in a question, it asks for this very fact: it is told first, whatever its topic (a fee or a processing time only to those who ask for one, unless `other` is among its topics). `(a b|c)` is either phrase, `(a)?` may be left out; a word alone may be written `a|b`.',
      ),
    hears_not: z
      .array(z.string().min(1).max(200))
      .min(1)
      .optional()
      .describe(
        'With `hears`: phrases that look like those and ask for something else: "để kết hôn với người nước ngoài".',
      ),
    apart: z
      .literal(true)
      .optional()
      .describe(
        'With `hears`: a case that the guide does not lead through. Who names it is told this, and no guide begins.',
      ),
    counts_from: name
      .optional()
      .describe(
        "Of calendar days: the date question of the script (or of the guide's) from whose day they are counted. Where that day is known, the last day is told.",
      ),
    values: z.array(factValue).min(1).describe('Tried in order; the first that holds is the answer.'),
  })
  .describe('Something true about a procedure.')

export const factsFile = z
  .strictObject({
    procedure: folderName.describe("The folder's name."),
    name: prose.describe('The official name.'),
    short: z.string().min(1).max(60).describe('A short everyday name, fit for a button.'),
    opening: prose
      .optional()
      .describe('Said when the guide starts, instead of "Em hướng dẫn bác: ...". Name the procedure in it.'),
    sympathy: prose
      .optional()
      .describe(
        'Said before the first answer about it, where the guide has not begun: to somebody in mourning.',
      ),
    pays: z
      .literal(true)
      .optional()
      .describe('The citizen receives money: answers about money are headed "số tiền", not "lệ phí".'),
    guide: folderName
      .optional()
      .describe('Without a script of its own: the procedure whose script leads through this one, too.'),
    code: z
      .string()
      .regex(/^\d\.\d{6}$/)
      .optional()
      .describe('The official code, e.g. "3.000722".'),
    contact: name.describe('Whom to ask: a key of contacts.yaml.'),
    sources: z.record(name, source),
    facts: z.record(name, fact),
  })
  .describe('facts.yaml: what is true about a procedure.')

/** `flows/places/<province>/<procedure>.yaml` */
export const overlayFile = z
  .strictObject({
    procedure: folderName,
    place: folderName.describe("A key of provinces.yaml; the folder's name."),
    sources: z.record(name, source),
    facts: z
      .record(name, z.strictObject({ values: z.array(factValue).min(1) }))
      .describe('Facts by id: these values replace the national ones in this province.'),
  })
  .describe('What differs in one province.')

export type FactsFile = z.infer<typeof factsFile>
export type OverlayFile = z.infer<typeof overlayFile>
export type FactValueSource = z.infer<typeof factValue>
