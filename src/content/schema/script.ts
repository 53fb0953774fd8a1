import { z } from 'zod'
import { topics } from '../content.ts'
import { expression, folderName, name, prose } from './common.ts'

const when = expression.optional().describe('The step is passed over unless this is true.')
const id = (what: string) => name.describe(`The step's id: ${what}. Never change it without \`was\`.`)

const check = z
  .strictObject({
    check: expression.describe('What must be true of the answer.'),
    otherwise: prose.describe('What is said when it is not.'),
  })
  .describe('A rule the answer must keep.')

const pattern = z.string().min(1).max(200)
const patterns = z.array(pattern).min(1)
const heard =
  'Said anywhere in a free sentence, it answers this question before it is asked. `a|b` is either word, `(a b|c)` either phrase, `(a)?` may be left out.'

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

const image = z
  .strictObject({
    source: prose.describe(
      'A file in the folder media/ beside this one (.jpg, .png, .webp, at most 1 MB), e.g. media/to-khai.jpg; or a public https address.',
    ),
    alt: prose.describe('What it shows, in words: said where pictures cannot be shown or seen.'),
  })
  .describe('A picture shown with the text.')

export const say = z
  .strictObject({ say: id('names the text for translators'), when, text: prose, image: image.optional() })
  .describe('Says something. Placeholders: {{ birth_date | date }}.')
export const set = z
  .strictObject({ set: id("the value's name in expressions"), when, value: expression })
  .describe('Computes a value. It is computed anew whenever it is needed, never stored.')
export const call = z
  .strictObject({
    call: id('names the place of the call'),
    when,
    flow: folderName.describe('A file in flows/shared/, without .yaml.'),
  })
  .describe('Runs the steps of a shared sub-flow here; its questions keep their own ids.')
export const answer = z
  .strictObject({
    answer: id('names this place'),
    when,
    topic: z.enum(topics).optional().describe('All facts of this topic.'),
    facts: z.array(name).min(1).optional().describe('Or these facts.'),
  })
  .describe('Tells facts, as they apply to what was answered so far.')
export const remind = z
  .strictObject({
    remind: id('a later reminder of the same id replaces it'),
    when,
    on: expression.describe('The day: a date expression.'),
    text: prose.describe('What is said on that day, at nine in the morning.'),
  })
  .describe('Writes to the citizen on a later day. Ask first.')
export const handoff = z
  .strictObject({
    handoff: id('names this place'),
    when,
    reason: name.describe('Goes into the case, e.g. foreign_element.'),
    text: prose.describe('Said before the contact.'),
  })
  .describe('Sends the citizen to a person.')
export const end = z
  .strictObject({ end: id('names this end'), when, text: prose.optional() })
  .describe('Ends the script.')

const target = name.describe('Where to go on: the id of a later step.')

export type StepSource =
  | z.infer<typeof ask>
  | z.infer<typeof say>
  | z.infer<typeof set>
  | z.infer<typeof call>
  | z.infer<typeof answer>
  | z.infer<typeof remind>
  | z.infer<typeof handoff>
  | z.infer<typeof end>
  | BranchSource
export interface BranchSource {
  branch: string
  when?: string | boolean | undefined
  cases: { when: string | boolean; goto?: string | undefined; steps?: StepSource[] | undefined }[]
  else?: { goto?: string | undefined; steps?: StepSource[] | undefined } | undefined
}

export const branch: z.ZodType<BranchSource> = z
  .strictObject({
    branch: id('names this place'),
    when,
    cases: z
      .array(
        z.strictObject({
          when: expression,
          goto: target.optional(),
          get steps() {
            return z.array(step).min(1).optional()
          },
        }),
      )
      .min(1)
      .describe('The first whose `when` is true is taken: its `steps` run, or the script goes on at `goto`.'),
    else: z
      .strictObject({
        goto: target.optional(),
        get steps() {
          return z.array(step).min(1).optional()
        },
      })
      .optional()
      .describe('Taken when no case holds; without it the script goes on below.'),
  })
  .describe('Goes different ways. After the steps of a case the script goes on below the branch.')

export const step: z.ZodType<StepSource> = z.lazy(() =>
  z.union([ask, say, branch, set, call, answer, remind, handoff, end]),
)
/**
 * A branch without a look into its nested steps: the loader reads those one by one, so that a complaint is about
 * the innermost step.
 */
export const branchShell = z.strictObject({
  branch: name,
  when: expression.optional(),
  cases: z
    .array(
      z.strictObject({
        when: expression,
        goto: name.optional(),
        steps: z.array(z.unknown()).min(1).optional(),
      }),
    )
    .min(1),
  else: z.strictObject({ goto: name.optional(), steps: z.array(z.unknown()).min(1).optional() }).optional(),
})
/** The key that tells a step's kind, in the order they are looked for. */
export const stepKinds = [
  'ask',
  'say',
  'branch',
  'set',
  'call',
  'answer',
  'remind',
  'handoff',
  'end',
] as const
/** Schema by kind, so that a complaint is about the kind the author meant. */
export const stepSchemas = { ask, say, branch, set, call, answer, remind, handoff, end }

export const scriptFile = z
  .strictObject({ procedure: folderName, steps: z.array(step).min(1) })
  .describe('script.yaml: the conversation. Steps run from top to bottom.')
/** `flows/shared/<flow>.yaml` */
export const sharedFile = z
  .strictObject({ flow: folderName, steps: z.array(step).min(1) })
  .describe('A sub-flow that scripts call.')
export type ScriptFile = z.infer<typeof scriptFile>
export type SharedFile = z.infer<typeof sharedFile>
