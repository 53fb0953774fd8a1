/** What a question takes out of a free sentence: patterns -> one lexicon, and what is wrong with them. */

import type { DayCues } from '../../text/heard/days.ts'
import { maxPhrases, type PatternFault, parsePattern, phrasesOf } from '../../text/heard/patterns.ts'
import { type Meaning, type PhraseBook, phraseBook } from '../../text/heard/phrases.ts'
import type { Complaints } from '../complaints.ts'
import type { LocaleTag, OptionId } from '../content.ts'
import type { DraftStep } from '../draft.ts'
import { below, type Ref, spotOf } from '../yaml.ts'
import type { StepTools } from './script.ts'
import type { Spoken } from './spoken.ts'

/** What is needed to say what is wrong with a pattern. */
export interface HearTools {
  readonly complaints: Complaints
  readonly input: { readonly spoken: ReadonlyMap<LocaleTag, Spoken> }
}

type AskDraft = Extract<DraftStep, { kind: 'ask' }>
type SourceOf<T extends AskDraft['source']['type']> = Extract<AskDraft['source'], { type: T }>

/** A pattern with its meaning; without one it hides what lies within it. */
interface Meant<T> {
  readonly pattern: string
  readonly value: T | undefined
  /** What it stands for, in a complaint: the option, `hears` or `hears_not`. */
  readonly owner: string
  readonly at: Ref
}

function meant<T>(list: readonly string[] | undefined, value: T | undefined, owner: string, at: Ref) {
  return (list ?? []).map((pattern, index): Meant<T> => ({ pattern, value, owner, at: below(at, index) }))
}

const notMeant = ({ source, at }: AskDraft) => {
  const list = 'hears_not' in source ? source.hears_not : undefined
  return meant<never>(list, undefined, 'hears_not', below(at, 'hears_not'))
}

export function choiceHears(
  draft: AskDraft,
  source: SourceOf<'choice'>,
  tools: StepTools,
): { hears: PhraseBook<OptionId> | undefined } {
  const said = Object.entries(source.options).flatMap(([id, option]) =>
    typeof option === 'string' ? [] : meant(option.hears, id, id, below(draft.at, 'options', id, 'hears')),
  )
  return hearing(draft, said, tools)
}

export function yesNoHears(
  draft: AskDraft,
  { hears }: SourceOf<'yes_no'>,
  tools: StepTools,
): { hears: PhraseBook<boolean> | undefined } {
  const at = below(draft.at, 'hears')
  const said = [
    ...meant(hears?.yes, true, 'yes', below(at, 'yes')),
    ...meant(hears?.no, false, 'no', below(at, 'no')),
  ]
  return hearing(draft, said, tools)
}

/** Whole answers to a question for yes or no, in words of its own. */
export function yesNoWords(
  { at }: AskDraft,
  { words }: SourceOf<'yes_no'>,
  tools: StepTools,
): PhraseBook<boolean> | undefined {
  if (words === undefined) return undefined
  const list = (['yes', 'no'] as const).map((owner) => {
    return { patterns: words[owner], value: owner === 'yes', owner, at: below(at, 'words', owner) }
  })
  return listedHears(list, tools)
}

/** Units, or words before a place. */
export function plainHears(
  draft: AskDraft,
  hears: readonly string[] | undefined,
  tools: StepTools,
): { hears: PhraseBook<true> | undefined } {
  return hearing(draft, meant(hears, true as const, 'hears', below(draft.at, 'hears')), tools)
}

/** The words by which a fact is asked for, and those that only look like them. */
export function factHears(
  {
    hears,
    hears_not,
  }: { readonly hears?: readonly string[] | undefined; readonly hears_not?: readonly string[] | undefined },
  at: Ref,
  tools: HearTools,
): { hears?: PhraseBook<true> } {
  if (hears === undefined) {
    if (hears_not !== undefined) {
      const mend = 'Add `hears:` with the words that ask for the fact, or remove `hears_not`.'
      tools.complaints.error(
        'nothing-heard',
        spotOf(below(at, 'hears_not')),
        '`hears_not` without `hears`',
        mend,
      )
    }
    return {}
  }
  const said = meant(hears, true as const, 'hears', below(at, 'hears'))
  const not = meant<true>(hears_not, undefined, 'hears_not', below(at, 'hears_not'))
  return { hears: bookOf([...said, ...not], tools) }
}

/** Patterns that stand for one of several things. */
export function listedHears<T>(
  lists: readonly {
    readonly patterns: readonly string[] | undefined
    /** Without one they hide what lies within them. */
    readonly value: T | undefined
    readonly owner: string
    readonly at: Ref
  }[],
  tools: HearTools,
): PhraseBook<T> {
  return bookOf(
    lists.flatMap(({ patterns, value, owner, at }) => meant(patterns, value, owner, at)),
    tools,
  )
}

/** No limit on an age that nobody is said to have. */
const anyAge = 130

export function dateHears(
  draft: AskDraft,
  source: SourceOf<'date'>,
  tools: StepTools,
): { hears: DayCues | undefined } {
  const { ages, tense } = source
  const { complaints } = tools
  if (ages !== undefined && tense !== 'past') {
    const mend = 'Write tense: past, or remove `ages`.'
    complaints.error('age-not-past', spotOf(below(draft.at, 'ages')), 'an age tells a day in the past', mend)
  }
  if (ages !== undefined && source.hears === undefined) {
    const mend = 'Add `hears:` with the words for the birth, e.g. [sinh, đẻ].'
    complaints.error('age-without-event', spotOf(below(draft.at, 'ages')), '`ages` without `hears`', mend)
  }
  const event = plainHears(draft, source.hears, tools).hears
  if (event === undefined) return { hears: undefined }
  const whose = meant(ages?.of, true as const, 'ages', below(draft.at, 'ages', 'of'))
  // What is wrong with `hears_not` has been complained about once.
  const not = notMeant(draft).filter(({ pattern }) => 'items' in parsePattern(pattern))
  const of = bookOf([...whose, ...not], tools)
  return { hears: { event, oldest: ages?.oldest ?? anyAge, ...(whose.length === 0 ? {} : { ages: of }) } }
}

function hearing<T>(
  draft: AskDraft,
  said: readonly Meant<T>[],
  tools: StepTools,
): { hears: PhraseBook<T> | undefined } {
  const not = notMeant(draft)
  if (said.length > 0) return { hears: bookOf([...said, ...not], tools) }
  if (not.length > 0) {
    const mend = 'Add `hears:`, or remove these phrases.'
    tools.complaints.error(
      'nothing-heard',
      spotOf(below(draft.at, 'hears_not')),
      'nothing is heard here anyway',
      mend,
    )
  }
  return { hears: undefined }
}

function bookOf<T>(list: readonly Meant<T>[], tools: HearTools): PhraseBook<T> {
  const owners = new Map<string, Meant<T>>()
  const meanings: Meaning<T>[] = []
  for (const one of list) {
    const parsed = parsePattern(one.pattern)
    if ('fault' in parsed) {
      complainOfPattern(parsed.fault, one.at, tools.complaints)
      continue
    }
    // One pattern, one complaint: the others follow from the same mistake.
    const folded = phrasesOf(parsed.items, 'folded')
    const isClean = phrasesOf(parsed.items).every((phrase, i) =>
      isNew({ phrase, folded: folded[i] as string }, one, owners, tools),
    )
    if (isClean) meanings.push({ items: parsed.items, value: one.value })
  }
  return phraseBook(meanings)
}

/** Says what is wrong with a pattern, and how to write it. */
export function complainOfPattern(fault: PatternFault, at: Ref, complaints: Complaints): void {
  const [message, mend] = patternFaults[fault]
  complaints.error('heard-pattern', spotOf(at), message, mend)
}

const patternFaults: Readonly<Record<PatternFault, readonly [message: string, mend: string]>> = {
  empty: [
    'words of letters and digits belong here, one of which must stand',
    'Write a phrase, e.g. đã kết hôn.',
  ],
  parentheses: [
    'parentheses stand around words, with spaces outside',
    'Write it like (đã)? có (giấy tờ|sổ).',
  ],
  alternatives: ['nothing stands beside |', 'Write (a|b)? for words that may be left out.'],
  beside: [
    'it cannot be told how far | goes beside other words',
    'Write (a b|c d) around what stands for one another, or two patterns.',
  ],
  wide: [`this stands for more than ${maxPhrases} phrases`, 'Write it as several patterns.'],
}

/** Whether a phrase is to be added: each may mean one thing, and nothing that is said everywhere. */
function isNew<T>(
  { phrase, folded }: { readonly phrase: string; readonly folded: string },
  one: Meant<T>,
  owners: Map<string, Meant<T>>,
  tools: HearTools,
): boolean {
  const spoken = tools.input.spoken.get('vi')
  const isEverywhere = spoken?.yes.has(folded) || spoken?.no.has(folded) || spoken?.commands.has(folded)
  if (isEverywhere && one.value !== undefined) {
    const message = `"${phrase}" is said everywhere, and tells nothing by itself`
    tools.complaints.error('heard-everywhere', spotOf(one.at), message, 'Write it with the words around it.')
    return false
  }
  const owner = owners.get(phrase)
  if (owner === undefined) {
    owners.set(phrase, one)
    return true
  }
  if (owner.owner === one.owner) return true
  const message = `"${phrase}" means "${owner.owner}" as well as "${one.owner}"`
  tools.complaints.error(
    'heard-clash',
    spotOf(one.at),
    message,
    'Keep it at one of the two, or write more words.',
  )
  return false
}
