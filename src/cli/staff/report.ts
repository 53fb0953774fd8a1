/** `npm run staff -- report`: what desks did in a week. */
import { Day } from '../../calendar/day.ts'
import { reportCsv } from '../../handoff/report-csv.ts'
import { casesOpened, type DeskWeek, deskWeeks, readWeek, weekName, weekOf } from '../../handoff/reports.ts'
import { table } from '../flows/table.ts'
import type { Command } from './command.ts'

/** Without a week: the one that is over. */
export const report: Command = async (office, { week: named, desk, csv }, { now, print, complain }) => {
  const week = named === undefined ? weekOf(Day.inVietnam(now()).plusDays(-7)) : readWeek(named)
  if (week === undefined) {
    complain(
      '--week names a week as 2026-W47 (weeks begin on Monday; the first of a year is the one with 4 January).',
    )
    return 1
  }
  const content = await office.content()
  const unknown = desk?.filter((id) => !content.directory.all.has(id)) ?? []
  if (unknown.length > 0) {
    complain(
      `No such desk: ${unknown.join(', ')}. There are: ${[...content.directory.all.keys()].join(', ')}.`,
    )
    return 1
  }
  const { listCases } = await office.cases()
  const wanted = desk === undefined ? {} : { desks: desk }
  const cases = casesOpened(listCases, { ...wanted, openedFrom: week.from, openedBefore: week.until })
  const rows = await deskWeeks(cases, content.directory.all)
  if (csv) {
    const phrases = content.locales.get(content.defaultLocale)?.phrases
    print(reportCsv(rows, (key) => phrases?.get(key) ?? key))
    return 0
  }
  print(`Week ${weekName(week)}, from ${week.monday.iso}`)
  print(rows.length === 0 ? 'No cases.' : table(head, rows.map(cellsOf)))
  return 0
}

const head = [
  'desk',
  'cases',
  'waited (half)',
  'waited (90 %)',
  'untaken',
  'escalated',
  'solved',
  'open',
  'rating',
]

function cellsOf(row: DeskWeek): readonly (string | number)[] {
  const minutes = (n: number | undefined) => (n === undefined ? '–' : `${n} min`)
  return [
    row.deskName,
    row.cases,
    minutes(row.waitMedian),
    minutes(row.waitP90),
    row.untaken,
    row.escalated,
    row.solved,
    row.open,
    row.ratingMean === undefined ? '–' : `${row.ratingMean} (${row.ratings})`,
  ]
}
