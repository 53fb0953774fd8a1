/** Asks back which of several matters a short message means, and goes on with the one that is taken. */
import type { AskedBack, Procedure } from '../content/content.ts'
import type { Question } from './answer.ts'
import { generalContact } from './contact.ts'
import { type Draft, here } from './draft.ts'
import { tellStraight } from './free-answer.ts'
import { metaChoice } from './meta.ts'
import { phrase } from './phrases.ts'
import { answerInPassing, namedTopic } from './questions.ts'
import { offerChoices } from './wishes.ts'

/** Asks which was meant; the choice that is taken hears `words`. */
export function askBack(draft: Draft, { id, choices, yes }: AskedBack, words: string): void {
  const text = phrase(draft.locale, `ask_back.${id}`, { contact: generalContact(draft) })
  const offered = [...choices.keys()].map((name) => metaChoice(draft, `!meant:${id}:${name}`))
  offerChoices(draft, text, offered, words, yes === undefined ? undefined : `!meant:${id}:${yes}`)
}

/** Takes a choice of such a question, begins what it leads to with `start`; false when it is there no more. */
export function takeMeant(
  draft: Draft,
  id: string,
  name: string,
  said: string,
  start: (procedure: Procedure, words: string) => void,
): boolean {
  const { askingBack, procedures } = draft.content
  const choice = askingBack.byId.get(id)?.choices.get(name)
  if (choice === undefined) return false
  if ('next' in choice) {
    const next = askingBack.byId.get(choice.next)
    if (next !== undefined) askBack(draft, next, said)
    return next !== undefined
  }
  const procedure = procedures.get(choice.procedure)
  if (procedure === undefined) return false
  const words = choice.asks ?? said
  const named = choice.asks === undefined ? undefined : namedTopic(draft, procedure, words)
  const topics = choice.topic === undefined ? named : [choice.topic]
  if (topics === undefined) start(procedure, words)
  else tell(draft, procedure, { topics, part: 0, words })
  return true
}

function tell(draft: Draft, procedure: Procedure, question: Question): void {
  const place = here(draft)
  if (place === undefined || place.frame.at === null) return tellStraight(draft, procedure, question)
  answerInPassing(draft, place, procedure, question)
}
