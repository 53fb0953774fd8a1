/** Questions as they are written: one schema for each type. */
import { z } from 'zod'
import { expression, stepId as id, name, patterns, prose, stepWhen as when } from './common.ts'

const check = z
  .strictObject({
    check: expression.describe('What must be true of the answer.'),
    otherwise: prose.describe('What is said when it is not.'),
  })
  .describe('A rule the answer must keep.')

const heard =
  'Said anywhere in a free sentence, it answers this question before it is asked. `(a b|c)` is either phrase, `(a)?` may be left out; a word alone may be written `a|b`.'

const askFields = {
  ask: id('the answer is kept under it, and expressions read it by this name'),
  was: z.array(name).optional().describe('Former ids: answers given under them are kept.'),
  when,
  text: prose.describe('The question. One question, short sentences.'),
  label: z
    .string()
    .min(1)
    .max(60)
    .describe('What the answer is called in a list, e.g. "Ngày sinh của cháu".'),
  hint: prose.optional().describe('Said after an answer that could not be used: how an answer looks.'),
  why: prose.optional().describe('Said when the citizen asks why we want to know.'),
  checks: z.array(check).optional(),
}

/** Of the questions that can be answered out of a free sentence. */
const hearsNot = patterns
  .optional()
  .describe('Phrases that look like those of `hears` and mean nothing: "khai sinh" where "sinh" is a birth.')

const option = z.union([
  prose,
  z.strictObject({
    label: z.string().min(1).max(80),
    words: z.array(prose).optional().describe('Other words that mean this option.'),
    maybe: z
      .array(prose)
      .optional()
      .describe('Words that may mean this option or another that has them, too: which one is asked back.'),
    hears: patterns.optional().describe(heard),
    when: expression.optional().describe('Offered only when this is true.'),
  }),
])

export const askChoice = z
  .strictObject({
    ...askFields,
    type: z.literal('choice'),
    options: z.record(name, option),
    hears_not: hearsNot,
  })
  .describe(
    'Asks to pick one of a list; keeps the id that was picked. Takes a tap, the number, the label or a part of it.',
  )
export const askYesNo = z
  .strictObject({
    ...askFields,
    type: z.literal('yes_no'),
    words: z
      .strictObject({ yes: patterns.optional(), no: patterns.optional() })
      .optional()
      .describe('By answer: whole answers in other words than yes and no: "nhắc đi", "khác xã".'),
    hears: z
      .strictObject({ yes: patterns.optional(), no: patterns.optional() })
      .optional()
      .describe(`By answer. ${heard}`),
    hears_not: hearsNot,
  })
  .describe('Asks yes or no; keeps true or false.')
export const askDate = z
  .strictObject({
    ...askFields,
    type: z.literal('date'),
    tense: z
      .enum(['past', 'future', 'any'])
      .optional()
      .describe('Which side of today an unclear date lies on (default any).'),
    hears: patterns
      .optional()
      .describe(
        'Words for the event, e.g. sinh, đẻ: a day told beside one of them in a free sentence answers this question before it is asked. A day told roughly ("năm ngoái") counts where nothing depends on which day it was; otherwise the question is asked with it.',
      ),
    ages: z
      .strictObject({
        of: patterns.describe('Words for that person, e.g. cháu, bé.'),
        oldest: z
          .number()
          .int()
          .min(1)
          .max(130)
          .describe("An age of more years, or a birth longer ago, is somebody else's."),
      })
      .optional()
      .describe('Whose age tells the day of birth: "cháu được 2 tháng". Only with `tense: past`.'),
    hears_not: hearsNot,
  })
  .describe('Asks for a day: 5/3/2026, "hôm qua", "mùng 2 tháng 9". Keeps the day.')
export const askNumber = z
  .strictObject({
    ...askFields,
    type: z.literal('number'),
    min: z.number().optional(),
    max: z.number().optional(),
    hears: patterns
      .optional()
      .describe(
        'Units, e.g. tuổi, bản: a number before one of them in a free sentence answers this question before it is asked.',
      ),
    hears_not: hearsNot,
  })
  .describe('Asks for a whole number.')
export const askPlace = z
  .strictObject({
    ...askFields,
    type: z.literal('place'),
    level: z
      .enum(['province', 'commune'])
      .optional()
      .describe(
        'What is asked for (default province). With commune, names from before 1 July 2025 lead to the present one, which is said; keeps the province and the code: "hai-phong/11371".',
      ),
    hears: patterns
      .optional()
      .describe(
        'Words before the place, e.g. quê, nhà ở: a place named behind one of them in a free sentence answers this question before it is asked.',
      ),
    hears_not: hearsNot,
  })
  .describe(
    'Asks for a province or a commune; old names are understood. Facts of that province apply from then on.',
  )
export const askPhone = z
  .strictObject({ ...askFields, type: z.literal('phone') })
  .describe(
    'Asks for a phone number in Viet Nam, typed or handed over with a tap; says it back. Keeps 0912345678.',
  )
export const askText = z
  .strictObject({
    ...askFields,
    type: z.literal('text'),
    max_chars: z.number().int().min(1).max(300).optional(),
  })
  .describe('Asks for free text (at most 300 characters). Use sparingly.')
export const askTicks = z
  .strictObject({ ...askFields, type: z.literal('ticks'), fact: name.describe('A fact of type documents.') })
  .describe('Shows a list of papers to tick off; can be continued another day.')

export const ask = z.discriminatedUnion('type', [
  askChoice,
  askYesNo,
  askDate,
  askNumber,
  askPhone,
  askPlace,
  askText,
  askTicks,
])
