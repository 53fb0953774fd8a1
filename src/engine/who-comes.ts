/** Who begins with a greeting, a name or a place has not asked for anything yet: they are greeted, and asked. */
import { fold } from '../text/fold.ts'
import { endsAsking, tellsHome, tellsWho } from '../text/telling.ts'
import { exactCommandOf } from './command-words.ts'
import { type Draft, offer } from './draft.ts'
import { commonChoices } from './menu.ts'
import { communesNamedIn, placeAlone } from './named-place.ts'
import { keepSaid } from './pending.ts'
import { phrase } from './phrases.ts'
import { looksLikeQuestion, sureSwitch } from './questions.ts'
import type { Reading } from './turn.ts'

/** A longer message wants something. */
const mostWords = 12
const longestGreeting = 4

type Opening = 'miss.greeted' | 'miss.told'

/**
 * How to meet a first message that only says who or where somebody is, or greets and then says a little that is none of
 * ours: "chào em, chị ở Đức". `undefined` where something is asked, or a matter is surely named. Never throws.
 */
export function openingOf(draft: Draft, text: string, reading: Reading | undefined): Opening | undefined {
  if (reading === undefined || (!reading.isOutOfScope && reading.confidence >= sureSwitch)) return undefined
  const rest = withoutGreeting(draft, text)
  const said = rest ?? text
  if (looksLikeQuestion(draft, said, fold(said)) || endsAsking(said)) return undefined
  if (said.split(' ').length > mostWords) return undefined
  const isOfOneself = tellsWho(said) || tellsHome(said) || isPlace(draft, said)
  if (rest === undefined) return isOfOneself ? 'miss.told' : undefined
  return isOfOneself || reading.isOutOfScope ? 'miss.greeted' : undefined
}

/** Longer words tell more than a place. */
const mostPlaceWords = 6

function isPlace({ content }: Draft, said: string): boolean {
  if (placeAlone(said, content) !== undefined) return true
  return said.split(' ').length <= mostPlaceWords && communesNamedIn(said, content.places).length > 0
}

/** What stands behind a greeting; `undefined` where there is none, or nothing behind it. */
function withoutGreeting(draft: Draft, text: string): string | undefined {
  const words = text.split(/[\s,.!;:]+/).filter((word) => word !== '')
  for (let count = Math.min(longestGreeting, words.length - 1); count > 0; count--) {
    const lead = words.slice(0, count).join(' ')
    if (exactCommandOf(draft, lead, fold(lead)) === 'greeting') return words.slice(count).join(' ')
  }
  return undefined
}

/** Somebody has come, and has not asked yet. Who goes on like that is not understood. */
export function listenTo(draft: Draft, key: Opening, words: string): void {
  draft.misses += 1
  const text = `${phrase(draft.locale, key)}\n${phrase(draft.locale, 'menu.brief')}`
  offer(draft, text, commonChoices(draft), keepSaid(words))
}
