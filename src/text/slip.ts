/** How people begin when something they said was wrong: "à nhầm", "ấy lộn". Pure. */
import { type Lexicon, lexicon, lookUp, type Token, tokenise } from './tokens.ts'

const slips: Lexicon<true> = lexicon([
  [
    'nhầm|nhầm rồi|bị nhầm|nhầm mất|lộn|lộn rồi|quên|à quên|sai|sai rồi|viết nhầm|ghi nhầm|gõ nhầm|nhắn nhầm',
    true,
  ],
  [
    'nói nhầm|nhớ nhầm|trả lời nhầm|bấm nhầm|viết sai|ghi sai|không phải|ko phải|k phải|sửa lại|sửa|đúng ra|đúng ra là',
    true,
  ],
  ['à không|à ko|à hông|ủa không|ấy không|ơ không|phải là|sorry|no|wrong|i mean|i meant|my mistake', true],
])
const around: Lexicon<true> = lexicon([
  [
    'ngày sinh|ngày mất|ngày đẻ|sang|à|a|ấy|ơ|ôi|ối|ủa|dạ|vâng|ừ|em|tôi|cháu|con|bác|chị|mình|xin lỗi|thì|là|mới|đó|đấy|ạ|nha|nhé|lại|thành|ơi',
    true,
  ],
])

/**
 * Where a correction begins behind such words, and where the last of them that says so begins; `isSaid`: they say that
 * something was wrong, and do not only lead over.
 */
export function openingOf(tokens: readonly Token[]): { from: number; isSaid: boolean; lastSlip: number } {
  let from = 0
  let isSaid = false
  let lastSlip = 0
  for (;;) {
    const slip = lookUp(slips, tokens, from)
    const hit = slip ?? lookUp(around, tokens, from)
    if (hit === undefined) return { from, isSaid, lastSlip }
    isSaid ||= slip !== undefined
    lastSlip = slip === undefined ? lastSlip : from
    from = hit.end
  }
}

const maxChars = 80

/** What is said behind "à nhầm"; `undefined` where nothing is put right, or nothing is said in its place. Never throws. */
export function saidInstead(text: string): string | undefined {
  if (text.length > maxChars) return undefined
  const tokens = tokenise(text)
  const { from, isSaid, lastSlip } = openingOf(tokens)
  // "À nhầm, không phải": the last of them is what is said.
  const first = tokens[from < tokens.length ? from : lastSlip]
  return isSaid && first !== undefined ? text.normalize('NFC').slice(first.start) : undefined
}

const sigh = /^(?:à|a|ủa|ua|ấy|ơ|ôi|ối) /i

/** Whether somebody first takes back what was said, and puts something in its place: "à không, ở nhà". Never throws. */
export function takesBack(text: string): boolean {
  const comma = text.search(/[,;.] /)
  return comma > 0 && sigh.test(text) && saidInstead(text.slice(0, comma)) !== undefined
}
