/** What a citizen writes, read from the cheapest and surest meaning to the least sure. */

import type { CommandName } from '../content/content.ts'
import { clean, fold } from '../text/fold.ts'
import { givesAwaySecret } from '../text/identity.ts'
import { isPhoneWithSlip, isShortPhone, withoutPhones } from '../text/phone.ts'
import { readYesNo } from '../text/yes-no.ts'
import { commandOf, exactCommandOf } from './command-words.ts'
import { obey } from './commands.ts'
import { correctAnswer } from './correct-answer.ts'
import { count, type Draft, here, say, sayText } from './draft.ts'
import { tellStraight } from './free-answer.ts'
import { hearUnsupported } from './handed-over.ts'
import { hearLoneNumber, hearNumber, offersCall } from './handoff/number.ts'
import { takeWord } from './handoff/rating-turn.ts'
import { hearOnTheWay } from './handoff/reach.ts'
import { hearInScript } from './hear-in-script.ts'
import { hearAtHome } from './home.ts'
import { hoursTold } from './hours.ts'
import { readMeta } from './meta.ts'
import { asNamed } from './names-nothing.ts'
import { readPending, saidWith } from './pending.ts'
import { phrase } from './phrases.ts'
import { asksForPlace, hearPlace, tellPlaceNow } from './place-now.ts'
import { sureProcedure, sureProcedureOf } from './questions.ts'
import { explain } from './said-plainly.ts'
import { askAgain, askAt } from './script-turn.ts'
import { tap, tapMeta } from './taps.ts'
import type { Pending, Reading } from './turn.ts'
import { asksWhichMatter } from './which-matter.ts'
import { meetWorry } from './worry.ts'
import { takeLanguage } from './written-in.ts'

/** Reads an utterance; `read` is called only when cheaper meanings have failed. */
export function hearText(draft: Draft, raw: string, read: () => Reading | undefined): void {
  const text = clean(raw)
  const reading = () => asNamed(draft, text, read())
  const folded = fold(text)
  const place = here(draft)
  const isMidway = place !== undefined && place.frame.at !== null
  if (folded === '') return hearSigns(draft, text, isMidway)
  const isPhoneAsked =
    draft.pending?.reach?.asks === 'phone' || (place !== undefined && askAt(place)?.slotType === 'phone')
  const isPhoneAwaited = isPhoneAsked || (draft.pending !== undefined && offersCall(draft.pending))
  const isSlip = (isPhoneAwaited && isShortPhone(text)) || isPhoneWithSlip(text)
  if (!isSlip && givesAwaySecret(isPhoneAsked ? withoutPhones(text) : text, folded)) {
    count(draft, 'secret_sent')
    say(draft, 'private.text')
    if (isMidway) askAgain(draft, place)
    return
  }
  takeLanguage(draft, text)
  const { pending } = draft
  draft.pending = undefined
  if (pending !== undefined && hearNumber(draft, pending, text)) return
  if (pending !== undefined && answerPending(draft, pending, text, folded)) return
  if (pending?.word !== undefined && isWord(draft, text, folded)) return takeWord(draft, pending.word, text)
  if (pending?.reach && hearOnTheWay(draft, pending.reach, pending.within, text, reading)) return
  if (pending?.asksPlace && hearPlace(draft, text, pending.within)) return
  // Under a list of other matters a plain yes or no is no answer to the question that stood above it.
  if (
    isMidway &&
    pending !== undefined &&
    isMenu(pending) &&
    readYesNo(folded, draft.locale, text) !== undefined
  )
    return askAgain(draft, place, phrase(draft.locale, 'flow.led_back'))
  if (isMidway) return hearInScript(draft, place, text, folded, reading, pending?.within)
  const command = commandOf(draft, text, folded)
  if (command !== undefined && obey(draft, command)) {
    // "Cảm ơn", "vậy hả": what was offered stands above still.
    if (isSmallTalk.has(command)) draft.pending ??= pending
    return
  }
  if (meetWorry(draft, text, reading)) return
  if (correctAnswer(draft, text) || hearLoneNumber(draft, text, reading())) return
  if (asksForPlace(draft, text, reading) && tellPlaceNow(draft, text)) return
  const hours = hoursTold(draft, sureProcedureOf(draft, reading(), sureProcedure), text)
  if (hours !== undefined) {
    if ('text' in hours) return sayText(draft, hours.text)
    return tellStraight(draft, hours.procedure, hours.question)
  }
  if (pending !== undefined && asksWhichMatter(draft, pending, text, folded)) return
  // "Vậy thôi", where nothing is to be finished.
  if (command === 'done' || isBareWord(draft, text, folded)) return say(draft, 'stop.idle')
  hearAtHome(draft, text, reading(), pending)
}

const picture = /\p{Extended_Pictographic}/u

/** No letter and no digit: "?" does not understand, "❤️" is a sticker. */
function hearSigns(draft: Draft, text: string, isMidway: boolean): void {
  if (text.includes('?') && explain(draft)) return
  if (picture.test(text)) return hearUnsupported(draft, 'sticker')
  const place = here(draft)
  if (isMidway && place !== undefined) return askAgain(draft, place, phrase(draft.locale, 'scope.empty'))
  say(draft, 'scope.empty')
}

const isSmallTalk: ReadonlySet<CommandName> = new Set(['thanks', 'nod'])

const isMenu = ({ offered }: Pending) => offered.some((id) => readMeta(id)?.verb === 'group')

/** "Ok", "thôi khỏi", where nothing was asked: no more is wanted. A "có" wants something, and may go on. */
function isBareWord(draft: Draft, text: string, folded: string): boolean {
  return readYesNo(folded, draft.locale, text) !== undefined && !/^(?:da )?co\b/.test(folded)
}

/** Reads a typed answer against choices of our own. */
function answerPending(draft: Draft, pending: Pending, text: string, folded: string): boolean {
  const id = readPending(draft, pending, text, folded)
  return id !== undefined && takePending(draft, id, pending)
}

function takePending(draft: Draft, id: string, pending: Pending): boolean {
  const meta = readMeta(id)
  if (meta === undefined) tap(draft, id)
  else tapMeta(draft, meta, pending.reach, saidWith(pending, id))
  return true
}

/** A word asked for is what it is, thanks and all; a command is meant for the bot. */
function isWord(draft: Draft, text: string, folded: string): boolean {
  const command = exactCommandOf(draft, text, folded)
  return command === undefined || ['thanks', 'greeting', 'ask', 'done', 'all'].includes(command)
}
