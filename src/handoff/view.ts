/** What staff see of a case at a glance, in their language. */
import type { Content } from '../content/content.ts'
import { type CaseCard, caseCard } from '../engine/case-card.ts'
import type { CaseEntry, EpochMs } from '../engine/turn.ts'
import type { Case } from '../store/store.ts'

export interface ViewOptions {
  /** Of the reader; the default one where it is unknown. */
  readonly locale: string
  readonly now: EpochMs
  /** As far as it is at hand, oldest first: what the citizen was told is found in it. */
  readonly log?: readonly CaseEntry[]
}

/** From then on a legal deadline stands before everything else. */
const shortDays = 7

/** The card of a case; the clock that runs out first stands first. */
export function viewOf(content: Content, about: Case, { locale, now, log = [] }: ViewOptions): CaseCard {
  const card = caseCard(content, about, log, locale, now)
  return {
    ...card,
    clocks: [...card.clocks].sort((a, b) => a.daysLeft - b.daysLeft),
    // Lines of a message, to be read within another one.
    told: card.told.map(({ label, source }) => ({
      label: label.replace(/:$/, ''),
      source: source.replace(/\.$/, ''),
    })),
  }
}

/** Whether so little is left that it has to be seen first; also when it is over. */
export function isShort({ daysLeft }: CaseCard['clocks'][number]): boolean {
  return daysLeft <= shortDays
}
