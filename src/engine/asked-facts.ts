/** Facts that a question asks for by their own words, whatever topic it was read as. */
import type { Fact, Locale, Procedure, Topic } from '../content/content.ts'
import { hitsIn } from '../text/heard/phrases.ts'
import { isDenied, readSentence } from '../text/heard/sentence.ts'

const hearing = new WeakMap<Procedure, readonly Fact[]>()

/** The facts of a procedure that `words` ask for, as its file says what each of them hears; in its order. Never throws. */
export function factsAskedFor(procedure: Procedure, words: string, { shortForms }: Locale): readonly Fact[] {
  const facts = hearingFacts(procedure)
  if (words === '' || facts.length === 0) return []
  const sentence = readSentence(words, shortForms)
  const isNamed = ({ hears }: Fact) =>
    hears !== undefined &&
    hitsIn(sentence, hears).some((hit) => hit.value === true && !isDenied(sentence, hit))
  return facts.filter(isNamed)
}

/** What it costs and how long the office takes are told to those who ask for them. */
const amounts: ReadonlySet<Topic> = new Set(['fee', 'processing-time'])

/** Whether a fact is only an amount: its words alone ("mất căn cước") do not ask for it. */
export function isAmount({ topics }: Fact): boolean {
  return topics.every((topic) => amounts.has(topic))
}

function hearingFacts(procedure: Procedure): readonly Fact[] {
  const known = hearing.get(procedure)
  if (known !== undefined) return known
  const made = [...procedure.facts.values()].filter(({ hears }) => hears !== undefined)
  hearing.set(procedure, made)
  return made
}
