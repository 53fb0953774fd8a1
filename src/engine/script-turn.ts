import type { AskStep, SlotValue, Text } from '../content/content.ts'
import { answerInWords, askViewOf } from './answer-words.ts'
import { brokenCheck } from './answers.ts'
import { count, type Draft, type Place, say, sayText, viewOf, walkOf } from './draft.ts'
import { takeHeard } from './foreheard.ts'
import { standingAt, withAnswer, withNoted, withoutAnswer, withoutHeard } from './frames.ts'
import { askRatingAtEnd } from './handoff/rating.ts'
import { personChoiceId, reasonToOffer } from './handoff/reasons.ts'
import { offerWays } from './handoff/ways.ts'
import { metaChoice } from './meta.ts'
import { offerParked } from './parked.ts'
import { phrase } from './phrases.ts'
import { render } from './render.ts'
import type { ReadResult, Shown } from './steps/ask-type.ts'
import { askTypeOf } from './steps/ask-types.ts'
import { markOf } from './steps/mark.ts'
import { tellNew } from './tell-new.ts'
import { nudgeAt, nudgeTimer } from './timers.ts'
import type { Choice, Pending, Reply } from './turn.ts'
import { type Walk, walk, walkOn } from './walk.ts'
import type { Writable } from './writable.ts'

/**
 * Asks a question; `lead` stands before it in the same message, `further` choices of our own behind its options.
 * Remembers it as the one last seen.
 */
export function showQuestion(
  draft: Draft,
  place: Place,
  walked: Walk,
  ask: AskStep,
  lead?: string,
  further: readonly Choice[] = [],
): void {
  showAs(draft, place, walked, ask, shownAt(draft, place, walked, ask), lead, further)
}

function shownAt(draft: Draft, place: Place, walked: Walk, ask: AskStep): Shown {
  return askTypeOf(ask).show(ask, askViewOf(draft, place, walked, ask))
}

function showAs(
  draft: Draft,
  place: Place,
  walked: Walk,
  ask: AskStep,
  shown: Shown,
  lead?: string,
  further: readonly Choice[] = [],
): void {
  const text = render(ask.text, viewOf(draft, walked))
  const reason = reasonToOffer(draft)
  const extra = reason === undefined ? further : [...further, metaChoice(draft, personChoiceId(reason))]
  const { choices: own = [], wants, ticks } = shown
  const choices = extra.length === 0 ? own : [...own, ...extra]
  const reply: Writable<Reply> = { text: lead === undefined || lead === '' ? text : `${lead}\n${text}` }
  if (choices.length > 0) reply.choices = choices
  if (wants !== undefined) reply.wants = wants
  if (ticks !== undefined) {
    reply.ticks = { step: ask.id, items: ticks, doneLabel: phrase(draft.locale, 'ticks.done') }
  }
  draft.replies.push(reply)
  draft.pending = pendingUnder(ask, choices, extra)
  draft.wasHeld = false
  draft.frame = standingAt(place.frame, ask.id, markOf(ask, shown))
  draft.effects.push({ type: 'schedule_timer', name: nudgeTimer, at: nudgeAt(draft.now) })
}

/** A typed number is read against the last list that was shown: this one, and none from before. */
function pendingUnder(
  ask: AskStep,
  choices: readonly Choice[],
  extra: readonly Choice[],
): Pending | undefined {
  if (extra.length === 0) return undefined
  const offered = choices.map(({ id }) => id)
  return ask.slotType === 'number' ? { offered, byNameOnly: true } : { offered }
}

/** Asks the present question once more, after something else was said. */
export function askAgain(draft: Draft, place: Place, lead?: string, further: readonly Choice[] = []): void {
  const walked = walkOf(draft, place)
  const ask = askAt(place)
  if (ask !== undefined) showQuestion(draft, place, walked, ask, lead, further)
}

/** The question the citizen saw last. */
export function askAt(place: Place): AskStep | undefined {
  const step = place.frame.at === null ? undefined : place.script.byId.get(place.frame.at)
  return step?.type === 'ask' ? step : undefined
}

/** An answer that could not be filed: several are offered, or it is said why it cannot be. */
export function takeUnfiled(
  draft: Draft,
  place: Place,
  result: Extract<ReadResult, { type: 'unclear' | 'refused' }>,
): void {
  if (result.type === 'unclear') {
    const { choices, within, yes, no } = result
    const text = phrase(draft.locale, result.key, result.values)
    draft.replies.push({ text, ...(choices.length === 0 ? {} : { choices }) })
    draft.pending = {
      offered: choices.map(({ id }) => id),
      ...(within === undefined ? {} : { within }),
      ...(yes === undefined ? {} : { yes }),
      ...(no === undefined ? {} : { no }),
    }
    return
  }
  draft.misses += 1
  askAgain(draft, place, phrase(draft.locale, result.key, result.values))
}

/**
 * Files an answer and goes on: tells what comes next and asks the next open question. An answer that breaks a
 * rule of its question is not filed, and the question is asked again.
 */
export function fileAnswer(
  draft: Draft,
  place: Place,
  before: Walk,
  ask: AskStep,
  value: SlotValue,
  isEchoed: boolean,
): void {
  const refused = brokenCheck(ask, value, before.env)
  if (refused !== undefined) {
    draft.misses += 1
    count(draft, 'answer_refused')
    showQuestion(draft, place, before, ask, render(refused, viewOf(draft, before)))
    return
  }
  const { frame } = place
  const isChanged = Object.hasOwn(frame.slots, ask.slot)
  draft.misses = 0
  draft.rounds = frame.slots[ask.slot] === value ? draft.rounds + 1 : 0
  const isAhead = frame.heard !== undefined && Object.hasOwn(frame.heard, ask.slot)
  const answered: Place = {
    ...place,
    frame: isAhead ? withNoted(frame, ask.slot, value) : withAnswer(frame, ask.slot, value),
  }
  if (isEchoed) say(draft, 'flow.understood', { answer: answerInWords(draft, place, before, ask, value) })
  settle(draft, answered, before, isChanged)
}

/** Walks on from new answers: tells what is new since `before`, and stops at the next question or the end. */
export function settle(draft: Draft, place: Place, before: Walk | undefined, isChanged: boolean): void {
  const { procedure, script } = place
  const { slots } = place.frame
  const options = { procedure, script, slots, today: draft.today, isRevalidating: isChanged }
  const after = before === undefined ? walk(options) : walkOn(options, before)
  tellNew(draft, place, before, after, isChanged)
  const { stop } = after
  if (stop?.type !== 'ask') {
    finish(draft, place, after, stop?.text)
    return
  }
  const standing: Place = { ...place, frame: withoutAnswer(place.frame, stop.slot) }
  const shown = shownAt(draft, standing, after, stop)
  const { answeredBy } = shown
  if (answeredBy === undefined) {
    const taken = takeHeard(draft, standing, after, stop)
    if (taken?.value === undefined) {
      showAs(
        draft,
        taken === undefined ? standing : { ...place, frame: taken.frame },
        after,
        stop,
        shown,
        taken?.lead,
      )
      return
    }
    const { frame } = taken
    settle(
      draft,
      { ...standing, frame: { ...frame, slots: { ...frame.slots, [stop.slot]: taken.value } } },
      after,
      false,
    )
    return
  }
  if (stop.slotType === 'ticks') say(draft, 'ticks.none_needed')
  settle(draft, { ...standing, frame: withAnswer(standing.frame, stop.slot, answeredBy) }, after, false)
}

function finish(draft: Draft, place: Place, walked: Walk, text: Text | undefined): void {
  draft.frame = withoutHeard(standingAt(place.frame, null, undefined))
  draft.effects.push({ type: 'cancel_timer', name: nudgeTimer })
  count(draft, `finished:${place.procedure.id}`)
  const words = text === undefined ? '' : render(text, viewOf(draft, walked))
  sayText(draft, words === '' ? phrase(draft.locale, 'flow.ended') : words)
  if (draft.offers !== undefined && draft.case === undefined && offerWays(draft, draft.offers)) return
  if (!askRatingAtEnd(draft)) offerParked(draft)
}
