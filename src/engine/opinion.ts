/** A second opinion in the middle of a script: offered as a question, never filed and never told as a fact. */
import type { AskStep, OptionId, Text } from '../content/content.ts'
import { answerInWords, askViewOf } from './answer-words.ts'
import { count, type Draft, offer, type Place, walkOf } from './draft.ts'
import { missesBeforeOffer } from './handoff/reasons.ts'
import { metaChoice } from './meta.ts'
import { phrase } from './phrases.ts'
import { factualTopicOf, offerSwitch } from './questions.ts'
import { type AskView, choiceId } from './steps/ask-type.ts'
import { askTypeOf } from './steps/ask-types.ts'
import type { Choice, DoubtfulQuestion } from './turn.ts'

/** Asks whether the opinion on these words is right; false when it says nothing that can be offered here. */
export function offerOpinion(draft: Draft, place: Place, ask: AskStep, words: string): boolean {
  const { opinion } = draft
  if (opinion === undefined) return false
  if (opinion.answer?.step === ask.id && offerAnswer(draft, place, ask, opinion.answer.option)) return true
  const procedure = opinion.procedures.find((id) => draft.content.procedures.has(id))
  if (procedure === undefined) return false
  if (procedure !== place.procedure.id) {
    offerSwitch(draft, place, procedure, words)
    return true
  }
  const topic = factualTopicOf(opinion)
  if (topic === undefined) return false
  const text = phrase(draft.locale, 'guess.about', { topic: phrase(draft.locale, `topic.${topic}`) })
  const yes = `!topic:${procedure}:${topic}`
  offer(draft, text, [metaChoice(draft, yes), metaChoice(draft, '!ask-again')], { yes, no: '!ask-again' })
  return true
}

function offerAnswer(draft: Draft, place: Place, ask: AskStep, option: OptionId): boolean {
  const walked = walkOf(draft, place)
  const view = askViewOf(draft, place, walked, ask)
  if (doubtfulQuestion(ask, view) === undefined) return false
  const value = askTypeOf(ask).tap(ask, option, view)
  if (value === undefined) return false
  draft.misses += 1
  count(draft, `miss:${place.procedure.id}:${ask.id}`)
  const yes: Choice = { id: choiceId(ask, option), label: phrase(draft.locale, 'guess.yes') }
  const ids = ['!ask-again', ...(draft.misses >= missesBeforeOffer ? ['!person'] : [])]
  const text = phrase(draft.locale, 'guess.answer', {
    answer: answerInWords(draft, place, walked, ask, value),
  })
  offer(draft, text, [yes, ...ids.map((id) => metaChoice(draft, id))], { yes: yes.id, no: '!ask-again' })
  return true
}

/** The question as somebody is told of it who must not know what the citizen said before. */
export function doubtfulQuestion(ask: AskStep, view: AskView): DoubtfulQuestion | undefined {
  const text = outline(ask.text, view)
  if (ask.slotType === 'yes_no') {
    const options = (['yes', 'no'] as const).map((id) => ({ id, label: phrase(view.locale, `yes_no.${id}`) }))
    return { step: ask.id, text, options }
  }
  if (ask.slotType !== 'choice') return undefined
  const options = [...ask.options.values()]
    .filter(({ id }) => askTypeOf(ask).tap(ask, id, view) !== undefined)
    .map(({ id, label }) => ({ id, label: outline(label, view) }))
  return { step: ask.id, text, options }
}

/** A text with its values left out. */
function outline(text: Text, { locale }: AskView): string {
  const template = text.get(locale.tag) ?? text.get('vi') ?? []
  return template.map((part) => (typeof part === 'string' ? part : '…')).join('')
}
