/** What a citizen can say anywhere: go back, repeat, stop, meet an officer ... */
import type { CommandName } from '../content/content.ts'
import { answerInWords, knownAnswer } from './answer-words.ts'
import { comeBack } from './come-back.ts'
import { type Draft, here, offer, placeOf, say, unpark, walkOf } from './draft.ts'
import { notedAsks } from './foreheard.ts'
import { askedForPerson } from './handoff/offer.ts'
import { showMenu } from './menu.ts'
import { metaChoice } from './meta.ts'
import { phrase } from './phrases.ts'
import { render } from './render.ts'
import { explain, tellAgain } from './said-plainly.ts'
import { askAgain, askAt, showQuestion } from './script-turn.ts'
import { startProcedure } from './start.ts'
import { nudgeTimer } from './timers.ts'
import { answeredOn } from './walk.ts'

/** Does what a command says; `false` when it means nothing here and the utterance should be read on. */
export function obey(draft: Draft, command: CommandName): boolean {
  const place = here(draft)
  const isMidway = place !== undefined && place.frame.at !== null
  switch (command) {
    case 'back':
      goBack(draft)
      return true
    case 'change':
      offerChange(draft)
      return true
    case 'repeat':
      draft.rounds += 1
      if (isMidway) askAgain(draft, place)
      else if (!tellAgain(draft)) showMenu(draft, 'menu.text')
      return true
    case 'nod':
      if (isMidway) askAgain(draft, place, phrase(draft.locale, 'heard_out.nod'))
      else say(draft, 'stop.idle')
      return true
    case 'puzzled':
      return explain(draft)
    case 'restart':
      if (place !== undefined) offerRestart(draft)
      else showMenu(draft, 'welcome.again')
      return true
    case 'menu':
      showMenu(draft, 'menu.text')
      return true
    case 'person':
      askedForPerson(draft)
      return true
    case 'stop':
      draft.effects.push({ type: 'cancel_timer', name: nudgeTimer })
      say(draft, isMidway ? 'stop.text' : 'stop.idle')
      // "tiếp" is what was said to come back with, whatever the open question offers.
      if (isMidway) draft.pending = { offered: ['!resume'], byNameOnly: true }
      return true
    case 'resume':
      resume(draft)
      return true
    case 'help':
      say(draft, 'help.text')
      if (isMidway) askAgain(draft, place)
      else showMenu(draft, 'menu.text')
      return true
    case 'why':
      if (!isMidway) return false
      explainWhy(draft)
      return true
    case 'language':
      offerLanguages(draft)
      return true
    case 'erase':
      offerErase(draft)
      return true
    case 'thanks':
      say(draft, 'thanks.text')
      return true
    case 'greeting':
      greet(draft)
      return true
    case 'ask':
      // Who comes with "cho hỏi" is told who answers; anybody else need only go on.
      if (draft.isNew) greet(draft)
      else say(draft, 'asking.text')
      return true
    case 'bot':
      comeBack(draft)
      return true
    case 'done':
    case 'all':
      return false
    default:
      return false
  }
}

/** One question back; the answer given there stays until another is given. */
export function goBack(draft: Draft): void {
  const place = here(draft)
  if (place === undefined) return say(draft, 'back.nothing')
  const walked = walkOf(draft, place)
  const order = answeredOn(walked, place.script)
  const at = place.frame.at
  const present = order.findIndex((ask) => ask.id === at)
  const target = present === -1 ? order.at(-1) : order[present - 1]
  draft.rounds += 1
  if (target === undefined) {
    say(draft, at === null ? 'back.nothing' : 'back.first')
    if (at !== null) askAgain(draft, place)
    return
  }
  goTo(draft, target.id)
}

/** Asks an answered question again, showing the answer it has. */
export function goTo(draft: Draft, step: string): void {
  const place = here(draft)
  const ask = place?.script.byId.get(step)
  if (place === undefined || ask?.type !== 'ask') return showMenu(draft, 'menu.text')
  const walked = walkOf(draft, place)
  const value = knownAnswer(place.frame, ask.slot)
  draft.misses = 0
  const key = Object.hasOwn(place.frame.slots, ask.slot) ? 'back.text' : 'heard.back'
  const lead =
    value === undefined
      ? undefined
      : phrase(draft.locale, key, { answer: answerInWords(draft, place, walked, ask, value) })
  showQuestion(draft, place, walked, ask, lead)
}

/** Answers listed at once under "change"; more are a page further. */
const changesListed = 7

/** Lists the answers given, the latest first, those to questions still ahead before them; `skipped` of them were listed before. */
export function offerChange(draft: Draft, skipped = 0): void {
  const place = here(draft)
  const given = place === undefined ? [] : answeredOn(walkOf(draft, place), place.script).toReversed()
  const answered = place === undefined ? given : [...notedAsks(place).toReversed(), ...given]
  if (answered.length === 0) {
    say(draft, 'change.nothing')
    if (place !== undefined && place.frame.at !== null) askAgain(draft, place)
    return
  }
  const listed = answered.slice(skipped, skipped + changesListed).map((ask) => `!change:${ask.id}`)
  const next = skipped + changesListed
  const further = next < answered.length ? [`!changes:${next}`] : []
  const choices = [...listed, ...further, '!change-no'].map((id) => metaChoice(draft, id))
  offer(draft, phrase(draft.locale, 'change.text'), choices, { no: '!change-no' })
}

function offerRestart(draft: Draft): void {
  const choices = [metaChoice(draft, '!restart-yes'), metaChoice(draft, '!restart-no')]
  offer(draft, phrase(draft.locale, 'restart.text'), choices, { yes: '!restart-yes', no: '!restart-no' })
}

/** Gives up the present answers and starts the procedure over. */
export function restart(draft: Draft): void {
  const procedure = draft.frame?.procedure
  if (procedure === undefined) return showMenu(draft, 'welcome.again')
  draft.frame = undefined
  unpark(draft, procedure)
  say(draft, 'restart.done')
  startProcedure(draft, procedure)
}

/** Goes on where the citizen was: at the open question, or in the procedure left last. */
export function resume(draft: Draft, procedure?: string): void {
  if (procedure !== undefined && procedure !== draft.frame?.procedure) return startProcedure(draft, procedure)
  const place = here(draft)
  if (place !== undefined && place.frame.at !== null) {
    const walked = walkOf(draft, place)
    const { stop } = walked
    // After going back, "go on" keeps the old answer and returns to the open question.
    if (stop?.type === 'ask') return showQuestion(draft, place, walked, stop)
    return askAgain(draft, place)
  }
  const waiting = draft.parked.map((frame) => placeOf(draft, frame)).find((one) => one !== undefined)
  if (waiting !== undefined) return startProcedure(draft, waiting.procedure.id)
  say(draft, 'resume.nothing')
  showMenu(draft, 'menu.text')
}

function explainWhy(draft: Draft): void {
  draft.rounds += 1
  const place = here(draft)
  const ask = place === undefined ? undefined : askAt(place)
  if (place === undefined || ask === undefined) return
  const view = { locale: draft.locale, today: draft.today, env: walkOf(draft, place).env }
  const reason = ask.why === undefined ? phrase(draft.locale, 'why.text') : render(ask.why, view)
  askAgain(draft, place, reason)
}

function offerLanguages(draft: Draft): void {
  const choices = [...draft.content.locales.keys()].map((tag) => metaChoice(draft, `!lang:${tag}`))
  offer(draft, phrase(draft.locale, 'language.text'), choices)
}

function offerErase(draft: Draft): void {
  const choices = [metaChoice(draft, '!erase-yes'), metaChoice(draft, '!erase-no')]
  offer(draft, phrase(draft.locale, 'erase.text'), choices, { yes: '!erase-yes', no: '!erase-no' })
}

/** Asks a citizen who comes back whether to go on with what was left halfway. */
export function offerResume(draft: Draft): void {
  const place = here(draft)
  if (place === undefined) return
  const view = { locale: draft.locale, today: draft.today, env: walkOf(draft, place).env }
  const text = phrase(draft.locale, 'resume.text', { procedure: render(place.procedure.short, view) })
  const choices = ['!resume', '!restart-yes', '!menu'].map((id) => metaChoice(draft, id))
  offer(draft, text, choices, { yes: '!resume', no: '!menu' })
}

/** A greeting is answered; in the middle of a script it leads back, after a silence it asks first. */
export function greet(draft: Draft): void {
  const place = here(draft)
  if (place !== undefined && place.frame.at !== null) return offerResume(draft)
  showMenu(draft, draft.isNew ? 'welcome.text' : 'welcome.again')
}
