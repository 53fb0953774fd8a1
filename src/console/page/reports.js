// @ts-check
/** What came, how long it waited and how it ended, by desk and week. */
import { get } from './api.js'
import { element, field, select, set } from './dom.js'
import { reasonWords } from './reasons.js'
import { fill, table } from './table.js'
import { locale, text } from './texts.js'
import { dayWords } from './time.js'

/**
 * @typedef {{ desk: string, deskName: string, week: string, cases: number, open: number, solved: number,
 *   escalated: number, waitMedian?: number, waitP90?: number, ratings: number, ratingMean?: number,
 *   reasons: Record<string, number> }} Week
 */

const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
let days = 28

/** @param {HTMLElement} place */
export function showReports(place) {
  void fill(place, text('shell.reports'), text('reports.intro'), async () => {
    const { weeks } = await get(`reports?days=${days}`)
    const span = select(
      [
        ['7', text('reports.days_7')],
        ['28', text('reports.days_28')],
        ['91', text('reports.days_91')],
        ['365', text('reports.days_365')],
      ],
      String(days),
    )
    span.addEventListener('change', () => {
      days = Number(span.value)
      showReports(place)
    })
    const csv = element(
      'a',
      { className: 'action quiet', href: `/console/api/reports.csv?days=${days}` },
      text('reports.csv'),
    )
    set(csv, { download: 'bao-cao.csv' })
    const tools = element('div', { className: 'bar' }, field(text('reports.span'), span), csv)
    if (weeks.length === 0) return [tools, element('p', { className: 'empty' }, text('reports.empty'))]
    return [tools, tableOf(weeks)]
  })
}

/** @param {Week[]} weeks */
function tableOf(weeks) {
  const columns = ['week', 'desk', 'cases', 'open', 'solved', 'escalated', 'wait', 'rating', 'reasons']
  const rows = weeks.map((week) => [
    dayWords(week.week),
    week.deskName,
    String(week.cases),
    String(week.open),
    String(week.solved),
    String(week.escalated),
    waitOf(week),
    week.ratingMean === undefined
      ? '–'
      : text('reports.mean', { mean: number.format(week.ratingMean), n: week.ratings }),
    reasonsOf(week),
  ])
  return table(
    text('shell.reports'),
    columns.map((column) => text(`reports.${column}`)),
    rows,
  )
}

/** @param {Week} week */
function waitOf({ waitMedian, waitP90 }) {
  if (waitMedian === undefined) return '–'
  return text('reports.minutes', {
    median: number.format(waitMedian),
    slow: number.format(waitP90 ?? waitMedian),
  })
}

/** @param {Week} week */
function reasonsOf({ reasons }) {
  const sorted = Object.entries(reasons).sort(([, one], [, other]) => other - one)
  return sorted.map(([reason, count]) => `${reasonWords(reason)}: ${count}`).join('; ') || '–'
}
