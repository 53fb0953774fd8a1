/** Finds provinces by the names people use: present and former ones, abbreviations, with slips, inside a sentence. */
import { lazyCommunes } from '../places/index.ts'
import { isOneSlipApart } from '../text/edit-distance.ts'
import { fold } from '../text/fold.ts'
import { type Lexicon, lexicon, lookUp, type Token, tokenise } from '../text/tokens.ts'
import type { Place, PlaceId, PlaceIndex } from './content.ts'
import type { ProvincesFile } from './schema/others.ts'

/** A longer text is not searched to its end. */
const maxChars = 500
/** Shorter names, letters only, are too near to other words for a slip to be forgiven: "Gia Lai", "Gia Lâm". */
const minSlipLetters = 7
/** Names so short, typed without diacritics, count only alone or after "ở": "hn" is also "hôm nay". */
const maxShortLetters = 3
/** A name and its unit, at most. */
const maxWords = 6

const before = lexicon([
  ['ở|tại|trên|dưới|trong|ngoài|bên|thuộc|ra|vào|về|in|from', 'place'],
  ['tỉnh|thành phố|tp|t p|thành phố trực thuộc trung ương', 'place'],
  [
    'dạ|vâng|thưa|nhà|em|cháu|con|bác|tôi|mình|bọn em|nhà em|quê|quê em|sống|đang|hiện|đang sống|là|i live',
    'other',
  ],
])
const after = new Set('a ah nhe nha day do thoi oi luon city province'.split(' '))

/** Builds the index of the provinces file. A name that belongs to several provinces finds them all. */
export function buildPlaceIndex(file: ProvincesFile): PlaceIndex {
  const all = new Map<PlaceId, Place>(
    Object.entries(file.provinces).map(([id, { name, also, location }]) => [
      id,
      { id, name, also, ...(location === undefined ? {} : { location }) },
    ]),
  )
  const byName = new Map<string, Set<PlaceId>>()
  for (const [id, { name, also }] of Object.entries(file.provinces)) {
    for (const one of [name, ...also]) {
      const key = spaced(one)
      byName.set(key, new Set([...(byName.get(key) ?? []), id]))
    }
  }
  const names: Lexicon<ReadonlySet<PlaceId>> = lexicon(byName)
  const byLetters = new Map<string, Spelt>()
  for (const [name, ids] of byName) {
    const letters = lettersOf(name)
    const known = byLetters.get(letters)
    const words = Math.max(name.split(' ').length, known?.words ?? 0)
    byLetters.set(letters, { ids: new Set([...(known?.ids ?? []), ...ids]), words })
  }
  return {
    all,
    communes: lazyCommunes(new Map(Object.entries(file.provinces).map(([id, { also }]) => [id, also]))),
    find(text) {
      const tokens = tokenise(text.slice(0, maxChars))
      const core = coreOf(tokens)
      const named = namedIn(tokens, names, core)
      const ids = named.size > 0 ? named : spelt(core, byLetters)
      return [...ids].map((id) => all.get(id)).filter((place) => place !== undefined)
    },
  }
}

const spaced = (name: string) =>
  name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
const lettersOf = (name: string) => fold(name).replaceAll(' ', '')

/** All names that occur, longest first at each place; diacritics must be right where they were typed. */
function namedIn(
  tokens: readonly Token[],
  names: Lexicon<ReadonlySet<PlaceId>>,
  core: readonly Token[],
): ReadonlySet<PlaceId> {
  const found = new Set<PlaceId>()
  for (let at = 0; at < tokens.length; ) {
    const hit = lookUp(names, tokens, at)
    const span = tokens.slice(at, hit?.end)
    if (!hit || (isShort(span) && span.length !== core.length && !followsPlaceWord(tokens, at))) {
      at++
      continue
    }
    for (const id of hit.value) found.add(id)
    at = hit.end
  }
  return found
}

function isShort(span: readonly Token[]): boolean {
  const isBare = span.every((token) => token.raw === token.folded)
  return isBare && span.reduce((sum, token) => sum + token.raw.length, 0) <= maxShortLetters
}

function followsPlaceWord(tokens: readonly Token[], at: number): boolean {
  return at > 0 && lookUp(before, tokens, at - 1)?.value === 'place'
}

/** What is left without "dạ nhà em ở tỉnh" and "ạ". */
function coreOf(tokens: readonly Token[]): readonly Token[] {
  let from = 0
  for (let hit = lookUp(before, tokens, 0); hit; hit = lookUp(before, tokens, from)) from = hit.end
  let to = tokens.length
  while (to > from && after.has(tokens[to - 1]?.folded ?? '')) to--
  return tokens.slice(from, to)
}

/** A name without its spaces. */
interface Spelt {
  readonly ids: ReadonlySet<PlaceId>
  readonly words: number
}

/** The whole utterance as a name: written together, with wrong diacritics, or with one slip. A word too many is none. */
function spelt(core: readonly Token[], byLetters: ReadonlyMap<string, Spelt>): ReadonlySet<PlaceId> {
  if (core.length === 0 || core.length > maxWords) return new Set()
  const letters = core.map((token) => token.folded).join('')
  const same = byLetters.get(letters)?.ids
  if (same) return letters.length > maxShortLetters ? same : new Set()
  if (letters.length < minSlipLetters) return new Set()
  const near = [...byLetters].filter(
    ([name, { words }]) =>
      name.length >= minSlipLetters && core.length <= words && isOneSlipApart(name, letters),
  )
  return new Set(near.flatMap(([, { ids }]) => [...ids]))
}
