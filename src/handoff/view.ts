/** What staff see of a case at a glance, in their language. */
import type { Content, ProcedureId, StepId, Topic } from '../content/content.ts'
import type { EpochMs } from '../engine/turn.ts'
import type { Case } from '../store/store.ts'

/** Facts the bot would tell, ready to be sent by it or to be edited. */
export interface PreparedAnswer {
  readonly procedure: ProcedureId
  readonly topic: Topic
  readonly label: string
  readonly text: string
}

/** A day that a law sets. */
export interface LegalClock {
  readonly label: string
  /** E.g. `2026-12-01`. */
  readonly day: string
  /** Negative when it has passed. */
  readonly daysLeft: number
}

export interface CaseView {
  readonly procedure?: { readonly id: ProcedureId; readonly name: string }
  /** Where they stand, as the bot asked it. */
  readonly step?: string
  readonly commune?: string
  readonly answers: readonly { readonly label: string; readonly value: string }[]
  /** Papers they have not ticked off. */
  readonly missing: readonly string[]
  /** The one that runs out first stands first. */
  readonly clocks: readonly LegalClock[]
  readonly prepared: readonly PreparedAnswer[]
  /** Questions the bot can go on with when the case is given back. */
  readonly steps: readonly { readonly id: StepId; readonly label: string }[]
}

export interface ViewOptions {
  /** Of the reader; the default one where it is unknown. */
  readonly locale: string
  readonly now: EpochMs
}

export function viewOf(content: Content, about: Case, { locale }: ViewOptions): CaseView {
  const procedure = about.procedure === undefined ? undefined : content.procedures.get(about.procedure)
  const name = procedure?.short.get(locale) ?? procedure?.short.get(content.defaultLocale)
  const commune = about.commune === undefined ? undefined : content.places.communes.byId(about.commune)
  return {
    ...(procedure === undefined
      ? {}
      : {
          procedure: {
            id: procedure.id,
            name: name?.filter((part) => typeof part === 'string').join('') ?? '',
          },
        }),
    ...(commune === undefined ? {} : { commune: `${commune.name}, ${commune.provinceName}` }),
    answers: [],
    missing: [],
    clocks: [],
    prepared: [],
    steps: [],
  }
}
