/** What a free sentence tells about the questions of a script, as its file says what each of them hears. Pure. */

import type { Day } from '../calendar/day.ts'
import type {
  AskStep,
  ChoiceAsk,
  Content,
  Locale,
  OptionId,
  PlaceAsk,
  Script,
  SlotName,
} from '../content/content.ts'
import { readDate } from '../text/dates.ts'
import { fold } from '../text/fold.ts'
import { type DayCues, hearDay } from '../text/heard/days.ts'
import { hearNumber } from '../text/heard/numbers.ts'
import { hitsIn, onlyMeaning } from '../text/heard/phrases.ts'
import { isDenied, isSaid, readSentence, type Sentence } from '../text/heard/sentence.ts'
import type { DaySpan } from '../text/heard/spans.ts'
import { pickOption } from '../text/options.ts'
import { withoutPadding } from '../text/padding.ts'
import { communesNamedIn } from './named-place.ts'
import { fixedText, perLocale } from './per-locale.ts'
import type { Foreheard, RoughDay } from './turn.ts'

export interface HearingView {
  readonly content: Content
  readonly locale: Locale
  readonly today: Day
}

/** A longer text is no sentence about oneself. */
const maxChars = 600
const noShortForms: ReadonlyMap<string, string> = new Map()

/**
 * The answers that a sentence gives to questions of a script, asked or not, by slot, in the order of the script. What is
 * denied, supposed, asked or said in two ways is left out. Whether an answer is allowed is not looked at. Never throws.
 */
export function slotsHeardIn(
  script: Script,
  text: string,
  view: HearingView,
): ReadonlyMap<SlotName, Foreheard> {
  const found = new Map<SlotName, Foreheard>()
  const asks = hearingAsks(script)
  if (asks.length === 0 || text === '' || text.length > maxChars) return found
  const sentence = readSentence(text, view.locale.shortForms)
  for (const ask of asks) {
    const heard = ask.slotType === 'place' ? placeIn(ask, text, view) : heardBy(ask, sentence, view)
    if (heard !== undefined) found.set(ask.slot, heard)
  }
  return found
}

/**
 * The one question with a fixed list of which an utterance is an option, word for word: "bệnh viện", said before it is
 * asked where. What denies, or fits several questions, is none; nor is a single word, or a number in a list not seen yet.
 */
export function optionSaid(
  script: Script,
  text: string,
  view: HearingView,
): [SlotName, OptionId] | undefined {
  const sentence = readSentence(text, view.locale.shortForms)
  const { tokens } = sentence
  if (tokens.length < leastOptionWords || tokens.length > mostOptionWords) return undefined
  if (tokens.some((token, at) => isDigit.test(token.raw) || isDenied(sentence, { from: at + 1, to: at + 1 })))
    return undefined
  const found: [SlotName, OptionId][] = []
  for (const step of script.steps) {
    if (step.type !== 'ask' || step.slotType !== 'choice') continue
    const picked = pickOption(sentence.text, optionsOf(step, view.locale), { padding: view.locale.padding })
    if (picked !== undefined && 'id' in picked && picked.isExact) found.push([step.slot, picked.id])
  }
  return found.length === 1 ? found[0] : undefined
}

/** Whether an utterance is what two options of a question are called alike: "đẻ ở trạm xá", said before it is asked. */
export function isHalfAnOption(script: Script, text: string, { locale }: HearingView): boolean {
  const words = fold(text).split(' ')
  const { from, to } = withoutPadding(words, locale.padding)
  const folded = words.slice(from, to).join(' ')
  return script.steps.some((step) => {
    if (step.type !== 'ask' || step.slotType !== 'choice') return false
    return [...step.options.values()].filter((option) => option.words.includes(folded)).length > 1
  })
}

/**
 * The one question for a day that has been of which an utterance is the answer, with nothing else in it: "hôm qua", said
 * before the day is asked for. A bare number is no day.
 */
export function daySaid(
  script: Script,
  text: string,
  { today }: HearingView,
): [SlotName, string] | undefined {
  const [ask, ...others] = script.steps.filter((step) => step.type === 'ask' && step.slotType === 'date')
  if (ask?.type !== 'ask' || ask.slotType !== 'date' || ask.tense !== 'past' || others.length > 0)
    return undefined
  const told = isDigits.test(text) ? undefined : readDate(text, today, { tense: ask.tense })
  const isSure = told?.type === 'day' && told.isWhole && !told.isRough && told.soon === undefined
  return isSure ? [ask.slot, told.day.iso] : undefined
}

const isDigits = /^[\s\d]*$/

const optionsOf = perLocale(({ options }: ChoiceAsk, locale) =>
  [...options.values()].map(({ id, label, words }) => ({ id, label: fixedText(label, locale) ?? '', words })),
)

const leastOptionWords = 2
const mostOptionWords = 6
const isDigit = /^\d/

const hearing = new WeakMap<Script, readonly AskStep[]>()

/** The questions of a script that hear anything. */
export function hearingAsks(script: Script): readonly AskStep[] {
  const known = hearing.get(script)
  if (known !== undefined) return known
  const made = script.steps
    .filter((step) => step.type === 'ask')
    .filter((ask) => 'hears' in ask && ask.hears !== undefined)
  hearing.set(script, made)
  return made
}

function heardBy(ask: AskStep, sentence: Sentence, view: HearingView): Foreheard | undefined {
  switch (ask.slotType) {
    case 'choice':
      return ask.hears && onlyMeaning(sentence, ask.hears)
    case 'yes_no':
      return ask.hears && onlyMeaning(sentence, ask.hears)
    case 'date':
      return ask.hears && dayIn(sentence, ask.hears, { today: view.today, tense: ask.tense })
    case 'number': {
      const { hears, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = ask
      const number = hears && hearNumber(sentence, hears)
      return number !== undefined && number >= min && number <= max ? number : undefined
    }
    default:
      return undefined
  }
}

type Tense = Extract<AskStep, { slotType: 'date' }>['tense']

function dayIn(
  sentence: Sentence,
  cues: DayCues,
  context: { today: Day; tense: Tense },
): Foreheard | undefined {
  const told = hearDay(sentence, cues, context)
  if (told === undefined) return undefined
  if ('iso' in told) return told.iso
  // "Mất lúc 82 tuổi" tells no day, unless it is the day of birth that is asked for.
  const isAge = cues.ages === undefined && sentence.tokens.some(({ folded }) => folded === 'tuoi')
  return isAge ? undefined : roughDayOf(told)
}

export function roughDayOf({ from, to, isEither }: DaySpan): RoughDay {
  return { from: from.iso, to: to.iso, ...(isEither ? { isEither } : {}) }
}

/** A name and what it lies in. */
const maxPlaceChars = 80

/** The one place behind one of the words; several places are none. */
function placeIn({ hears, level }: PlaceAsk, text: string, { content }: HearingView): string | undefined {
  if (hears === undefined) return undefined
  const sentence = readSentence(text, noShortForms)
  const named = new Set<string>()
  for (const cue of hitsIn(sentence, hears)) {
    if (cue.value === undefined || !isSaid(sentence, cue)) continue
    const { tokens, clauses } = sentence
    const first = tokens[cue.to]
    const last = tokens[(clauses[cue.from]?.to ?? 0) - 1]
    if (first === undefined || last === undefined || last.end <= first.start) continue
    // The word before the place may be the word for its kind.
    const start = tokens[cue.to - 1]?.start ?? first.start
    const words = sentence.text.slice(start, Math.min(last.end, start + maxPlaceChars))
    for (const place of placesIn(words, level, content)) named.add(place)
  }
  const [only, ...others] = named
  return others.length === 0 ? only : undefined
}

function placesIn(words: string, level: PlaceAsk['level'], { places }: Content): readonly string[] {
  const provinces = level === 'province' ? places.find(words).map(({ id }) => id) : []
  if (provinces.length > 0) return provinces
  const communes = communesNamedIn(words, places)
  const ids = communes.map(({ id, province }) => (level === 'commune' ? id : province))
  return [...new Set(ids)].filter((id) => level === 'commune' || places.all.has(id))
}
