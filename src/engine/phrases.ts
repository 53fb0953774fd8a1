/** Interface texts of a locale. */
import type { Content, Locale, LocaleTag, Procedure, Topic } from '../content/content.ts'
import { EngineError } from '../errors.ts'
import { fillIn } from '../text/pattern.ts'

/**
 * The interface text under a key of `locales/<tag>/interface.yaml`, its `{name}`s filled in.
 * @throws EngineError when the key is missing; the loader compares all locales with `vi`, so that means a
 * key the code asks for is nowhere.
 */
export function phrase(
  locale: Locale,
  key: string,
  values?: Readonly<Record<string, string | number>>,
): string {
  const text = locale.phrases.get(key)
  if (text === undefined) throw new EngineError(`no phrase ${key} in locale ${locale.tag}`)
  if (values === undefined) return text
  return fillIn(text, values)
}

/** The locale of a tag, or the default one. */
export function localeOf(content: Content, tag: LocaleTag | undefined): Locale {
  const locale =
    (tag === undefined ? undefined : content.locales.get(tag)) ?? content.locales.get(content.defaultLocale)
  if (locale === undefined) throw new EngineError(`no locale ${content.defaultLocale}`)
  return locale
}

/** What a topic of a procedure is called: of one that pays, money is not a fee. */
export function topicName(locale: Locale, topic: Topic, { pays }: Pick<Procedure, 'pays'>): string {
  return phrase(locale, topic === 'fee' && pays === true ? 'topic.amount' : `topic.${topic}`)
}
