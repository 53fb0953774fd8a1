/** A desk on its way from the file to the directory. */
import type { Desk, PlaceId } from '../content.ts'
import type { DeskSource } from '../schema/desks.ts'
import type { Ref } from '../yaml.ts'

/** A desk as written, and as far as it could be compiled. */
export interface DeskDraft {
  readonly desk: Desk
  readonly source: DeskSource
  readonly at: Ref
  /** The province of its folder; `undefined` for the file for everywhere. */
  readonly place: PlaceId | undefined
}

/** Whether what is so sure may be told to citizens. */
export function isReliable(confidence: DeskSource['confidence']): boolean {
  return confidence === 'confirmed' || confidence === 'secondary'
}
