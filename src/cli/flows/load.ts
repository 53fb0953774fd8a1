import { Day } from '../../calendar/day.ts'
import type { Content, Procedure } from '../../content/content.ts'
import { loadContent } from '../../content/load.ts'
import { formatProblems } from '../../content/report.ts'
import type { Desk } from './command.ts'

/** The content, or `undefined` after all that is wrong with it was told. Warnings are for `check` alone. */
export async function loadFor(desk: Desk): Promise<Content | undefined> {
  const { flowsDir, localesDir, now } = desk
  const loaded = await loadContent({ flowsDir, localesDir, today: Day.inVietnam(now) })
  if (loaded.ok) return loaded.content
  desk.complain(formatProblems(loaded.problems))
  return undefined
}

/** The procedure of an argument, or `undefined` after it was told which there are. */
export function procedureFor(desk: Desk, content: Content, id: string | undefined): Procedure | undefined {
  const procedure = id === undefined ? undefined : content.procedures.get(id)
  if (procedure !== undefined) return procedure
  const known = [...content.procedures.keys()].join(', ')
  desk.complain(
    id === undefined ? `Name a procedure: ${known}` : `There is no procedure "${id}". There are: ${known}`,
  )
  return undefined
}
