/** What one desk says about itself: whether it may be told, and who can answer. */
import { isReliable } from '../compile/desk-draft.ts'
import type { Complaints } from '../complaints.ts'
import type { Locale, LocaleTag } from '../content.ts'
import type { DeskSource } from '../schema/desks.ts'
import { didYouMean } from '../suggest.ts'
import { below, keySpotOf, type Ref } from '../yaml.ts'

/** What citizens would be told needs a source. */
export function checkSource(source: DeskSource, at: Ref, complaints: Complaints): void {
  const { confidence } = source
  if (isReliable(confidence)) {
    for (const key of ['source', 'reviewed'] as const) {
      if (source[key] !== undefined) continue
      const mend = `Add "${key}: ..." here, or write "confidence: unconfirmed".`
      const message = `"${key}" is missing, and citizens would be promised these hours`
      complaints.error('desk-no-source', below(at, 'confidence'), message, mend)
    }
    return
  }
  for (const key of ['phone', 'address'] as const) {
    if (source[key] === undefined) continue
    const mend = 'Write where it was read (source, reviewed), and "confidence: confirmed".'
    complaints.warn('desk-untold', below(at, key), `told to nobody: it is ${confidence}`, mend)
  }
}

/** Somebody must be able to answer. */
export function checkSurfaces(source: DeskSource, at: Ref, complaints: Complaints): void {
  const { surfaces, telegram, phone, confidence } = source
  const isGroup = surfaces.includes('telegram')
  if (isGroup && telegram === undefined) {
    const mend = 'Add "telegram: { chat: ... }", or take telegram out of the list.'
    const spot = below(at, 'surfaces', surfaces.indexOf('telegram'))
    complaints.error('desk-no-group', spot, 'there is no Telegram group named', mend)
  } else if (!isGroup && telegram !== undefined) {
    const mend = 'Add telegram to "surfaces", or remove the group.'
    complaints.warn(
      'desk-unused-group',
      keySpotOf(below(at, 'telegram')),
      'no case is shown in this group',
      mend,
    )
  }
  if (surfaces.some((surface) => surface !== 'phone')) return
  if (phone === undefined || !isReliable(confidence)) {
    const mend = 'Add console to "surfaces", or a confirmed phone number.'
    complaints.error('desk-unanswerable', below(at, 'surfaces'), 'nobody can answer from this desk', mend)
  }
}

export function checkLanguages(
  { languages }: DeskSource,
  at: Ref,
  locales: ReadonlyMap<LocaleTag, Locale>,
  complaints: Complaints,
): void {
  for (const [index, tag] of languages.entries()) {
    if (locales.has(tag) || locales.size === 0) continue
    const mend = didYouMean(tag, locales.keys(), 'Name a folder of locales/.')
    complaints.error('unknown-locale', below(at, 'languages', index), `there is no language "${tag}"`, mend)
  }
}
