/** "Sao nhiều giấy vậy", "cán bộ có khó không": what worries people is met with warm words and with ways on. */
import type { Worry } from '../content/content.ts'
import { hitsIn } from '../text/heard/phrases.ts'
import { readSentence } from '../text/heard/sentence.ts'
import { count, type Draft, here, offer, type Place } from './draft.ts'
import { personChoiceId, reasonToOffer } from './handoff/reasons.ts'
import { commonChoices } from './menu.ts'
import { metaChoice } from './meta.ts'
import { namesNothingBeside } from './names-nothing.ts'
import { phrase } from './phrases.ts'
import { factualTopics, sureProcedure, sureProcedureOf } from './questions.ts'
import { askAgain } from './script-turn.ts'
import type { Reading } from './turn.ts'

/** A longer message tells more than a worry. */
const mostWords = 14

/**
 * Meets a worry that is all of a message, the name of the matter in hand aside, and goes on from where the citizen is: with
 * the open question, with the matter talked of, or with what they may want. False for anything else. Never throws.
 */
export function meetWorry(draft: Draft, text: string, reading: () => Reading | undefined): boolean {
  const worry = worryIn(draft, text, reading)
  if (worry === undefined) return false
  count(draft, `worry:${worry}`)
  const lead = phrase(draft.locale, `worry.${worry}`)
  const place = here(draft)
  if (place !== undefined && place.frame.at !== null) meetInScript(draft, place, lead)
  else meetAtHome(draft, worry, lead)
  return true
}

function worryIn(draft: Draft, text: string, reading: () => Reading | undefined): Worry | undefined {
  const { worries, shortForms } = draft.locale
  if (worries.size === 0) return undefined
  const sentence = readSentence(text, shortForms)
  if (sentence.tokens.length > mostWords) return undefined
  const hits = hitsIn(sentence, worries)
  const whole = hits.find((hit) => namesNothingBeside(draft, sentence, hit))
  if (whole !== undefined || hits.length === 0) return whole?.value
  return isOfHere(draft, reading()) ? hits[0]?.value : undefined
}

/** "Làm khai sinh có khó không", in its guide: the matter in hand, and nothing that its facts are asked for. */
function isOfHere(draft: Draft, reading: Reading | undefined): boolean {
  const named = sureProcedureOf(draft, reading, sureProcedure)
  return named !== undefined && named.id === draft.frame?.procedure && factualTopics(reading) === undefined
}

/** A person is among the choices, unless that is so anyway. */
function meetInScript(draft: Draft, place: Place, lead: string): void {
  const isOffered = draft.case !== undefined || reasonToOffer(draft) !== undefined
  askAgain(draft, place, lead, isOffered ? [] : [personChoice(draft)])
}

const personChoice = (draft: Draft) => metaChoice(draft, personChoiceId('asked_for_person'))

/** What people with such a worry may want to hear of the matter in hand. */
const helps: Readonly<Record<Worry, string>> = {
  papers: 'documents',
  office: 'where',
  hard: 'steps',
  letters: 'where',
}

function meetAtHome(draft: Draft, worry: Worry, lead: string): void {
  const present = draft.content.procedures.get(draft.frame?.procedure ?? '')
  if (present === undefined) {
    const text = `${lead}\n${phrase(draft.locale, 'menu.brief')}`
    return offer(draft, text, [...commonChoices(draft), personChoice(draft)])
  }
  const guide = present.script === undefined ? present.guide : present.id
  const yes = guide === undefined ? `!about:${present.id}:${helps[worry]}` : `!guide:${guide}`
  const choices = [metaChoice(draft, yes), personChoice(draft), metaChoice(draft, '!menu')]
  const question = guide === undefined ? '' : `\n${phrase(draft.locale, 'start.offer')}`
  offer(draft, lead + question, choices, { yes, no: '!menu' })
}
