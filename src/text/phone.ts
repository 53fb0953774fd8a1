/** Vietnamese phone numbers as people write them: grouped, dotted, with +84, inside a sentence. */
import { clean, fold } from './fold.ts'
import { withoutPadding } from './padding.ts'
import { type Token, tokenise } from './tokens.ts'

/** `phone` as it is kept: national form, digits only, e.g. `0912345678`. */
export type PhoneReading =
  /** `isWhole`: nothing else is said. */
  | { readonly type: 'phone'; readonly phone: string; readonly isWhole: boolean }
  /** Several different numbers, in the order they were written. */
  | { readonly type: 'several'; readonly among: readonly string[] }
  /** Meant as a number, but none that exists: digits are missing or too many, or it is a foreign one. */
  | { readonly type: 'wrong'; readonly digits: number }

/** A longer text is not searched to its end. */
const maxChars = 300
/** Fewer digits are a house, an age, a number in a list. */
const minMeantDigits = 6
/** Mobile numbers have ten digits and begin with 03, 05, 07, 08 or 09; fixed lines eleven, beginning with 02. */
const national = /^0(?:[35789]\d{8}|2\d{9})$/
const countryCode = /^(?:00)?840?/
/** What stands between the groups of one number. */
const groupGap = /^[ .()–-]{0,3}$/
const aboutPhones = new Set(
  'so dien thoai dt sdt zalo di dong la cua goi nha rieng phone number mobile my is it s'.split(' '),
)

/**
 * Reads the phone number in an utterance; `undefined` when there are no digits that could be one. `padding`: folded
 * phrases that may stand around it.
 */
export function readPhone(
  text: string,
  options: { readonly padding?: readonly string[] } = {},
): PhoneReading | undefined {
  const { tokens, runs } = runsIn(text)
  const phones = [...new Set(runs.flatMap(({ phones }) => phones))]
  const [phone, ...others] = phones
  if (phone === undefined) {
    const meant = runs.find(({ digits }) => digits >= minMeantDigits)
    return meant && { type: 'wrong', digits: meant.digits }
  }
  if (others.length > 0) return { type: 'several', among: phones }
  const isRead = (token: Token) => runs.some((run) => run.phones.length > 0 && run.tokens.includes(token))
  const words = tokens.filter((token) => !isRead(token)).map(({ folded }) => folded)
  const rest = words.filter((word) => !aboutPhones.has(word))
  const { from, to } = withoutPadding(rest, options.padding ?? [])
  return { type: 'phone', phone, isWhole: from === to }
}

/** As many digits as the old identity cards have, and as a mobile number has that lacks one. */
const shortDigits = 9

/** What is to be said of a number that is none: a key of the interface. */
export function wrongPhoneKey({ digits }: { readonly digits: number }): string {
  return digits === shortDigits ? 'refused.phone_nine' : 'refused.phone'
}

/** Whether nothing but nine digits is written: where a phone number is awaited, one that lacks a digit. */
export function isShortPhone(text: string): boolean {
  return /^\d+$/.test(clean(text).replaceAll(/[ .-]/g, '')) && readWrongDigits(text) === shortDigits
}

const namesPhone = /\b(?:dien thoai|sdt|zalo|di dong|phone|mobile)\b/
const namesIdentity = /\b(?:cccd|cmnd|cmt|can cuoc|chung minh|dinh danh|id|ho chieu)\b/

/** Whether a number is said to be a phone's, and no paper's: "số điện thoại chủ nhà". Never throws. */
export function saysPhone(text: string): boolean {
  const folded = fold(text.slice(0, maxChars))
  return namesPhone.test(folded) && !namesIdentity.test(folded)
}

/** The same of one that lacks a digit, and could be an old identity card's. */
export const isPhoneWithSlip = (text: string): boolean =>
  saysPhone(text) && readWrongDigits(text) === shortDigits

function readWrongDigits(text: string): number | undefined {
  const read = readPhone(text)
  return read?.type === 'wrong' ? read.digits : undefined
}

/** The text with its phone numbers taken out, to look for what else it gives away. */
export function withoutPhones(text: string): string {
  const { cleaned, runs } = runsIn(text, text.length)
  let rest = ''
  let from = 0
  for (const { tokens, phones } of runs) {
    const [first] = tokens
    const last = tokens.at(-1)
    if (phones.length === 0 || first === undefined || last === undefined) continue
    rest += `${cleaned.slice(from, first.start)} `
    from = last.end
  }
  return rest + cleaned.slice(from)
}

/** A kept number as people read it: `0912 345 678`, `024 3825 1234`, `0225 384 2123`. */
export function formatPhone(phone: string): string {
  // Only Hà Nội and Hồ Chí Minh City have an area code of two digits behind the zero.
  const groups = /^0(?:24|28)/.test(phone) ? /^(\d{3})(\d{4})(\d{4})$/ : /^(\d{4})(\d{3})(\d{3,4})$/
  return phone.replace(groups, '$1 $2 $3')
}

/** Digits that belong together, and the numbers they are: none when any of them is left over. */
interface Run {
  readonly tokens: readonly Token[]
  readonly digits: number
  readonly phones: readonly string[]
}

function runsIn(
  text: string,
  limit = maxChars,
): { tokens: readonly Token[]; cleaned: string; runs: readonly Run[] } {
  const cleaned = clean(text.slice(0, limit))
  const tokens = tokenise(cleaned)
  const groups: Token[][] = []
  let open: Token[] | undefined
  for (const token of tokens) {
    if (!/^[0-9]+$/.test(token.raw)) {
      open = undefined
    } else if (open !== undefined && groupGap.test(token.gap)) {
      open.push(token)
    } else {
      open = [token]
      groups.push(open)
    }
  }
  return { tokens, cleaned, runs: groups.map(runOf) }
}

function runOf(tokens: readonly Token[]): Run {
  const digits = tokens.reduce((sum, { raw }) => sum + raw.length, 0)
  return { tokens, digits, phones: phonesOf(tokens) }
}

/** The first digits say how long a number is, so there is one way at most to cut a run into numbers. */
function phonesOf(tokens: readonly Token[]): readonly string[] {
  const phones: string[] = []
  let written = ''
  for (const { raw } of tokens) {
    written += raw
    const phone = nationalForm(written)
    if (phone === undefined) continue
    phones.push(phone)
    written = ''
  }
  return written === '' ? phones : []
}

function nationalForm(digits: string): string | undefined {
  const phone = digits.replace(countryCode, '0')
  return national.test(phone) ? phone : undefined
}
