// @ts-check
/** The page's own texts. */

/** @typedef {{ locale: string, phrases: Record<string, string>, languages: { tag: string, name: string }[] }} Texts */

/** @type {Texts} */
const texts = JSON.parse(document.querySelector('meta[name=texts]')?.getAttribute('content') ?? '')
const phrases = new Map(Object.entries(texts.phrases))

export const { locale, languages } = texts

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function text(key, values = {}) {
  return (phrases.get(key) ?? '').replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''))
}

/** Whether there is such a text. @param {string} key */
export function hasText(key) {
  return phrases.has(key)
}

/** @param {string} tag */
export function turnTo(tag) {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that offices have.
  document.cookie = `motcua_language=${encodeURIComponent(tag)}; path=/console; max-age=31536000; samesite=strict`
  location.reload()
}
