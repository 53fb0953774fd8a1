import { z } from 'zod'
import { commandNames, topics, worries } from '../content.ts'
import { patterns, prose } from './common.ts'

/** locales/<tag>/interface.yaml */
export const interfaceFile = z
  .strictObject({
    locale: z.string(),
    name: prose,
    phrases: z.record(z.string(), z.union([prose, z.record(z.string(), prose)])),
    commands: z
      .record(z.enum(commandNames), z.array(prose))
      .describe('Whole utterances that give a command. `(a b|c)` is either phrase, `(a)?` may be left out.'),
    yes: z.array(prose),
    no: z.array(prose),
    topics: z
      .partialRecord(z.enum(topics), z.array(prose))
      .default({})
      .describe('Words that show what is asked about, for a language the examples are not written in.'),
    asks: z
      .partialRecord(z.enum(topics), z.array(prose))
      .default({})
      .describe(
        'Whole utterances that ask about the matter in hand and name none, beside the names of the topics: "tiền".',
      ),
    units: z.array(prose).default([]).describe('Words that may stand with a number, e.g. trang, bản.'),
    questions: z.array(prose).describe('Words that show an utterance to be a question.'),
    worries: z
      .partialRecord(z.enum(worries), patterns)
      .default({})
      .describe(
        'Patterns of what worries people: so many papers, strict officers, that it is hard, that they cannot read. Only where the rest of the message names no matter.',
      ),
    distress: z
      .array(prose)
      .default([])
      .describe('Words of anger and distress: a person is offered. None that a matter is named by.'),
    ways: z
      .partialRecord(z.enum(['chat', 'call_back', 'phone']), z.array(prose))
      .default({})
      .describe('Words that pick a way to a person where these are offered: gọi điện is call_back.'),
    common: z
      .array(prose)
      .default([])
      .describe(
        'Words that name no matter: an utterance of nothing else asks about what is being talked of.',
      ),
    people: z
      .array(prose)
      .default([])
      .describe('Words for people, kin above all: they tell of whom something is told, and name no matter.'),
    past: z
      .array(prose)
      .default([])
      .describe('Words for times long gone: who tells of them asks for nothing that is done now.'),
    turns: z.array(prose).default([]).describe('Single words by which a story turns to what is wanted now.'),
    wishes: z
      .array(prose)
      .default([])
      .describe(
        'Single words by which something is wished for: who says one of them tells more than a story.',
      ),
    shows: z
      .array(prose)
      .default([])
      .describe(
        'Words of this language that no other has: somebody who writes in them is answered in it. The Vietnamese is known by `common`.',
      ),
    anything: z
      .array(prose)
      .default([])
      .describe(
        'Patterns of what stands behind a denial that goes for everything: "chưa có gì hết" is "chưa có" where one is asked.',
      ),
    having: z
      .array(prose)
      .default([])
      .describe(
        'Patterns of what is said around a paper that somebody has: "bệnh viện cấp rồi". Nothing else may.',
      ),
    lacking: z
      .array(prose)
      .default([])
      .describe(
        'Patterns before or behind a number of a tick-list that say that it is not there: "bỏ 2", "2 chưa có".',
      ),
    padding: z.array(prose).describe('Words that carry no meaning at the start or end of an answer.'),
  })
  .describe('interface.yaml: what the bot says outside any script, and the words it understands.')

export type InterfaceFile = z.infer<typeof interfaceFile>
