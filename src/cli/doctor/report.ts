/** What the doctor found, as an operator reads it. */
import type { Finding } from '../../channels/diagnosis.ts'
import { redactor } from '../../channels/redact.ts'

/** A line: what a check found, or something that is off by choice. */
export type Line = Finding | { readonly level: 'off'; readonly says: string; readonly mend?: string }

export interface Section {
  readonly title: string
  readonly findings: readonly Line[]
}

const marks: Readonly<Record<Line['level'], string>> = { good: '✓', warning: '!', bad: '✗', off: '-' }

export function isBad({ findings }: Section): boolean {
  return findings.some(({ level }) => level === 'bad')
}

/** One finding: its mark, what was seen, and below it what to do. */
export function formatFinding({ level, says, mend }: Line): string {
  const lines = says.trimEnd().replaceAll('\n', '\n    ')
  return `  ${marks[level]} ${lines}${mend === undefined ? '' : `\n    → ${mend}`}`
}

/** The whole report with a summary at its end; `secrets` never appear in it. */
export function formatReport(sections: readonly Section[], secrets: readonly string[]): string {
  const blocks = sections
    .filter(({ findings }) => findings.length > 0)
    .map(({ title, findings }) => [title, ...findings.map(formatFinding)].join('\n'))
  const count = (level: Line['level']) =>
    sections.flatMap(({ findings }) => findings).filter((one) => one.level === level).length
  const [bad, warnings] = [count('bad'), count('warning')]
  const verdict =
    bad + warnings === 0
      ? 'All is well.'
      : `${bad} to mend (✗), ${warnings} to look at (!). Nothing was changed.`
  return redactor(secrets)([...blocks, verdict].join('\n\n'))
}
