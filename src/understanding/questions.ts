/** What a message of several parts asks: people ask first and tell then, or ask two things at once. */
import type { Topic } from '../content/content.ts'
import type { Reading } from '../engine/turn.ts'

export type AskedTopic = Pick<Reading, 'topic' | 'topicConfidence'>

/** Reads part of a message by itself. */
export interface PartReader {
  topicOf(part: string): AskedTopic
  readPart(part: string): Reading
}

/**
 * What was read of the whole message, with the topic of the question where a story goes on behind it, and with all topics
 * of a message that asks several things.
 */
export function withQuestions(whole: Reading, text: string, parts: PartReader): Reading {
  if (whole.isOutOfScope) return whole
  return { ...withSeveral(whole, text, parts), ...topicAsked(whole, text, parts.topicOf) }
}

const sentenceEnd = /(?<=[.?!\n])\s+/u
const clauseEnd = /(?<=[.,;?!\n])\s+/u
const asksAtEnd = /\?\s*$/u
/** A whole less sure than this may owe its topic to the story. */
const surelyRead = 0.7
/** By so much a part without its mark must be surer. */
const surerBy = 0.2
const mostClauses = 8

/** Examples ask last: of what has a story behind its question the whole says too little. */
function topicAsked(
  { topicConfidence }: Reading,
  text: string,
  topicOf: PartReader['topicOf'],
): AskedTopic | undefined {
  const sentences = text.split(sentenceEnd).filter((sentence) => sentence !== '')
  const marked = asksAtEnd.test(text) ? [] : sentences.filter((one) => asksAtEnd.test(one))
  const byMark = surestOf(marked.slice(0, mostClauses), topicConfidence, topicOf)
  if (byMark !== undefined || topicConfidence > surelyRead) return byMark
  const clauses = text.split(clauseEnd).filter((clause) => clause.trim().includes(' '))
  if (clauses.length > mostClauses) return undefined
  return surestOf(clauses.slice(0, -1), topicConfidence + surerBy, topicOf)
}

/** What one of the parts asks plainly and more surely than `least`. */
function surestOf(
  parts: readonly string[],
  least: number,
  topicOf: PartReader['topicOf'],
): AskedTopic | undefined {
  const [surest] = parts
    .map(topicOf)
    .filter(({ topic, topicConfidence }) => topicConfidence > least && isAskedByPart(topic))
    .toSorted((a, b) => b.topicConfidence - a.topicConfidence)
  return surest
}

/** Where one question of a message may end and the next begin. */
const questionEnd =
  /[,;?!\n]+|\.\s|\s(?:và|va|với lại|voi lai)\s|(?<=\s(?:ở đâu|o dau|ở mô|o mo|gì|gi|bao nhiêu tiền|bao nhieu tien|mấy tiền|may tien|mấy ngày|may ngay|bao lâu|bao lau))\s+(?=\S+\s)/iu
/** Longer ones tell a story. */
const maxQuestions = 4
const surelyAsked = 0.95
/** Of these a part of a message shows by itself that it asks; a part of a story is easily taken for any of the others. */
const plainTopics: ReadonlySet<Topic> = new Set(['fee', 'deadline', 'processing-time', 'documents', 'where'])

/** Who may is asked as plainly, but told in stories, too. */
const isAskedByPart = (topic: Topic): boolean => plainTopics.has(topic) || topic === 'eligibility'

/** Adds the topics of a message that asks several things, and the matter, when only one of the questions names it. */
function withSeveral(whole: Reading, text: string, { topicOf, readPart }: PartReader): Reading {
  if (!questionEnd.test(text)) return whole
  const parts = text.split(questionEnd).filter((part) => part.trim().includes(' '))
  if (parts.length < 2 || parts.length > maxQuestions) return whole
  const asked = parts.map(topicOf).filter((one) => one.topicConfidence >= surelyAsked)
  const several = [...new Set(asked.map(({ topic }) => topic))].filter((topic) => plainTopics.has(topic))
  if (several.length < 2) return whole
  const named = whole.procedure === undefined ? onlyNamed(parts.map(readPart)) : undefined
  return { ...whole, ...named, topics: several }
}

/** The one procedure that parts of a message surely name. */
function onlyNamed(
  parts: readonly Reading[],
): Pick<Reading, 'procedure' | 'confidence' | 'candidates'> | undefined {
  const named = parts.filter(
    ({ procedure, confidence }) => procedure !== undefined && confidence >= surelyAsked,
  )
  const [first] = named
  if (first?.procedure === undefined || named.some(({ procedure }) => procedure !== first.procedure))
    return undefined
  const { procedure, confidence, candidates } = first
  return { procedure, confidence, candidates }
}
