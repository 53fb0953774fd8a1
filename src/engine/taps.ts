/** Taps: on a question's option, or on a choice of our own. Old messages can be tapped too. */
import type { Topic } from '../content/content.ts'
import { topics } from '../content/content.ts'
import { askViewOf } from './answer-words.ts'
import { takeMeant } from './ask-back.ts'
import { goBack, goTo, obey, offerChange, restart, resume } from './commands.ts'
import { count, type Draft, here, type Place, park, say, walkOf } from './draft.ts'
import { tellStraight } from './free-answer.ts'
import { forgetCase } from './handoff/after.ts'
import { askedForPerson } from './handoff/offer.ts'
import { askWord, tapRating } from './handoff/rating-turn.ts'
import { pickOnTheWay, tapWay } from './handoff/reach.ts'
import { reasonOf } from './handoff/reasons.ts'
import { showGroup, showMenu } from './menu.ts'
import { type Meta, readMeta } from './meta.ts'
import { saidWith } from './pending.ts'
import { phrase } from './phrases.ts'
import { tapPlace } from './place-now.ts'
import { answerInPassing } from './questions.ts'
import { askAgain, askAt, fileAnswer } from './script-turn.ts'
import { startProcedure } from './start.ts'
import { askTypeOf } from './steps/ask-types.ts'
import { doneOption } from './steps/ticks.ts'
import { finishTicks, toggleTick } from './tick-turn.ts'
import type { Reach } from './turn.ts'

/** Takes a tap by the id of the choice. */
export function tap(draft: Draft, id: string): void {
  const meta = readMeta(id)
  const { pending } = draft
  draft.pending = undefined
  if (meta !== undefined) return tapMeta(draft, meta, pending?.reach, saidWith(pending, id))
  const place = here(draft)
  const ask = place === undefined ? undefined : askAt(place)
  if (place === undefined || ask === undefined) return showMenu(draft, 'menu.text')
  const colon = id.indexOf(':')
  const step = place.script.renamed.get(id.slice(0, colon)) ?? id.slice(0, colon)
  const option = id.slice(colon + 1)
  if (colon === -1 || step !== ask.id) return tapStale(draft, place, step, option)

  const walked = walkOf(draft, place)
  if (ask.slotType === 'ticks') {
    if (option === doneOption) return finishTicks(draft, place, walked, ask)
    return toggleTick(draft, place, walked, ask, option)
  }
  const value = askTypeOf(ask).tap(ask, option, askViewOf(draft, place, walked, ask))
  if (value === undefined) return askAgain(draft, place)
  fileAnswer(draft, place, walked, ask, value, false)
}

/** A tap on an earlier question: pressing the same answer twice is nothing; another is not filed by accident. */
function tapStale(draft: Draft, place: Place, step: string, option: string): void {
  count(draft, 'stale_tap')
  const value = Object.hasOwn(place.frame.slots, step) ? place.frame.slots[step] : undefined
  const isSame =
    value === option || (value === true && option === 'yes') || (value === false && option === 'no')
  askAgain(draft, place, isSame ? undefined : phrase(draft.locale, 'tap.stale'))
}

/**
 * Does what a choice of our own says; one that means nothing any more leads to the menu. What is begun with it hears
 * `said`, the words that led to the offer.
 */
export function tapMeta(draft: Draft, { verb, args }: Meta, onTheWay?: Reach, said?: string): void {
  const [first = '', second = ''] = args
  switch (verb) {
    case 'start':
    case 'guide':
    case 'switch':
      return startProcedure(draft, first, said)
    case 'group':
      return showGroup(
        draft,
        first,
        topics.find((topic) => topic === second),
        said,
      )
    case 'topic':
    case 'about':
      return tapTopic(draft, first, second, 0, said)
    case 'meant':
      if (!takeMeant(draft, first, second, said ?? '', ({ id }, words) => startProcedure(draft, id, words)))
        goOn(draft)
      return
    case 'more':
      return tapTopic(draft, first, second, Number.parseInt(args[2] ?? '', 10) || 1)
    case 'keep':
    case 'ask-again':
    case 'restart-no':
    case 'change-no':
    case 'erase-no':
      return goOn(draft)
    case 'resume':
      return resume(draft, first === '' ? undefined : first)
    case 'restart':
    case 'restart-yes':
      return restart(draft)
    case 'changes':
      return offerChange(draft, Number.parseInt(first, 10) || 0)
    case 'back':
      return goBack(draft)
    case 'change':
      return goTo(draft, first)
    case 'person':
      return askedForPerson(draft, reasonOf(args))
    case 'reach':
      return tapWay(draft, first, reasonOf(args.slice(1)))
    case 'commune':
    case 'desk':
    case 'phone':
    case 'other-number':
    case 'when':
      if (!pickOnTheWay(draft, onTheWay, verb, first)) askedForPerson(draft)
      return
    case 'place':
      return tapPlace(draft, first, said)
    case 'rate':
      return tapRating(draft, first, second)
    case 'word':
      return askWord(draft, first)
    case 'stay':
    case 'no-word':
      return goOn(draft)
    case 'none':
      return say(draft, 'guess.rephrase')
    case 'menu':
      return void obey(draft, 'menu')
    case 'lang':
      return setLanguage(draft, first)
    case 'erase-yes':
      return erase(draft)
    default:
      return showMenu(draft, 'menu.text')
  }
}

function tapTopic(draft: Draft, procedureId: string, topicName: string, part: number, said?: string): void {
  const procedure = draft.content.procedures.get(procedureId)
  const topic: Topic | undefined = topics.find((one) => one === topicName)
  if (procedure === undefined || topic === undefined) return showMenu(draft, 'menu.text')
  const question = { topics: [topic], part, words: said ?? '' }
  const place = here(draft)
  if (place === undefined || place.frame.at === null) return tellStraight(draft, procedure, question)
  answerInPassing(draft, place, procedure, question)
}

function goOn(draft: Draft): void {
  const place = here(draft)
  if (place !== undefined && place.frame.at !== null) return askAgain(draft, place)
  showMenu(draft, 'menu.text')
}

function setLanguage(draft: Draft, tag: string): void {
  const locale = draft.content.locales.get(tag)
  if (locale === undefined) return void obey(draft, 'language')
  draft.locale = locale
  draft.isLocaleHeard = false
  say(draft, 'language.done')
  goOn(draft)
}

function erase(draft: Draft): void {
  park(draft)
  draft.parked = []
  draft.frame = undefined
  draft.misses = 0
  // Who has it all erased speaks to the bot, and is told to write when there is need.
  draft.heldSince = undefined
  draft.rate = undefined
  draft.effects.push({ type: 'erase' })
  forgetCase(draft)
  say(draft, 'erase.done')
}
