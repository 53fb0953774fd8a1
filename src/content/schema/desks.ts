import { z } from 'zod'
import { deskSurfaces } from '../content.ts'
import { folderName, isoDate, name, prose } from './common.ts'

const shifts = z
  .array(
    z
      .string()
      .regex(
        /^([01]?\d|2[0-3]):[0-5]\d-(([01]?\d|2[0-3]):[0-5]\d|24:00)$/,
        'hours are written as 7:30-11:30',
      ),
  )
  .describe('Open from one time to another, as 7:30-11:30. With a lunch break: two of them. Empty: closed.')

const dayKey = z.string().describe('mon, tue, wed, thu, fri, sat, sun, or from one to another: mon-fri.')

const serves = z
  .union([
    z.enum(['everywhere', 'province']),
    z.strictObject({
      provinces: z.array(prose).min(1).optional().describe('Ids or names.'),
      communes: z
        .array(prose)
        .min(1)
        .optional()
        .describe(
          'Present names ("Phường Hồng Bàng"; where several are called so, "Phường Hồng Bàng, Hải Phòng") or codes in quotes ("11311").',
        ),
    }),
  ])
  .describe('Whom it serves: everywhere, the province of the folder, or the provinces and communes listed.')

const exception = z
  .strictObject({
    day: isoDate,
    until: isoDate.optional().describe('The last of several days.'),
    closed: z.literal(true).optional(),
    hours: shifts.optional(),
    why: prose.describe('Shown to the office, e.g. "Tập huấn".'),
  })
  .describe('Days with other hours: `closed: true`, or `hours`.')

const step = z
  .union([
    z.strictObject({
      desk: prose.describe('Another desk: its id here, or with its folder, e.g. hai-phong/so-tu-phap.'),
    }),
    z.strictObject({ contact: name.describe('A key of contacts.yaml: the citizen is told of it.') }),
  ])
  .describe('Who comes next.')

export const desk = z
  .strictObject({
    name: prose.describe('As it is told to citizens.'),
    serves,
    procedures: z.array(folderName).min(1).optional().describe('Only these; left out: all.'),
    choice: z
      .literal(true)
      .optional()
      .describe('Another desk serves the same people: the citizen chooses. Both need it.'),
    phone: z
      .string()
      .regex(/^\+?[0-9][0-9 .]{2,19}$/, 'a number is written with digits, spaces and points')
      .optional()
      .describe('Told to citizens only when `confidence` is confirmed or secondary.'),
    address: prose.optional().describe('Told under the same condition.'),
    hours: z
      .record(dayKey, shifts)
      .describe(
        'By weekdays; one day named alone goes before a span. `holidays`: on public holidays (else closed).',
      ),
    exceptions: z.array(exception).optional(),
    duty: z
      .record(dayKey, z.array(prose).min(1))
      .optional()
      .describe('Logins of who is on duty, by weekdays. Left out: everybody of the desk.'),
    surfaces: z
      .array(z.enum(deskSurfaces))
      .min(1)
      .default(['console'])
      .describe(
        'Where its officers answer: the pages for staff, a Telegram group, the inbox of the Zalo OA, the phone.',
      ),
    telegram: z
      .strictObject({
        chat: z.number().int().describe("The group's id, a negative number."),
        topics: z.boolean().default(false).describe('The group has topics: one for each case.'),
      })
      .optional(),
    languages: z.array(z.string()).min(1).default(['vi']).describe('Folders of locales/.'),
    accept_within: z
      .number()
      .int()
      .min(1)
      .max(10_000)
      .default(15)
      .describe('Open minutes within which somebody takes a case; then it goes on along `escalation`.'),
    answer_within: z
      .number()
      .int()
      .min(1)
      .max(10_000)
      .default(30)
      .describe('Open minutes within which a citizen who wrote is answered.'),
    escalation: z
      .array(step)
      .default([])
      .describe('Who comes next when nobody took a case in time, in this order. End it with a contact.'),
    confidence: z
      .enum(['confirmed', 'secondary', 'conflict', 'unconfirmed'])
      .describe(
        'How sure hours, number and address are. What is not confirmed or secondary is told to nobody.',
      ),
    source: prose.optional().describe('Where they were read. Required unless unconfirmed.'),
    reviewed: isoDate
      .optional()
      .describe('The day they were last compared with it. Required unless unconfirmed.'),
    review_by: isoDate
      .optional()
      .describe('Look at them again by this day (otherwise 180 days after `reviewed`).'),
  })
  .describe('Where cases go, and who answers them.')

/** `flows/places/desks.yaml` and `flows/places/<province>/desks.yaml` */
export const desksFile = z
  .strictObject({
    place: folderName.optional().describe("In a province's folder: its id."),
    desks: z.record(folderName, desk),
  })
  .describe('desks.yaml: who answers for whom when a person is wanted, and when.')

export type DesksFile = z.infer<typeof desksFile>
export type DeskSource = DesksFile['desks'][string]
