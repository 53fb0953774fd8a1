import { Day } from '../../calendar/day.ts'
import { loadContent } from '../../content/load.ts'
import { formatProblems } from '../../content/report.ts'
import type { Command } from './command.ts'

/** Loads everything and tells all that is wrong or doubtful. */
export const check: Command = {
  usage: 'check',
  summary: 'read all files and say what is wrong, where, and how to mend it',

  async run({ flowsDir, localesDir, now, print, complain }) {
    const loaded = await loadContent({ flowsDir, localesDir, today: Day.inVietnam(now) })
    if (!loaded.ok) {
      complain(formatProblems(loaded.problems))
      return 1
    }
    if (loaded.warnings.length > 0) complain(`${formatProblems(loaded.warnings)}\n`)
    const { procedures, locales, examples } = loaded.content
    const facts = [...procedures.values()].reduce((sum, one) => sum + one.facts.size, 0)
    const scripts = [...procedures.values()].filter((one) => one.script !== undefined).length
    print(
      `All is well: ${procedures.size} procedures (${scripts} with a script), ${facts} facts, ` +
        `${examples.length} examples, languages ${[...locales.keys()].join(', ')}.`,
    )
    return 0
  },
}
