import { z } from 'zod'
import { topics } from '../content.ts'
import { folderName, isoDate, name, patterns, prose } from './common.ts'

/** flows/<procedure>/examples.yaml */
export const examplesFile = z
  .strictObject({
    procedure: folderName,
    examples: z
      .partialRecord(z.enum(topics), z.array(prose).min(1))
      .describe('What citizens write, by topic, in every kind of spelling.'),
  })
  .describe('examples.yaml: utterances that mean this procedure.')

/** flows/contacts.yaml */
export const contactsFile = z
  .strictObject({
    contacts: z.record(
      name,
      z.strictObject({
        name: prose,
        text: prose.describe('Ready to be said to a citizen.'),
        brief: prose
          .optional()
          .describe('Said under an answer that is not sure: who, and the number. Left out: `text`.'),
        source: prose.describe('Where the number was read.'),
        confidence: z.enum(['confirmed', 'secondary', 'conflict', 'unconfirmed']),
        reviewed: isoDate,
        review_by: isoDate.optional(),
      }),
    ),
  })
  .describe('contacts.yaml: whom citizens can turn to.')

const words = z.array(prose).min(1).describe('Other words that mean this choice.')

/** flows/menu.yaml */
export const menuFile = z
  .strictObject({
    menu: z
      .array(
        z.union([
          folderName,
          z
            .strictObject({
              group: folderName.describe('Its name is the phrase "group.<group>" of each language.'),
              procedures: z.array(folderName).min(1),
            })
            .describe('Procedures offered behind one choice.'),
        ]),
      )
      .min(1)
      .describe('What is offered, in this order: procedures, and groups of them.'),
    asked_back: z
      .array(
        z.strictObject({
          id: name.describe('The question is the phrase "ask_back.<id>" of each language.'),
          said: patterns
            .optional()
            .describe('The whole message, polite words aside. Patterns as in `hears`.'),
          said_not: patterns
            .optional()
            .describe('With `said`: who says one of these says something clear: "ba tôi mất rồi".'),
          tells: patterns
            .optional()
            .describe(
              'Something that has happened ("vợ đẻ"), told in a message that names nothing else besides: what it calls for is offered.',
            ),
          tells_not: patterns
            .optional()
            .describe('With `tells`: who says one of these tells something else: "mất thẻ".'),
          hears: patterns
            .optional()
            .describe('Said anywhere in a message that would be refused, it is asked back about, too.'),
          clear_in: z
            .array(folderName)
            .min(1)
            .optional()
            .describe('Matters in which the words are clear, besides those of the choices.'),
          yes_means: name.optional().describe('The choice that a plain yes to the question takes.'),
          choices: z
            .record(
              name,
              z.union([
                folderName,
                z.strictObject({
                  procedure: folderName,
                  topic: z
                    .enum(topics)
                    .optional()
                    .describe('What is told of it, instead of an introduction.'),
                  asks: prose
                    .optional()
                    .describe('Answered as if this had been asked: a fact of it must hear these words.'),
                  words: words.optional(),
                }),
                z.strictObject({
                  next: name.describe('Another question of this list.'),
                  words: words.optional(),
                }),
              ]),
            )
            .describe('Each leads to a procedure. Its label is the phrase "ask_back.<id>_<choice>".'),
        }),
      )
      .optional()
      .describe('Messages too short to tell which matter is meant: that is asked back.'),
  })
  .describe('menu.yaml: what is offered, in which order, and what is asked back about.')

const monthAndDay = z
  .string()
  .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day without its year is written as 04-30')
const yearlyDay = z.strictObject({ day: monthAndDay, name: prose, source: prose })
const datedDay = z.strictObject({ day: isoDate, name: prose, source: prose })

/** flows/calendar.yaml */
export const calendarFile = z
  .strictObject({
    fixed: z.array(yearlyDay).describe('Public holidays on the same day each year, as 04-30.'),
    lunar: z
      .array(yearlyDay)
      .describe('Public holidays by the lunar calendar, as 03-10; 12-30 is the last day of the lunar year.'),
    until_announced: z
      .strictObject({ fixed: z.array(yearlyDay), lunar: z.array(yearlyDay) })
      .optional()
      .describe(
        'Holidays whose days are chosen each year, as they usually lie: for years not announced yet.',
      ),
    years: z
      .array(
        z.strictObject({
          year: z.number().int(),
          off: z
            .array(datedDay)
            .describe(
              'Further days off: Tết, swapped days. Compensation for a holiday of the law on a weekend needs no entry.',
            ),
          working: z.array(datedDay).describe('Weekend days that are worked.'),
          unsure: z
            .array(datedDay)
            .optional()
            .describe('Days that may be off: counted as worked, and a count past them is provisional.'),
          confidence: z.enum(['confirmed', 'secondary', 'conflict', 'unconfirmed']),
        }),
      )
      .describe('What is announced year by year. A year that is unconfirmed or absent is not announced.'),
  })
  .describe('calendar.yaml: public holidays.')

/** flows/places/provinces.yaml */
export const provincesFile = z
  .strictObject({
    source: prose,
    provinces: z.record(
      folderName,
      z.strictObject({
        name: prose,
        also: z.array(prose).describe('Other and former names: provinces merged into it, abbreviations.'),
        location: z
          .strictObject({ latitude: z.number(), longitude: z.number() })
          .optional()
          .describe(
            'Where it is, in degrees, e.g. latitude 20.86, longitude 106.68: offered to citizens who hand over where they are. Only from a source that can be named.',
          ),
      }),
    ),
  })
  .describe('provinces.yaml: the provinces since 1 July 2025 and the names people use for them.')

/**
 * locales/<tag>/<procedure>.yaml. Texts by path, e.g. `script.birth_date.text`, `script.kind.options.home`,
 * `facts.fee.label`, `facts.fee.values.0.note`, `facts.papers.values.0.id_card.name`, `name`, `short`.
 */
export const translationFile = z
  .strictObject({ procedure: z.string(), locale: z.string(), texts: z.record(z.string(), prose) })
  .describe('The texts of one procedure in another language.')

/** flows/<procedure>/transcripts/*.yaml */
export const transcriptFile = z
  .strictObject({
    case: prose.describe('What this conversation shows, in one sentence.'),
    now: z.iso
      .datetime({ offset: true, local: false })
      .or(z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d$/)),
    locale: z.string().optional(),
    turns: z
      .array(
        z.strictObject({
          citizen: prose.optional().describe('What the citizen writes.'),
          tap: prose.optional().describe('Or the option id they tap.'),
          ticks: z
            .array(name)
            .optional()
            .describe('Or the papers they tick on a page; `finish: true` to finish.'),
          finish: z.boolean().optional(),
          after: z
            .string()
            .regex(/^\d+(m|h|d)$/)
            .optional()
            .describe('Time that passes before, e.g. 1d.'),
          at: z
            .string()
            .nullable()
            .optional()
            .describe('Where the script stands afterwards: an ask, or null at the end.'),
          in: folderName.optional().describe('The procedure we are in afterwards.'),
          slots: z
            .record(z.string(), z.unknown())
            .optional()
            .describe('Answers kept afterwards (those named).'),
          says: z
            .union([prose, z.array(prose)])
            .optional()
            .describe('Words that must occur in the replies.'),
          never: z
            .union([prose, z.array(prose)])
            .optional()
            .describe('Words that must not.'),
          effects: z.array(z.string()).optional().describe('Effects by type or type:name, e.g. case:opened.'),
        }),
      )
      .min(1),
  })
  .describe('A conversation that must go like this.')
/** What is read here of locales/<tag>/spelling.yaml; the rest of it belongs to the understanding of whole utterances. */
export const shortForms = z.looseObject({
  words: z.record(z.string(), prose),
  near: z.array(z.looseObject({ word: z.string(), means: prose })).optional(),
})
export type ShortForms = z.infer<typeof shortForms>
export type TranscriptFile = z.infer<typeof transcriptFile>
export type TranslationFile = z.infer<typeof translationFile>
export type ExamplesFile = z.infer<typeof examplesFile>
export type ContactsFile = z.infer<typeof contactsFile>
export type CalendarFile = z.infer<typeof calendarFile>
export type ProvincesFile = z.infer<typeof provincesFile>
export type MenuFile = z.infer<typeof menuFile>
