/** What showing cases needs. */
import type { OfficeApi } from '../channels/telegram/office-api.ts'
import type { Content } from '../content/content.ts'
import type { DeskId, EpochMs } from '../engine/turn.ts'
import type { Store } from '../store/store.ts'
import type { RelayAlarms } from './alarms.ts'
import type { Groups } from './groups.ts'
import type { ShownCases } from './shown.ts'
import type { Words } from './words.ts'

export interface PosterOptions {
  readonly api: OfficeApi
  readonly store: Pick<Store, 'case' | 'caseLog'>
  readonly shownCases: ShownCases
  readonly groups: Groups
  readonly content: () => Content
  /** The words of a desk's language. */
  readonly words: (desk: DeskId) => Words
  readonly alarms: RelayAlarms
  readonly clock: { now(): EpochMs; setTimer(at: EpochMs, ring: () => void): () => void }
  /** Whether this process shows cases. */
  readonly isOurs: () => boolean
  readonly signal: AbortSignal
  /** Told of what it does not know to mend; the case is tried again later. */
  readonly onError: (error: unknown) => void
}
