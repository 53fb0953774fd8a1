/** The live content as the service uses it: in the configured language, its edits told to the operator. */
import type { PageTexts } from '../channels/web/index.ts'
import type { ConsoleTexts } from '../console/index.ts'
import type { Content } from '../content/content.ts'
import type { LiveContent, Reload } from '../content/live.ts'
import { formatProblems } from '../content/report.ts'
import { ConfigError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Translation } from '../platforms/platform.ts'

const webPrefix = 'web.'
const consolePrefix = 'console.'

/**
 * The live content, beginning conversations in the configured language.
 * @throws ConfigError when there is no such language
 */
export function contentInLocale(live: LiveContent, locale: string): () => Content {
  if (!live.current.locales.has(locale)) {
    throw new ConfigError('DEFAULT_LOCALE names no folder of LOCALES_DIR.')
  }
  let source: Content | undefined
  let adapted: Content | undefined
  return () => {
    if (adapted === undefined || source !== live.current) {
      source = live.current
      const defaultLocale = source.locales.has(locale) ? locale : source.defaultLocale
      adapted = { ...source, defaultLocale }
    }
    return adapted
  }
}

/** The texts of the web chat in a language, or in the default one. */
export function pageTexts(content: Content, tag: string | undefined): PageTexts {
  return textsBelow(webPrefix, content, tag)
}

/** The texts of the pages for staff in a language, or in the default one. */
export function consoleTexts(content: Content, tag: string | undefined): ConsoleTexts {
  const languages = [...content.locales.values()].map(({ tag, name }) => ({ tag, name }))
  return { ...textsBelow(consolePrefix, content, tag), languages }
}

function textsBelow(prefix: string, content: Content, tag: string | undefined): PageTexts {
  const locale =
    (tag === undefined ? undefined : content.locales.get(tag)) ?? content.locales.get(content.defaultLocale)
  const phrases = [...(locale?.phrases ?? [])]
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, text]) => [key.slice(prefix.length), text])
  return { locale: locale?.tag ?? content.defaultLocale, phrases: Object.fromEntries(phrases) }
}

/** The words of a language, by key; those of the default language where it lacks them, else none. */
export function phrasesIn(content: Content, tag: string | undefined): (key: string) => string {
  const own = tag === undefined ? undefined : content.locales.get(tag)
  const usual = content.locales.get(content.defaultLocale)
  return (key) => own?.phrases.get(key) ?? usual?.phrases.get(key) ?? ''
}

/** One phrase in every language that has it, the default language first. */
export function translationsOf(content: Content, key: string): readonly Translation[] {
  const tags = [content.defaultLocale, ...content.locales.keys()]
  return [...new Set(tags)].flatMap((locale) => {
    const text = content.locales.get(locale)?.phrases.get(key)
    return text === undefined ? [] : [{ locale, text }]
  })
}

/** Tells the operator and the log what became of an edit. */
export function reportReload(reload: Reload, log: Log, tellOperator: (text: string) => void): void {
  switch (reload.type) {
    case 'reloaded':
      tellOperator('The edited flows are live.')
      return log.info(
        { version: reload.content.version, warnings: reload.warnings.length, renames: reload.renames.length },
        'The edited flows are live.',
      )
    case 'refused':
      tellOperator(
        `${formatProblems(reload.problems).trimEnd()}\nThe edited flows were refused; the last good ones serve on.`,
      )
      return log.error({ problems: reload.problems.length }, 'Edited flows were refused.')
    case 'failed':
      return log.error({ err: reload.error }, 'The flow files cannot be followed.')
  }
}
