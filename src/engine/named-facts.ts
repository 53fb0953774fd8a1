/** Which of the facts that a question names answer it, and under which heading they stand. */
import type { Topic } from '../content/content.ts'
import { isAmount } from './asked-facts.ts'
import type { Finding } from './facts.ts'

/** Questions that leave open what is to be told. */
const vague: ReadonlySet<Topic> = new Set(['eligibility', 'steps', 'status', 'handoff', 'overview', 'other'])
/** What is told of no topic in particular. */
const loose: ReadonlySet<Topic> = new Set(['overview', 'other'])

/** Of the facts that were named, those that answer a question about this topic: where there is one of it, only such. */
export function answering(named: readonly Finding[], topic: Topic): readonly Finding[] {
  const own = named.filter(({ fact }) => fact.topics.includes(topic))
  if (own.length > 0) return own
  if (topic === 'fee') return []
  const isExact = !vague.has(topic) || topic === 'status'
  if (isExact) return named.filter(({ fact }) => fact.topics.some((one) => loose.has(one)))
  const telling = named.filter(({ fact }) => !isAmount(fact))
  return topic === 'eligibility' && telling.length === 0 ? named : telling
}

/**
 * The heading of facts that were named: the topic asked for where the first fact is of it, else the one they share; none
 * where they are told whatever is asked.
 */
export function headingTopic(topic: Topic, named: readonly Finding[]): Topic {
  const topics = named[0]?.fact.topics ?? [topic]
  if (topics.includes(topic)) return topic
  const [first = topic] = topics
  const isShared = named.every(({ fact }) => fact.topics.includes(first))
  return !vague.has(topic) || topics.includes('other') || !isShared ? 'other' : first
}

/** Topics of facts that may be the whole answer to a question how. */
const ways: ReadonlySet<Topic> = new Set(['steps', 'online', 'documents', 'other'])

/** Whether somebody may do it, or by when, and not how. */
export function tellsNoWay({ fact }: Finding): boolean {
  return !fact.topics.some((one) => ways.has(one))
}
