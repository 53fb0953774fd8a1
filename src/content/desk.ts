/** The directory: which desk answers for whom, when, and who comes next. */
import type { OfficeHours } from '../calendar/office-hours.ts'
import type { LocaleTag, PlaceId, ProcedureId } from './wording.ts'

/** Unique in the whole directory: the folder's id and its own, e.g. `hai-phong/hong-bang`. */
export type DeskId = string

/** Where a desk's officers answer from. */
export type DeskSurface = 'console' | 'telegram' | 'inbox' | 'phone'

/** Who comes next when nobody took a case in time. */
export type EscalationStep =
  | { readonly type: 'desk'; readonly desk: DeskId }
  /** An entry of contacts.yaml: the citizen is told of it. The case stays where it is, marked as overdue. */
  | { readonly type: 'contact'; readonly contact: string }

export interface Desk {
  readonly id: DeskId
  /** As it is told to citizens, e.g. "Một cửa phường Hồng Bàng". */
  readonly name: string
  /** As it is told to citizens; absent while no source for it is known. */
  readonly phone?: string
  readonly address?: string
  readonly hours: OfficeHours
  /** The hours in words, ready to be said, e.g. "thứ Hai đến thứ Sáu, 7:30 đến 11:30 và 13:30 đến 17:00". */
  readonly hoursText: string
  /** Whether the hours have a source. Hours that have none are worked by, and never promised to a citizen. */
  readonly areHoursConfirmed: boolean
  readonly surfaces: readonly DeskSurface[]
  /** The group where its cases are shown: Telegram's chat id, and whether the group has topics. */
  readonly telegram?: { readonly chat: number; readonly hasTopics: boolean }
  /** Logins of officers on duty, by weekday (0 Sunday to 6 Saturday); empty: everybody of the desk. */
  readonly duty: ReadonlyMap<number, readonly string[]>
  readonly languages: readonly LocaleTag[]
  /** Working minutes within which a case is taken, and a taken one answered. */
  readonly acceptWithinMinutes: number
  readonly answerWithinMinutes: number
  /** In this order. */
  readonly escalation: readonly EscalationStep[]
}

export interface Directory {
  readonly all: ReadonlyMap<DeskId, Desk>
  /**
   * The desks that serve these: one when it is clear, several when the commune has to be known first (or the citizen has
   * to choose), none when nobody does. A desk named for the procedure goes before one for all; one for the commune
   * before one for its province, before one for everywhere.
   */
  desksFor(wanted: {
    readonly commune?: PlaceId | undefined
    readonly province?: PlaceId | undefined
    readonly procedure?: ProcedureId | undefined
  }): readonly Desk[]
}
