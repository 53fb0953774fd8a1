/** Reports as a file for a spreadsheet. */
import { Day } from '../calendar/day.ts'
import { caseOutcomes, reasons } from '../engine/turn.ts'
import { type DeskWeek, weekName } from './reports.ts'

type Cell = string | number | undefined

/** Interface texts by key: `office.report_<column>`, `office.outcome_<id>`, `card.reason_<id>`. */
export type Words = (key: string) => string

const ofScript = 'script:'

const columns: readonly (readonly [string, (row: DeskWeek) => Cell])[] = [
  ['week', (row) => weekName({ monday: Day.parse(row.week) ?? Day.fromNumber(0) })],
  ['from', (row) => row.week],
  ['desk', (row) => row.desk],
  ['desk_name', (row) => row.deskName],
  ['cases', (row) => row.cases],
  ['call_backs', (row) => row.callBacks],
  ['wait_median', (row) => row.waitMedian],
  ['wait_p90', (row) => row.waitP90],
  ['untaken', (row) => row.untaken],
  ['escalated', (row) => row.escalated],
  ['open', (row) => row.open],
]

/**
 * One line a desk and week. Begins with a byte order mark, without which Excel takes Vietnamese for something else;
 * separated by commas, every text quoted, none of them a formula; a decimal as Vietnamese writes it: "4,6".
 */
export function reportCsv(rows: readonly DeskWeek[], words: Words): string {
  const head = [
    ...columns.map(([name]) => words(`office.report_${name}`)),
    ...caseOutcomes.map((outcome) => words(`office.outcome_${outcome}`)),
    ...reasons.map((reason) => words(`card.reason_${reason}`)),
    words('office.reason_script'),
    words('office.report_ratings'),
    words('office.report_rating_mean'),
  ]
  const lines = rows.map((row) => [
    ...columns.map(([, read]) => read(row)),
    ...caseOutcomes.map((outcome) => row.outcomes[outcome] ?? 0),
    ...reasons.map((reason) => row.reasons[reason] ?? 0),
    Object.entries(row.reasons).reduce((sum, [reason, n]) => sum + (reason.startsWith(ofScript) ? n : 0), 0),
    row.ratings,
    row.ratingMean === undefined ? undefined : String(row.ratingMean).replace('.', ','),
  ])
  return `\uFEFF${[head, ...lines].map((line) => line.map(cellOf).join(',')).join('\r\n')}\r\n`
}

function cellOf(value: Cell): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return `"${safe.replaceAll('"', '""')}"`
}
