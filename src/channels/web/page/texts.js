// @ts-check
/** The page's own texts, in the language the bot speaks. */

/** @typedef {{ locale: string, phrases: Record<string, string> }} Texts */

/** @type {Texts} */
let texts = JSON.parse(document.querySelector('meta[name=texts]')?.getAttribute('content') ?? '')

/** @param {string} key */
export function text(key) {
  return texts.phrases[key] ?? ''
}

/**
 * Turns the page to another language; what was said before stays in its own.
 * @param {string} locale
 */
export async function turnTo(locale) {
  if (locale === texts.locale) return
  const response = await fetch(`/texts/${encodeURIComponent(locale)}`)
  if (!response.ok) return
  const former = texts.locale
  texts = await response.json()
  for (const message of document.querySelectorAll('.message:not([lang])'))
    message.setAttribute('lang', former)
  document.documentElement.lang = texts.locale
  document.title = text('title')
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = text(element.getAttribute('data-text') ?? '')
  }
  for (const element of document.querySelectorAll('[data-label]')) {
    element.setAttribute('aria-label', text(element.getAttribute('data-label') ?? ''))
  }
  for (const element of document.querySelectorAll('[data-placeholder]')) {
    element.setAttribute('placeholder', text(element.getAttribute('data-placeholder') ?? ''))
  }
}
