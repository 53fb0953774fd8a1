import { Day } from '../../calendar/day.ts'
import type { Exploration } from '../explorer/state.ts'
import { formatFailure, survey } from '../explorer/survey.ts'
import type { Command } from './command.ts'
import { loadFor, procedureFor } from './load.ts'
import { table } from './table.ts'

/** Walks every reachable path of the scripts. */
export const exploreCommand: Command = {
  usage: 'explore [ID]',
  summary: 'walk every path of the scripts and show where a citizen would be let down',

  async run(desk, args) {
    const id = args.find((arg) => !arg.startsWith('-'))
    const content = await loadFor(desk)
    if (content === undefined) return 1
    if (id !== undefined && procedureFor(desk, content, id) === undefined) return 2
    const { explorations, unreached } = survey({ content, ...(id === undefined ? {} : { procedures: [id] }) })
    const failures = explorations.flatMap((one) => one.failures)
    for (const failure of failures) desk.complain(formatFailure(failure))
    const remarks = new Set(explorations.flatMap((one) => one.remarks.map((remark) => remark.detail)))
    for (const remark of remarks) desk.complain(`To look at again: ${remark}`)
    for (const [procedure, steps] of unreached) {
      desk.complain(`${procedure}: on none of these days does anybody reach ${steps.join(', ')}`)
    }
    desk.print(tally(explorations))
    return failures.length === 0 ? 0 : 1
  },
}

function tally(explorations: readonly Exploration[]): string {
  const head = [
    'procedure',
    'language',
    'day',
    'paths',
    'states',
    'turns',
    'questions',
    'messages',
    'bytes',
    'failures',
  ]
  const rows = explorations.map((one) => [
    ...[one.procedure, one.locale, Day.inVietnam(one.now).iso],
    ...[one.paths, one.states, one.turns, one.longest.questions, one.longest.messages, one.maxBytes],
    one.failures.length,
  ])
  return table(head, rows)
}
