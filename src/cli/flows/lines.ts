/** Adds lines to a file that somebody else wrote, without touching the rest of it. */

/** Lines below the one that holds `end`, indented and ended like the one that holds `start`. */
export function withLinesBelow(text: string, start: number, end: number, lines: readonly string[]): string {
  const indent = start - text.lastIndexOf('\n', start) - 1
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const found = text.slice(end).search(/\r?\n/)
  const at = found < 0 ? text.length : end + found
  const added = lines.map((line) => `${newline}${' '.repeat(indent)}${line}`).join('')
  return `${text.slice(0, at)}${added}${text.slice(at) || newline}`
}
