/** What an officer sees of a case at a glance: built from data, nothing guessed. */
import { Day } from '../calendar/day.ts'
import type { AskStep, Content, Locale, Procedure, ProcedureId, StepId, Topic } from '../content/content.ts'
import { Env, provinceOf } from '../content/content.ts'
import { formatDate } from '../text/format.ts'
import { hideSecrets } from '../text/identity.ts'
import { factNumbers, findTopic } from './facts.ts'
import { formatWords } from './format-words.ts'
import { localeOf, phrase } from './phrases.ts'
import { render, type View } from './render.ts'
import type { AskView } from './steps/ask-type.ts'
import { askTypeOf } from './steps/ask-types.ts'
import { papersOf } from './steps/ticks.ts'
import { tellWholeTopic } from './tell.ts'
import type { CaseEntry, CaseFields, EpochMs } from './turn.ts'
import { answeredOn, type Walk, walk } from './walk.ts'

/** Facts as the bot would tell them, ready to be sent by it or to be edited; `text` in the citizen's language. */
export interface PreparedAnswer {
  readonly procedure: ProcedureId
  readonly topic: Topic
  readonly label: string
  readonly text: string
}

/** Everything but {@link PreparedAnswer.text} in the officer's language. No identity number is in it. */
export interface CaseCard {
  /** `name` is the official one, `short` the everyday one. */
  readonly procedure?: { readonly id: ProcedureId; readonly name: string; readonly short: string }
  /** Where they stand, as the bot asked it. */
  readonly step?: string
  readonly commune?: string
  /** What they want, in one line. */
  readonly wish: string
  readonly reason: string
  readonly answers: readonly { readonly label: string; readonly value: string }[]
  /** Papers of a tick-list they do not have. */
  readonly missing: readonly string[]
  /** Legal deadlines that the answers start; `daysLeft` is negative when one is over. */
  readonly clocks: readonly { readonly label: string; readonly day: string; readonly daysLeft: number }[]
  /** What they were told from facts, with the sources named. */
  readonly told: readonly { readonly label: string; readonly source: string }[]
  readonly prepared: readonly PreparedAnswer[]
  /** Questions the bot can go on with when the case is given back. */
  readonly steps: readonly { readonly id: StepId; readonly label: string }[]
}

interface Matter {
  readonly content: Content
  readonly about: Partial<CaseFields>
  readonly procedure: Procedure
  readonly view: View
  /** Absent where the procedure has no script, or none any more. */
  readonly walked: Walk | undefined
}

/**
 * The card of a case. Pure; never throws on a case of an older content: what is no more is left out.
 *
 * @param log as far as it is at hand, oldest first
 * @param locale of the officer
 */
export function caseCard(
  content: Content,
  about: Partial<CaseFields>,
  log: readonly CaseEntry[],
  locale: string,
  now: EpochMs,
): CaseCard {
  const theirs = localeOf(content, locale)
  const matter = matterOf(content, about, theirs, Day.inVietnam(now))
  const commune = about.commune === undefined ? undefined : communeName(content, about.commune)
  const general = {
    wish: wishLine(matter, about, theirs),
    reason: reasonWords(matter, about, theirs),
    ...(commune === undefined ? {} : { commune }),
  }
  if (matter === undefined) return { ...general, ...nothingKnown, told: toldIn(log, content) }
  const { procedure, view } = matter
  const ask = askAt(matter)
  return {
    procedure: {
      id: procedure.id,
      name: render(procedure.name, view),
      short: render(procedure.short, view),
    },
    ...(ask === undefined ? {} : { step: render(ask.text, view) }),
    ...general,
    answers: answersOf(matter),
    missing: missingOf(matter),
    clocks: clocksOf(matter),
    told: toldIn(log, content),
    prepared: preparedFor(matter, ask),
    steps: answeredIn(matter).map(({ id, label }) => ({ id, label: render(label, view) })),
  }
}

const nothingKnown = { answers: [], missing: [], clocks: [], prepared: [], steps: [] }

function matterOf(
  content: Content,
  about: Partial<CaseFields>,
  locale: Locale,
  today: Day,
): Matter | undefined {
  const procedure = content.procedures.get(about.procedure ?? '')
  if (procedure === undefined) return undefined
  const { script } = procedure
  if (script === undefined) {
    const env = new Env(procedure.symbols, today)
    const place = about.commune === undefined ? undefined : provinceOf(about.commune)
    env.facts = factNumbers(procedure, today, { env, place })
    return { content, about, procedure, view: { locale, today, env }, walked: undefined }
  }
  const slots = about.slots ?? {}
  const walked = walk({ procedure, script, slots, today, isRevalidating: false })
  return { content, about, procedure, view: { locale, today, env: walked.env }, walked }
}

function askAt({ about, procedure }: Matter): AskStep | undefined {
  const { script } = procedure
  const id = script?.renamed.get(about.step ?? '') ?? about.step
  const step = id === undefined ? undefined : script?.byId.get(id)
  return step?.type === 'ask' ? step : undefined
}

function viewOfAsk({ content, about, procedure, view, walked }: Matter, ask: AskStep): AskView {
  const ticked = about.open?.[ask.slot] ?? []
  return { content, ...view, procedure, place: walked?.place, ticked }
}

function communeName(content: Content, id: string): string | undefined {
  const commune = content.places.communes.byId(id)
  return commune === undefined ? undefined : `${commune.name}, ${commune.provinceName}`
}

/** Their own words; without any, what the bot was about to do for them. */
function wishLine(matter: Matter | undefined, { wish }: Partial<CaseFields>, locale: Locale): string {
  if (wish !== undefined) return hideSecrets(wish)
  if (matter === undefined) return phrase(locale, 'card.wish_unknown')
  return phrase(locale, 'card.wish_matter', { procedure: render(matter.procedure.short, matter.view) })
}

/** A script's own hand-off is told in its author's words. */
function reasonWords(matter: Matter | undefined, { reason }: Partial<CaseFields>, locale: Locale): string {
  if (reason === undefined) return ''
  if (!reason.startsWith('script:')) return phrase(locale, `card.reason_${reason}`)
  const own = reason.slice('script:'.length)
  const step = matter?.procedure.script?.steps.find((one) => one.type === 'handoff' && one.reason === own)
  if (matter === undefined || step?.type !== 'handoff') return own
  return phrase(locale, 'card.reason_script', { text: render(step.text, matter.view) })
}

function answeredIn({ walked, procedure: { script } }: Matter): readonly AskStep[] {
  return walked === undefined || script === undefined ? [] : answeredOn(walked, script)
}

function answersOf(matter: Matter): CaseCard['answers'] {
  const { about, view } = matter
  return answeredIn(matter).flatMap((ask) => {
    const value = about.slots?.[ask.slot]
    if (value === undefined) return []
    const words = askTypeOf(ask).words(ask, value, viewOfAsk(matter, ask))
    return [{ label: render(ask.label, view), value: ask.slotType === 'text' ? hideSecrets(words) : words }]
  })
}

/** Of the lists that were ticked or are being ticked. */
function missingOf(matter: Matter): readonly string[] {
  const { about, view } = matter
  const present = askAt(matter)
  const lists = [...answeredIn(matter), ...(present === undefined ? [] : [present])]
  const missing = lists.flatMap((ask) => {
    if (ask.slotType !== 'ticks') return []
    const kept = about.slots?.[ask.slot] ?? about.open?.[ask.slot]
    const have: readonly string[] = Array.isArray(kept) ? kept : []
    return papersOf(ask, viewOfAsk(matter, ask))
      .filter(({ id }) => !have.includes(id))
      .map(({ name }) => render(name, view))
  })
  return [...new Set(missing)]
}

/** Days that a script computes from a deadline of its facts. */
function clocksOf({ procedure, view }: Matter): CaseCard['clocks'] {
  const clocks = new Map<string, CaseCard['clocks'][number]>()
  for (const step of procedure.script?.steps ?? []) {
    if (step.type !== 'set') continue
    const day = view.env.get(step.id)
    if (!(day instanceof Day)) continue
    for (const [, id = ''] of step.value.source.matchAll(/\bfacts\.(\w+)/g)) {
      const fact = procedure.facts.get(id)
      if (fact === undefined || !fact.topics.includes('deadline') || clocks.has(id)) continue
      clocks.set(id, {
        label: render(fact.label, view),
        day: formatDate(day, formatWords(view.locale)),
        daysLeft: day.number - view.today.number,
      })
    }
  }
  return [...clocks.values()]
}

/** A fact is told with its source in the last line of the message, in brackets. */
const maxTold = 6

function toldIn(log: readonly CaseEntry[], content: Content): CaseCard['told'] {
  const marks = [...content.locales.values()].map((locale) => phrase(locale, 'fact.source').split('{', 1)[0])
  const told = new Map<string, Set<string>>()
  for (const { kind, text = '' } of log) {
    if (kind !== 'bot') continue
    const lines = text.split('\n')
    const source = lines.find((line) => marks.some((mark) => mark !== undefined && line.startsWith(mark)))
    const [label] = lines
    if (source === undefined || label === undefined) continue
    told.set(label, (told.get(label) ?? new Set()).add(source.replace(/^\(|\.?\)$/g, '')))
  }
  return [...told].map(([label, sources]) => ({ label, source: [...sources].join('; ') })).slice(-maxTold)
}

const usualTopics: readonly Topic[] = [
  'documents',
  'fee',
  'deadline',
  'processing-time',
  'where',
  'steps',
  'overview',
]
const preparedAnswers = 3

/** What is known of the topics that are asked most, papers first where papers are ticked off. */
function preparedFor(matter: Matter, ask: AskStep | undefined): readonly PreparedAnswer[] {
  const { content, about, procedure, view, walked } = matter
  const told = { ...view, locale: localeOf(content, about.locale) }
  const asked = ask?.slotType === 'date' ? (['deadline', ...usualTopics] as const) : usualTopics
  const known = [...new Set(asked)].filter(
    (topic) => findTopic(procedure, topic, view.env, view.today, walked?.place).length > 0,
  )
  return known.slice(0, preparedAnswers).map((topic) => {
    const messages = tellWholeTopic(procedure, topic, told, walked?.place)
    const name = phrase(view.locale, `topic.${topic}`)
    const label = name.charAt(0).toUpperCase() + name.slice(1)
    return { procedure: procedure.id, topic, label, text: messages.join('\n\n') }
  })
}
