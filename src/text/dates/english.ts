/** Dates in English: "5 November 2026", "Nov 5", "5th of November". Alone only, unless a year is given. */
import { firstWords, lexicon, lookUp, type Token } from '../tokens.ts'
import type { DateContext, Match, Matcher } from './match.ts'
import { resolve } from './resolve.ts'
import { tailAt } from './tail.ts'

const months = lexicon([
  ['january|jan', 1],
  ['february|feb', 2],
  ['march|mar', 3],
  ['april|apr', 4],
  ['may', 5],
  ['june|jun', 6],
  ['july|jul', 7],
  ['august|aug', 8],
  ['september|sep|sept', 9],
  ['october|oct', 10],
  ['november|nov', 11],
  ['december|dec', 12],
])
const ordinalEnding = lexicon([['st|nd|rd|th|st of|nd of|rd of|th of|of', true]])
const before = lexicon([['the|on|on the', true]])

function dayAt(tokens: readonly Token[], at: number): { day: number; end: number } | undefined {
  const from = lookUp(before, tokens, at)?.end ?? at
  const raw = tokens[from]?.raw ?? ''
  if (!/^\d{1,2}$/.test(raw)) return undefined
  return { day: Number(raw), end: lookUp(ordinalEnding, tokens, from + 1)?.end ?? from + 1 }
}

export const englishDate: Matcher = { starts: firstWords(before, months), matchAt }

function matchAt(tokens: readonly Token[], at: number, context: DateContext): Match | undefined {
  const day = dayAt(tokens, at)
  if (day) {
    const month = lookUp(months, tokens, day.end)
    return month && dated(day.day, month.value, month.end, at, tokens, context)
  }
  const month = lookUp(months, tokens, lookUp(before, tokens, at)?.end ?? at)
  const after = month && dayAt(tokens, month.end)
  return month && after && dated(after.day, month.value, after.end, at, tokens, context)
}

function dated(
  day: number,
  month: number,
  end: number,
  from: number,
  tokens: readonly Token[],
  context: DateContext,
): Match {
  const { year, end: to } = tailAt(tokens, end, context)
  const reach = resolve({ day, month, year, calendar: 'solar', isLeapMonth: false }, context)
  return { ...reach, from, to, isWeak: year === undefined }
}
