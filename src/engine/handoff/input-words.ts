/** What a citizen did, in words, for an officer who reads it later. */
import { topics } from '../../content/content.ts'
import { formatPhone, readPhone } from '../../text/phone.ts'
import { askViewOf } from '../answer-words.ts'
import { type Draft, here, walkOf } from '../draft.ts'
import { metaLabel } from '../meta.ts'
import { phrase } from '../phrases.ts'
import { render } from '../render.ts'
import { askTypeOf } from '../steps/ask-types.ts'
import { doneOption, papersOf } from '../steps/ticks.ts'
import type { Input } from '../turn.ts'
import { forOfficers } from './log.ts'

/**
 * The input in words; `undefined` when nobody said anything. Ask before the turn moves the place: a tap is read at
 * the question it was made at. `withPhone`: a number handed over is for the officer.
 */
export function inputWords(draft: Draft, input: Input, withPhone: boolean): string | undefined {
  switch (input.type) {
    case 'text':
      return input.text.trim() === '' ? undefined : forOfficers(input.text)
    case 'tap':
      return tapWords(draft, input.choice)
    case 'ticks': {
      const items = input.ids.map((id) => optionWords(draft, input.step, id) ?? id).join('; ')
      return phrase(draft.locale, 'case.sent_ticks', { items: items === '' ? '–' : items })
    }
    case 'contact': {
      const read = withPhone ? readPhone(input.phone) : undefined
      return read?.type === 'phone' ? formatPhone(read.phone) : phrase(draft.locale, 'case.sent_contact')
    }
    case 'location':
      return phrase(draft.locale, 'case.sent_location')
    case 'unsupported':
      return phrase(draft.locale, `case.sent_${input.kind}`)
    case 'start':
    case 'timer':
    case 'staff':
    case 'officer':
      return undefined
  }
}

function tapWords(draft: Draft, choice: string): string {
  const short = choice.slice(0, 64)
  if (short.startsWith('!')) {
    const label = metaLabel(draft, short)
    const topic = topics.find((one) => short.endsWith(`:${one}`))
    return topic === undefined ? label : `${label} (${phrase(draft.locale, `topic.${topic}`)})`
  }
  const colon = short.indexOf(':')
  return optionWords(draft, short.slice(0, colon), short.slice(colon + 1)) ?? short
}

/** An option's label, as far as it is one of the question the citizen stands at or has passed. */
function optionWords(draft: Draft, step: string, option: string): string | undefined {
  const place = here(draft)
  const ask = place?.script.byId.get(place.script.renamed.get(step) ?? step)
  if (place === undefined || ask?.type !== 'ask') return undefined
  const walked = walkOf(draft, place)
  const view = askViewOf(draft, place, walked, ask)
  if (ask.slotType === 'ticks') {
    if (option === doneOption) return phrase(draft.locale, 'ticks.done')
    const paper = papersOf(ask, view).find(({ id }) => id === option)
    return paper === undefined ? undefined : render(paper.name, { ...view })
  }
  const type = askTypeOf(ask)
  const value = type.tap(ask, option, view)
  return value === undefined ? undefined : type.words(ask, value, view)
}
