/**
 * Choices of our own, outside any script's question. Their ids say all there is to do, so that a tap works however
 * old the message is; their labels follow from the ids, so that a typed answer can be read against them.
 */
import { emptyEnv, type Topic, topics } from '../content/content.ts'
import { formatPhone } from '../text/phone.ts'
import { answerInWords, knownAnswer } from './answer-words.ts'
import { type Draft, here, walkOf } from './draft.ts'
import { phrase, topicName } from './phrases.ts'
import { render } from './render.ts'
import type { Choice } from './turn.ts'

export interface Meta {
  readonly verb: string
  readonly args: readonly string[]
}

/** Reads `!verb:arg:arg`; `undefined` for the id of a script's choice. */
export function readMeta(id: string): Meta | undefined {
  if (!id.startsWith('!')) return undefined
  const [verb = '', ...args] = id.slice(1).split(':')
  return { verb, args }
}

const plainLabels: ReadonlyMap<string, string> = new Map([
  ['menu', 'menu.other'],
  ['none', 'guess.none'],
  ['ask-again', 'guess.no'],
  ['back', 'back.choice'],
  ['guide', 'start.choice'],
  ['switch', 'switch.yes'],
  ['keep', 'switch.no'],
  ['resume', 'resume.yes'],
  ['restart', 'resume.restart'],
  ['restart-yes', 'restart.yes'],
  ['restart-no', 'restart.no'],
  ['change-no', 'change.keep'],
  ['changes', 'change.earlier'],
  ['person', 'person.choice'],
  ['stay', 'person.stay'],
  ['other-number', 'call.other_number'],
  ['word', 'rating.say_word'],
  ['no-word', 'rating.no_word'],
  ['erase-yes', 'erase.yes'],
  ['erase-no', 'erase.no'],
])

export function metaChoice(draft: Draft, id: string): Choice {
  return { id, label: metaLabel(draft, id) }
}

/** What a choice of ours is called; its id when it names something that is no more. */
export function metaLabel(draft: Draft, id: string): string {
  const meta = readMeta(id)
  const plain = meta === undefined ? undefined : plainLabels.get(meta.verb)
  if (plain !== undefined) return phrase(draft.locale, plain)
  const [first = '', second = ''] = meta?.args ?? []
  switch (meta?.verb) {
    case 'start':
      return procedureLabel(draft, first) ?? id
    case 'more': {
      const topic = topics.find((one) => one === second)
      return topic === undefined
        ? id
        : phrase(draft.locale, 'more.choice', { topic: topicOf(draft, first, topic) })
    }
    case 'topic': {
      const name = procedureLabel(draft, first)
      const isTopic = topics.some((topic) => topic === second)
      return name === undefined || !isTopic ? id : name
    }
    case 'group':
      return phrase(draft.locale, `group.${first}`)
    case 'about': {
      const topic = topics.find((one) => one === second)
      return topic === undefined ? id : sentenceCase(topicOf(draft, first, topic))
    }
    case 'lang':
      return draft.content.locales.get(first)?.name ?? id
    case 'change':
      return changeLabel(draft, first) ?? id
    case 'reach':
    case 'when':
    case 'rate':
      return officeLabel(draft, meta.verb, first, second) ?? id
    case 'meant':
      return draft.locale.phrases.get(`ask_back.${first}_${second}`) ?? id
    case 'phone':
      return formatPhone(first)
    case 'desk':
      return draft.content.directory.all.get(first)?.name ?? id
    case 'commune':
    case 'place': {
      const commune = draft.content.places.communes.byId(first)
      return commune === undefined ? id : `${commune.name}, ${commune.provinceName}`
    }
    default:
      return id
  }
}

/** Phrases by what the id goes on with; `undefined` when there is no such one. */
function officeLabel(draft: Draft, verb: string, first: string, second: string): string | undefined {
  if (verb === 'rate' && second === '') return phrase(draft.locale, 'rating.choice')
  const name = verb === 'rate' ? `rating.stars_${second}` : `${verb === 'when' ? 'call' : 'person'}.${first}`
  return draft.locale.phrases.get(name)
}

function topicOf({ locale, content }: Draft, procedure: string, topic: Topic): string {
  return topicName(locale, topic, content.procedures.get(procedure) ?? {})
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Longer labels do not fit a button. */
const maxLabelUnits = 80

function shortened(label: string): string {
  return label.length <= maxLabelUnits ? label : `${label.slice(0, maxLabelUnits - 1).trimEnd()}…`
}

function procedureLabel(draft: Draft, procedure: string): string | undefined {
  const found = draft.content.procedures.get(procedure)
  if (found === undefined) return undefined
  return render(found.short, { locale: draft.locale, today: draft.today, env: emptyEnv })
}

function changeLabel(draft: Draft, step: string): string | undefined {
  const place = here(draft)
  const ask = place?.script.byId.get(step)
  if (place === undefined || ask?.type !== 'ask') return undefined
  const value = knownAnswer(place.frame, ask.slot)
  return value === undefined
    ? undefined
    : shortened(answerInWords(draft, place, walkOf(draft, place), ask, value))
}
