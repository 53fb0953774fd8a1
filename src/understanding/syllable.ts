/**
 * The shape of a Vietnamese syllable: whether letters can be one, its canonical spelling, and what was meant when
 * a keyboard wrote Telex or VNI keystrokes through instead of letters with marks.
 */
import { lengthOf, unitAt } from '../code-units.ts'

const onset = 'ngh|ng|nh|gh|gi|g|ch|c|kh|k|ph|p|th|tr|t|qu|b|d|h|l|m|n|r|s|v|x'
// "oong" and "ooc" (xoong, moóc) are left out: far more often a typed "oo" is a Telex ô.
const rime =
  'a(?:c|ch|i|m|n|ng|nh|o|p|t|u|y)?|e(?:c|ch|m|n|ng|nh|o|p|t|u)?|i(?:a|c|ch|m|n|nh|p|t|u|e(?:c|m|n|ng|p|t|u))?|' +
  'o(?:c|i|m|n|ng|p|t)?|oa(?:c|ch|i|m|n|ng|nh|o|p|t|y)?|oe(?:n|o|t)?|' +
  'u(?:a|c|i|m|n|ng|p|t|u)?|ua(?:n|ng|t|y)|ue(?:ch|n|nh|t)?|uo(?:c|i|m|n|ng|p|t|u)?|' +
  'uy(?:a|ch|en|et|n|nh|p|t|u)?|y(?:em|en|et|eu)?'
const syllablePattern = new RegExp(`^(?:${onset})?(?:${rime})$`)

/** Whether these letters (folded: lower case, no marks) can be a Vietnamese syllable. */
export function isSyllable(folded: string): boolean {
  return folded.length <= 7 && syllablePattern.test(folded)
}

const toneByMark = new Map([
  ['\u0301', '¹'],
  ['\u0300', '²'],
  ['\u0309', '³'],
  ['\u0303', '⁴'],
  ['\u0323', '⁵'],
])
const toneMark = /[\u0301\u0300\u0309\u0303\u0323]/gu

/**
 * A word with its tone as a raised digit at the end: "giấy" is `giây¹`. Makes "hòa" and "hoà" one word. Takes NFC lower
 * case; a word without a tone comes back as it is.
 */
export function canonical(word: string): string {
  if (isAscii(word)) return word
  const parts = word.normalize('NFD')
  const tone = toneMark.exec(parts)
  toneMark.lastIndex = 0
  if (tone === null) return word
  return parts.replace(toneMark, '').normalize('NFC') + (toneByMark.get(tone[0]) ?? '')
}

const tone = /[¹²³⁴⁵]/gu

/** A canonical word without its tone. */
export function withoutTone(word: string): string {
  return word.replace(tone, '')
}

/** The canonical word of two halves that were torn apart: "giâ¹" and "y" are `giây¹`. */
export function joined(one: string, other: string): string {
  return `${withoutTone(one)}${withoutTone(other)}${(one + other).match(tone)?.[0] ?? ''}`
}

function isAscii(word: string): boolean {
  const length = lengthOf(word)
  for (let i = 0; i < length; i++) if (unitAt(word, i) > 127) return false
  return true
}

const raised = ['', '¹', '²', '³', '⁴', '⁵']
const telexTones = new Map([
  ['s', '¹'],
  ['f', '²'],
  ['r', '³'],
  ['x', '⁴'],
  ['j', '⁵'],
])
const hats = new Map([
  ['a', 'â'],
  ['e', 'ê'],
  ['o', 'ô'],
])
const horns = new Map([
  ['a', 'ă'],
  ['o', 'ơ'],
  ['u', 'ư'],
])
const vowel = /[aeiouyâêôăơư]/u

/** Puts a mark on the last letter that can carry it; "uo" takes the horn on both. `false` when none can. */
function mark(letters: string[], marks: ReadonlyMap<string, string>): boolean {
  for (let i = letters.length - 1; i >= 0; i--) {
    const marked = marks.get(letters[i] ?? '')
    if (marked === undefined) continue
    letters[i] = marked
    if (marked === 'ơ' && letters[i - 1] === 'u' && letters[0] !== 'q') letters[i - 1] = 'ư'
    return true
  }
  return false
}

function decodeTelex(word: string): string {
  const letters: string[] = []
  let tone = ''
  let hasVowel = false
  for (const key of word) {
    const keyTone = telexTones.get(key)
    if (hasVowel && keyTone !== undefined) tone = keyTone
    else if (hasVowel && key === 'w' && mark(letters, horns)) continue
    else if (hasVowel && hats.has(key) && letters.includes(key))
      mark(letters, new Map([[key, hats.get(key) ?? '']]))
    else if (key === 'd' && letters[0] === 'd') letters[0] = 'đ'
    else letters.push(key === 'w' ? 'ư' : key)
    hasVowel ||= key === 'w' || vowel.test(key)
  }
  return letters.join('') + tone
}

function decodeVni(word: string): string {
  const letters: string[] = []
  let tone = ''
  for (const key of word) {
    if (key >= '1' && key <= '5') tone = raised[Number(key)] ?? ''
    else if (key === '6') mark(letters, hats)
    else if (key === '7') mark(letters, new Map([...horns].filter(([plain]) => plain !== 'a')))
    else if (key === '8') mark(letters, new Map([['a', 'ă']]))
    else if (key === '9') letters[0] = letters[0] === 'd' ? 'đ' : (letters[0] ?? '')
    else if (key !== '0') letters.push(key)
  }
  return letters.join('') + tone
}

const vniPattern = /^[a-z]+\d[a-z0-9]*$/
const plainWord = /^[a-z]+$/

/**
 * What was meant by keystrokes that came through as they were typed: "giaays" and "gia6y1" are `giây¹`.
 * Takes a lower-case ASCII word; `undefined` when it is a syllable as it stands, or no syllable comes out.
 */
export function decodeKeystrokes(word: string): string | undefined {
  if (word.length < 2 || word.length > 12) return undefined
  const isVni = vniPattern.test(word)
  if (!isVni && (!plainWord.test(word) || isSyllable(word))) return undefined
  // "a4" is a paper size and "b1" a licence class; a lone vowel needs two keystrokes to be believed.
  if (isVni && word.length < 3) return undefined
  const decoded = isVni ? decodeVni(word) : decodeTelex(word)
  return isSyllable(withoutMarks(decoded)) ? decoded : undefined
}

/** The folded letters of a canonical word: `giây¹` is "giay". Numbers come back as they are. */
export function withoutMarks(word: string): string {
  if (isAscii(word)) return word
  return word
    .normalize('NFD')
    .replace(/[\p{M}¹²³⁴⁵]+/gu, '')
    .replaceAll('đ', 'd')
}
