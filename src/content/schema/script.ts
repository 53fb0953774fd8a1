/** Scripts as they are written: all steps but questions, which stand in asks.ts. */
import { z } from 'zod'
import { topics } from '../content.ts'
import { ask } from './asks.ts'
import { expression, folderName, stepId as id, name, prose, stepWhen as when } from './common.ts'

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
