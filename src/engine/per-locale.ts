/** What follows from the content and a language alone is made once for both, and kept as long as they are. */
import type { Locale, Text } from '../content/content.ts'
import { templateOf } from './render.ts'

export function perLocale<Of extends object, Made>(
  make: (of: Of, locale: Locale) => Made,
): (of: Of, locale: Locale) => Made {
  const made = new WeakMap<Locale, WeakMap<Of, Made>>()
  return (of, locale) => {
    let ofLocale = made.get(locale)
    if (ofLocale === undefined) {
      ofLocale = new WeakMap()
      made.set(locale, ofLocale)
    }
    let known = ofLocale.get(of)
    if (known === undefined) {
      known = make(of, locale)
      ofLocale.set(of, known)
    }
    return known
  }
}

/** A text that is the same whatever has been answered; `undefined` for one with placeholders. */
export function fixedText(text: Text, locale: Locale): string | undefined {
  const template = templateOf(text, locale)
  return template.every((part) => typeof part === 'string') ? template.join('').trim() : undefined
}
