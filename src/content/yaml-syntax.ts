/** What an author did when YAML cannot be read: the parser says where it gave up, which is often further down. */
import type { YAMLException } from 'js-yaml'

/** What is wrong with a YAML text, and where: UTF-16 offsets, `end` exclusive. */
export interface YamlFault {
  readonly rule: string
  readonly start: number
  readonly end: number
  readonly message: string
  readonly mend: string
}

interface Line {
  /** Offset of its first character. */
  readonly start: number
  readonly text: string
}

interface Failure {
  readonly text: string
  readonly at: number
  readonly reason: string
  /** The line where the parser gave up, and the offset in it. */
  readonly line: Line
  readonly column: number
}

const generalMend = 'Check indentation, quotes and colons on this line and the one above.'
const quoteMend = 'Close the quotes; put a text that contains ": " or starts with a sign in quotes.'
const bracketMend = 'Close the bracket, or put the text in quotes.'
const indentMend = 'Indent with spaces, two for each level, exactly below its neighbours.'

/** Explains an exception of the parser. Never throws. */
export function explainSyntax(text: string, error: YAMLException): YamlFault {
  const at = Math.min(error.mark?.position ?? 0, text.length)
  const line = lineAt(text, at)
  const failure: Failure = { text, at, reason: error.reason, line, column: at - line.start }
  return (
    openQuotes(failure) ??
    openBracket(failure) ??
    textThatStartsWithSign(failure) ??
    secondColon(failure) ??
    missingColon(failure) ??
    asTheParserSays(failure)
  )
}

/** Quotes that are never closed are noticed on a later line; their author looks for where they open. */
function openQuotes(failure: Failure): YamlFault | undefined {
  const isCertain = /quoted scalar|deficient indentation/.test(failure.reason)
  const unclosed = /(?<=^\s*(?:- +)*|: +|[[{,] *)(?:"(?:[^"\\]|\\.)*|'(?:[^']|'')*)$/
  for (const line of linesUpFrom(failure, isCertain ? Number.POSITIVE_INFINITY : 1)) {
    const found = unclosed.exec(line.text)
    if (found === null) continue
    const start = line.start + found.index
    return faultOf(failure.text, start, 'these quotes are not closed', quoteMend)
  }
  return undefined
}

function openBracket(failure: Failure): YamlFault | undefined {
  if (!/deficient indentation|stream within a flow collection/.test(failure.reason)) return undefined
  if (/[\]}]/.test(failure.text[failure.at] ?? '')) return undefined
  for (const line of linesUpFrom(failure, Number.POSITIVE_INFINITY)) {
    const open = lastOpenBracket(line.text)
    if (open === undefined) continue
    return faultOf(failure.text, line.start + open, 'this bracket is not closed', bracketMend)
  }
  return undefined
}

function lastOpenBracket(line: string): number | undefined {
  const blanked = line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?:^|\s)#.*/g, (part) =>
    ' '.repeat(part.length),
  )
  const open: number[] = []
  for (const [index, char] of blanked.split('').entries()) {
    if (char === '[' || char === '{') open.push(index)
    else if (char === ']' || char === '}') open.pop()
  }
  return open.at(-1)
}

/** `text: {{ fee }} đồng`, `text: *chú ý* ...`: the sign means something else to YAML. */
function textThatStartsWithSign(failure: Failure): YamlFault | undefined {
  if (/comma|found ','|nesting|deficient/.test(failure.reason)) return undefined
  const head = valueStart(failure.line.text)
  const sign = failure.line.text[head] ?? ''
  if (!/[@`%*&!|>{}[\],]/.test(sign) || failure.column < head) return undefined
  const message = `a text that starts with "${sign}" needs quotes`
  return faultOf(failure.text, failure.line.start + head, message, 'Put the text in quotes.')
}

/** `text: Chọn: một`. */
function secondColon(failure: Failure): YamlFault | undefined {
  if (failure.text[failure.at] !== ':') return undefined
  const head = valueStart(failure.line.text)
  if (head >= failure.column || !/: +$/.test(failure.line.text.slice(0, head))) return undefined
  const message = 'a second ": " on one line'
  return faultOf(failure.text, failure.line.start + head, message, 'Put a text that contains ": " in quotes.')
}

/** `label Lệ phí` or `label:Lệ phí` among keys. */
function missingColon(failure: Failure): YamlFault | undefined {
  const isAtColon = failure.text[failure.at] === ':'
  if (!isAtColon && !/mapping key|implicit key|document separator/.test(failure.reason)) return undefined
  const above = [...linesUpFrom(failure, 1)].slice(1)
  for (const line of [failure.line, ...above]) {
    const isNoKey = line.text.trim() === '' || /^\s*(- |-$|#|["'])/.test(line.text)
    if (isNoKey || /:(\s|$)/.test(line.text) || goesOn(failure, line)) continue
    const start = line.start + line.text.search(/\S/)
    return faultOf(failure.text, start, 'a colon and a space are missing', 'Write it as "key: text".')
  }
  return undefined
}

/** Is this line the second or a later one of a text that begins after a key? */
function goesOn({ text }: Failure, line: Line): boolean {
  const indent = line.text.search(/\S/)
  let above = line
  while (above.start > 0) {
    above = lineAt(text, above.start - 1)
    if (above.text.trim() !== '' && above.text.search(/\S/) < indent) return !/:(\s+#.*)?$/.test(above.text)
  }
  return false
}

const mends: readonly (readonly [reason: RegExp, mend: string])[] = [
  [/flow|comma/, 'Check brackets and commas; put a text that starts with a bracket in quotes.'],
  [/indentation/, indentMend],
  [/escape|hexadecimal/, 'Put the text in single quotes, or write \\\\ for a backslash.'],
  [/non-printable|null byte|JSON character/, 'Delete the invisible character.'],
  [/nesting/, 'Nest less deeply.'],
]

function asTheParserSays({ text, at, reason, line, column }: Failure): YamlFault {
  const isAfterQuotes = !/flow/.test(reason) && /["'] *$/.test(line.text.slice(0, column))
  if (isAfterQuotes) {
    return faultOf(
      text,
      at,
      'more text after the closing quotes',
      'Put the whole text in one pair of quotes.',
    )
  }
  const isMisplaced = /^(bad|deficient) indentation/.test(reason)
  const start = isMisplaced && text[at] === ':' ? line.start + line.text.search(/\S/) : at
  const message = isMisplaced ? 'this does not stand below its neighbours' : reason
  const mend = mends.find(([pattern]) => pattern.test(reason))?.[1]
  return faultOf(text, start, message, mend ?? generalMend)
}

function faultOf(text: string, start: number, message: string, mend: string): YamlFault {
  const { start: lineStart, text: line } = lineAt(text, start)
  return {
    rule: 'yaml-syntax',
    start,
    end: lineStart + line.length,
    message: `cannot be read: ${message}`,
    mend,
  }
}

/** Where the value on a line begins: after dashes and the first key. */
function valueStart(line: string): number {
  return /^\s*(?:- +)*(?:[^\s"'#[{][^#]*?:(?: +|$))?/.exec(line)?.[0].length ?? 0
}

function lineAt(text: string, at: number): Line {
  const start = at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1
  const end = text.indexOf('\n', at)
  return { start, text: text.slice(start, end < 0 ? text.length : end).trimEnd() }
}

/** The line of the failure as far as it was read, then those above that are not blank, nearest first. */
function* linesUpFrom({ text, line, column }: Failure, most: number): Generator<Line> {
  yield { start: line.start, text: line.text.slice(0, column) }
  let count = 0
  for (let end = line.start - 1; end >= 0 && count < most; ) {
    const above = lineAt(text, end)
    if (above.text.trim() !== '') {
      count += 1
      yield above
    }
    end = above.start - 1
  }
}
