import { Day } from '../../calendar/day.ts'
import type { Shift } from '../../calendar/office-hours.ts'
import type { Content, Desk } from '../../content/content.ts'
import type { Command } from './command.ts'
import { loadFor } from './load.ts'
import { table } from './table.ts'

const previewDays = 14
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const

/** What an operator wants to see before citizens do: who is there now, and in the two weeks to come. */
export const desks: Command = {
  usage: 'desks [ID]',
  summary: 'who can be reached now and in the coming 14 days, holidays included',

  async run(desk, [wanted]) {
    const content = await loadFor(desk)
    if (content === undefined) return 1
    const { all } = content.directory
    const shown = [...all.values()].filter(({ id }) => wanted === undefined || id === wanted)
    if (shown.length === 0) {
      const known = [...all.keys()].join(', ')
      desk.complain(
        wanted === undefined
          ? 'There are no desks. Write flows/places/desks.yaml.'
          : `There is no desk "${wanted}". There are: ${known}`,
      )
      return wanted === undefined ? 1 : 2
    }
    desk.print(shown.map((one) => preview(one, content, desk.now)).join('\n\n'))
    return 0
  },
}

function preview(desk: Desk, content: Content, now: number): string {
  const { id, name, surfaces, phone, acceptWithinMinutes, answerWithinMinutes } = desk
  const today = Day.inVietnam(now)
  const days = Array.from({ length: previewDays + 1 }, (_, ahead) => today.plusDays(ahead))
  const rows = days.map((day) => [
    `  ${weekdays[day.weekday]} ${day.iso}`,
    written(desk.hours.shiftsOn(day)) || 'closed',
    remarks(desk, day, content),
  ])
  return [
    `${id}: ${name}`,
    `  serves ${scopeOf(desk)}; answers by ${surfaces.join(', ')}${phone === undefined ? '' : ` (${phone})`}`,
    `  taken within ${acceptWithinMinutes}, answered within ${answerWithinMinutes} open minutes`,
    ...(desk.areHoursConfirmed ? [] : [`  hours are ${desk.confidence}: no citizen is promised them`]),
    `  now ${stateOf(desk, now)}; then ${chainOf(desk, content, now)}`,
    table(['  day', 'open', ''], rows),
  ].join('\n')
}

/** `everywhere`, `hai-phong/11311; only birth, marriage`. */
export function scopeOf({ serves: { isEverywhere, provinces, communes, procedures } }: Desk): string {
  const places = [...(isEverywhere ? ['everywhere'] : []), ...provinces, ...communes].join(', ')
  return procedures === undefined ? places : `${places}; only ${[...procedures].join(', ')}`
}

function stateOf({ hours }: Desk, now: number): string {
  const isOpen = hours.isOpen(now)
  const next = isOpen ? hours.nextClosing(now) : hours.nextOpening(now)
  if (isOpen) return next === undefined ? 'open' : `open until ${momentOf(next)}`
  return next === undefined ? 'closed for a year and more' : `closed until ${momentOf(next)}`
}

function chainOf({ escalation }: Desk, { directory }: Content, now: number): string {
  if (escalation.length === 0) return 'nobody'
  return escalation
    .map((step) => {
      if (step.type === 'contact') return `contact ${step.contact}`
      const next = directory.all.get(step.desk)
      return next === undefined ? step.desk : `${step.desk} (${stateOf(next, now)})`
    })
    .join(', ')
}

function remarks(desk: Desk, day: Day, { calendar }: Content): string {
  const exception = desk.exceptions.find((one) => one.day.number === day.number)
  const off = calendar.dayOff(day)
  const isOpen = desk.hours.shiftsOn(day).length > 0
  const isWeekendWorked = off === undefined && (day.weekday === 0 || day.weekday === 6)
  return [
    exception?.why,
    off !== undefined && off.name !== 'weekend' ? off.name : undefined,
    isWeekendWorked ? 'worked, made up for' : undefined,
    isOpen ? desk.duty.get(day.weekday)?.join(', ') : undefined,
    calendar.isCertain(day) ? undefined : 'may still be changed',
  ]
    .filter((part) => part !== undefined)
    .join('; ')
}

function written(shifts: readonly Shift[]): string {
  return shifts.map(({ from, until }) => `${timeOf(from)}-${timeOf(until)}`).join(' ')
}

/** `2026-11-23 7:30`, in Vietnam. */
function momentOf(moment: number): string {
  const day = Day.inVietnam(moment)
  return `${day.iso} ${timeOf(Math.floor((moment - day.atVietnamHour(0)) / 60_000))}`
}

function timeOf(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}
