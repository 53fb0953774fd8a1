/** Texts of flows in other languages: `locales/<tag>/<procedure>.yaml`. */
import type { Complaints } from '../complaints.ts'
import type { LocaleTag } from '../content.ts'
import { didYouMean } from '../suggest.ts'
import { keySpotOf, ref, type SourceFile } from '../yaml.ts'

/** One file of translations. */
export interface Translation {
  readonly tag: LocaleTag
  readonly file: SourceFile
  /** By path, e.g. `script.birth_date.text`. */
  readonly texts: ReadonlyMap<string, string>
  /** Paths that some text asked for. */
  readonly used: Set<string>
  /** Paths that some text asked for in vain. */
  readonly missing: Set<string>
}

/** Complains about translations of texts that are not there any more. */
export function complainOfStale(translation: Translation, complaints: Complaints): void {
  for (const key of translation.texts.keys()) {
    if (translation.used.has(key)) continue
    const mend = didYouMean(
      key,
      translation.missing,
      'The text is gone or was renamed: remove or rename this line.',
    )
    const spot = keySpotOf(ref(translation.file, 'texts', key))
    complaints.error('stale-translation', spot, `there is no text "${key}"`, mend)
  }
}
