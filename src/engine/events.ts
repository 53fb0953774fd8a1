/** What has happened, told before anything is asked: "vợ đẻ hôm qua", "nhà em có tang". What it calls for is offered. */
import type { AskedBack } from '../content/content.ts'
import { fold } from '../text/fold.ts'
import { hitsIn } from '../text/heard/phrases.ts'
import { isAsked, isSaid, type Run, readSentence } from '../text/heard/sentence.ts'
import { endsAsking } from '../text/telling.ts'
import type { Draft } from './draft.ts'
import { namesNothingBeside } from './names-nothing.ts'
import { looksLikeQuestion, sureProcedure, sureProcedureOf } from './questions.ts'
import type { Reading } from './turn.ts'
import { isTalkedOf } from './unclear.ts'

/** A longer message tells more than what has happened. */
const mostWords = 12

/**
 * What a short message tells that has happened, where it neither asks nor wishes for anything, and surely names no matter
 * besides. `undefined` where a guide begins with just that, and where the matter in hand is one that it calls for. Never
 * throws.
 */
export function eventTold(draft: Draft, text: string, reading: Reading | undefined): AskedBack | undefined {
  const { locale, content } = draft
  if (content.askingBack.tells.size === 0) return undefined
  const sentence = readSentence(text, locale.shortForms)
  if (sentence.tokens.length > mostWords) return undefined
  if (looksLikeQuestion(draft, text, fold(text)) || endsAsking(text)) return undefined
  const hits = hitsIn(sentence, content.askingBack.tells)
  if (hits.some(({ value }) => value === undefined)) return undefined
  const hit = hits.find((one) => isSaid(sentence, one) && !isAsked(sentence, one))
  const event = hit?.value
  if (hit === undefined || event === undefined || isTalkedOf(draft, event)) return undefined
  const isWished = sentence.tokens.some(({ raw }, at) => !isWithin(hit, at) && locale.wishes.has(raw))
  if (isWished) return undefined
  const sure = sureProcedureOf(draft, reading, sureProcedure)
  if (sure === undefined) return event
  const isBegun = event.clearIn.has(sure.id) && (sure.script !== undefined || sure.guide !== undefined)
  return !isBegun && namesNothingBeside(draft, sentence, hit) ? event : undefined
}

const isWithin = ({ from, to }: Run, at: number) => at >= from && at < to
