/** The documents that an answer rests on, in one line. */
import type { FactValue } from '../content/content.ts'
import { phrase } from './phrases.ts'
import type { View } from './render.ts'

/** More of either says no more to a citizen. */
const maxTitles = 2
const maxArticles = 2

/** Each document is named once, with its articles; no line where nothing is known. */
export function sourceLine(values: readonly FactValue[], view: View): readonly string[] {
  const articlesOf = new Map<string, Set<string>>()
  for (const { source, article } of values) {
    const known = articlesOf.get(source.title)
    if (known === undefined && articlesOf.size === maxTitles) continue
    const articles = known ?? new Set()
    articlesOf.set(source.title, articles)
    if (article !== undefined && articles.size < maxArticles) articles.add(article)
  }
  if (articlesOf.size === 0) return []
  const sources = [...articlesOf].map(([title, articles]) =>
    articles.size === 0
      ? title
      : phrase(view.locale, 'fact.source_article', { article: [...articles].join(', '), title }),
  )
  return [phrase(view.locale, 'fact.source', { sources: sources.join('; ') })]
}
