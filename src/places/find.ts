/** A text -> the communes it names: one, a short list, or what is still to be asked. Pure. */
import type { Token } from '../text/tokens.ts'
import { type Commune, communeAt, type FormerUnit, unitAt } from './commune.ts'
import { isFiller, mentionsIn, wordsIn } from './mentions.ts'
import { type Level, type Names, properName } from './names.ts'
import { kindOf, type Reading, readingsOf, type Ties } from './readings.ts'
import { fullName } from './words.ts'

/** More are not offered: a further question narrows them. */
export const maxChoices = 10

/** A commune that a text may mean. */
export interface FoundCommune extends Commune {
  /** The former unit that was named, when it was called otherwise than the commune. */
  readonly was?: FormerUnit
  /** That unit went to several communes. */
  readonly isSplit: boolean
}

export interface FoundCommunes {
  /** Best first, at most {@link maxChoices}; empty when none is named, or too many to choose from. */
  readonly places: readonly FoundCommune[]
  /** The text says this and nothing else. */
  readonly isExact: boolean
  /** Too many to choose from: the commune's name is to be asked, or the area (district, province) it lies in. */
  readonly narrow?: 'commune' | 'area'
  /** With several or too many: what is known, in proper words to be looked up together with the next answer. */
  readonly within?: string
}

export interface FinderData {
  readonly ties: Ties
  readonly names: Names
}

/**
 * Finds communes. `within`: what an earlier answer told, as {@link FoundCommunes.within} gave it; it counts when it
 * makes sense together with the text, and is left aside otherwise. Never throws.
 */
export function findCommunes(data: FinderData, text: string, within?: string): FoundCommunes {
  const words = wordsIn(text)
  const alone = look(data, words)
  if (within === undefined) return foundBy(data, alone)
  const known = look(data, wordsIn(within))
  const together = look(data, wordsIn(`${text}, ${within}`))
  const ofText = ({ left }: Look) => left.filter((at) => at < words.length).length
  const isMore = together.score > Math.max(alone.score, known.score) && ofText(together) <= ofText(alone)
  return foundBy(data, isMore ? together : alone)
}

interface Look {
  readonly score: number
  readonly readings: readonly Reading[]
  /** The words that mean something and are not explained. */
  readonly left: readonly number[]
}

/** The best explanations; slips are looked for only when some words are left over without them. */
function look(data: FinderData, tokens: readonly Token[]): Look {
  const meaning = tokens.map((token) => !isFiller(token))
  const plain = choose(data, tokens, meaning, false)
  return isEnough(plain) ? plain : better(plain, choose(data, tokens, meaning, true))
}

/** A long question around a complete address is not searched for slips: that is slow, and finds nothing. */
const maxLeftWithSlips = 6

function isEnough({ readings, left }: Look): boolean {
  if (left.length === 0) return true
  const isComplete = readings.some(({ level, uses }) => isWard(level) && uses.length > 1)
  return isComplete && left.length > maxLeftWithSlips
}

const isWard = (level: Level) => level === 'unit' || level === 'commune'

const better = (a: Look, b: Look) => (b.score > a.score ? b : a)

function choose(
  data: FinderData,
  tokens: readonly Token[],
  meaning: readonly boolean[],
  takesSlips: boolean,
): Look {
  const readings = readingsOf(mentionsIn(tokens, data.names, takesSlips), data.ties).filter((reading) =>
    isBelievable(reading, tokens, meaning),
  )
  const score = readings.reduce((most, one) => Math.max(most, one.score), 0)
  const top = readings.filter((one) => one.score === score)
  return { score, readings: top, left: leftOver(top[0], meaning) }
}

function leftOver(reading: Reading | undefined, meaning: readonly boolean[]): readonly number[] {
  const uses = reading?.uses ?? []
  return [...meaning.keys()].filter(
    (at) => meaning[at] && !uses.some(({ mention }) => at >= mention.from && at < mention.to),
  )
}

const minLoneSlipLetters = 7
const minSaidSlipLetters = 5

/** A name alone among other words may be no name: "bao nhiêu", "chị Huệ". */
function isBelievable(reading: Reading, tokens: readonly Token[], meaning: readonly boolean[]): boolean {
  const only = reading.uses[0]?.mention
  if (only === undefined) return false
  if (reading.uses.length > 1) return true
  const isAll = leftOver(reading, meaning).length === 0
  if (only.said !== undefined && only.slips === 0) return true
  if (only.slips > 0) {
    return only.said === undefined
      ? isAll && only.letters >= minLoneSlipLetters
      : only.letters >= minSaidSlipLetters
  }
  if (isAll) return true
  if (only.to - only.from < 2) return false
  return only.isMarked || isPlaceWord(tokens[only.from - 1])
}

const placeWords = new Set(['o', 'tai', 'que', 've'])
const isPlaceWord = (token: Token | undefined) => token !== undefined && placeWords.has(token.folded)

/** What the best explanations, all of the same score, mean together. */
function foundBy({ ties }: FinderData, { readings, left }: Look): FoundCommunes {
  const isExact = readings.length > 0 && left.length === 0
  const wards = readings.filter(({ level }) => isWard(level))
  const districts = readings.filter(({ level }) => level === 'district')
  const provinces = readings.filter(({ level }) => level === 'former' || level === 'province')
  const province = provinceMeant(wards, districts, provinces)
  if (province) return narrow('commune', wordsFor(ties, province), isExact)
  const named = communesOf(ties, wards)
  if (named.size > maxChoices) return narrow('area', wordsFor(ties, wards[0]), isExact)
  const areas = new Set(districts.map(({ index }) => index))
  const inside = communesIn(ties, areas).filter((index) => !named.has(index))
  const present = [...named.values()].filter(({ was }) => was === undefined)
  const former = [...named.values()].filter(({ was }) => was !== undefined)
  const places = [...present, ...inside.map((index) => plainly(ties, index)), ...former]
  const within = wordsFor(ties, districts[0] ?? wards[0])
  if (places.length > maxChoices) return narrow(areas.size > 1 ? 'area' : 'commune', within, isExact)
  return { places, isExact, ...(places.length > 1 ? { within } : {}) }
}

/** A name that is a province's too means the province, unless it is only what people call it and a town's own. */
function provinceMeant(
  wards: readonly Reading[],
  districts: readonly Reading[],
  provinces: readonly Reading[],
): Reading | undefined {
  const proper = provinces.find(({ uses }) => !uses.some(({ isAlias }) => isAlias))
  if (districts.length > 0) return proper
  return [...wards].some(({ uses }) => uses.length > 1) ? undefined : (proper ?? provinces[0])
}

function narrow(ask: 'commune' | 'area', within: string, isExact: boolean): FoundCommunes {
  return { places: [], isExact, narrow: ask, within }
}

const plainly = (ties: Ties, index: number): FoundCommune => ({ ...communeAt(ties, index), isSplit: false })

/** By commune, in the order of the readings; a present name goes before a former one. */
function communesOf(ties: Ties, wards: readonly Reading[]): ReadonlyMap<number, FoundCommune> {
  const found = new Map<number, FoundCommune>()
  for (const { level, index } of [...wards].sort(
    (a, b) => Number(a.level === 'unit') - Number(b.level === 'unit'),
  )) {
    const commune = level === 'commune' ? index : (ties.unitCommune[index] ?? 0)
    if (found.has(commune)) continue
    if (level === 'commune') found.set(commune, plainly(ties, commune))
    else {
      const { unit, isSplit } = unitAt(ties, index)
      const place = communeAt(ties, commune)
      found.set(commune, { ...place, isSplit, ...(unit.name === place.name ? {} : { was: unit }) })
    }
  }
  return found
}

function communesIn(ties: Ties, districts: ReadonlySet<number>): readonly number[] {
  const found = new Set<number>()
  for (const district of districts) {
    const from = ties.districts[district]?.firstUnit ?? 0
    const to = ties.districts[district + 1]?.firstUnit ?? ties.unitCommune.length
    for (const commune of ties.unitCommune.subarray(from, to)) found.add(commune)
  }
  return [...found].sort((a, b) => a - b)
}

/** What was said, in proper words that find it again: "Xã Tân Phú", "Huyện Châu Thành, Tỉnh Bến Tre". */
function wordsFor(ties: Ties, reading: Reading | undefined): string {
  return (reading?.uses ?? [])
    .map(({ mention: { said }, level, index }) => {
      const name = properName(ties, level, index)
      const kind = isWard(level) ? said : kindOf(ties, level, index)
      return kind === undefined ? name : fullName(kind, name)
    })
    .join(', ')
}
