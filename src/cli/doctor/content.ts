/** Whether flows and languages load. */
import type { Finding } from '../../channels/diagnosis.ts'
import type { Config } from '../../config.ts'
import type { LoadResult } from '../../content/load.ts'
import { formatProblems } from '../../content/report.ts'

/** `loaded` is `undefined` when the folders cannot be read. */
export function checkContent(config: Config, loaded: LoadResult | undefined): readonly Finding[] {
  if (loaded === undefined) {
    return [
      {
        level: 'bad',
        says: 'The folders of flows and languages cannot be read.',
        mend: 'Check FLOWS_DIR and LOCALES_DIR, and who may read them.',
      },
    ]
  }
  if (!loaded.ok) {
    const mend =
      'Mend the files; npm run flows -- check shows the same. A running service serves on without them.'
    return [{ level: 'bad', says: formatProblems(loaded.problems), mend }]
  }
  const { procedures, locales } = loaded.content
  const languages = [...locales.keys()].join(', ')
  const found: Finding[] = [
    { level: 'good', says: `${procedures.size} procedures load; the languages are ${languages}.` },
  ]
  if (loaded.warnings.length > 0) {
    const says = `The files have ${loaded.warnings.length} warning(s).`
    found.push({ level: 'warning', says, mend: 'See npm run flows -- check.' })
  }
  if (!locales.has(config.defaultLocale)) {
    const says = 'DEFAULT_LOCALE names no folder of LOCALES_DIR.'
    found.push({ level: 'bad', says, mend: `Set it to one of ${languages}.` })
  }
  return found
}
