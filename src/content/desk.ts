/** The directory: which desk answers for whom, when, and who comes next. Opened through content.ts. */
import type { Day } from '../calendar/day.ts'
import type { OfficeHours, Shift } from '../calendar/office-hours.ts'
import type { Confidence } from './fact.ts'
import type { LocaleTag, PlaceId, ProcedureId, Text } from './wording.ts'

/** Unique in the whole directory: the folder's id and its own, e.g. `hai-phong/hong-bang`; `mot-cua` of the file for everywhere. */
export type DeskId = string

export const deskSurfaces = ['console', 'telegram', 'inbox', 'phone'] as const
/** Where a desk's officers answer from. With `phone` alone nobody reads: the citizen is told number and hours. */
export type DeskSurface = (typeof deskSurfaces)[number]

/** Who comes next when nobody took a case in time. */
export type EscalationStep =
  | { readonly type: 'desk'; readonly desk: DeskId }
  /** An entry of contacts.yaml: the citizen is told of it. The case stays where it is, marked as overdue. */
  | { readonly type: 'contact'; readonly contact: string }

/** Whom a desk serves. */
export interface DeskScope {
  readonly isEverywhere: boolean
  readonly provinces: ReadonlySet<PlaceId>
  readonly communes: ReadonlySet<PlaceId>
  /** Absent: all. */
  readonly procedures?: ReadonlySet<ProcedureId>
}

/** A day on which other hours hold than usual. */
export interface ExceptionalDay {
  readonly day: Day
  /** Empty: closed. */
  readonly shifts: readonly Shift[]
  readonly why: string
}

export interface Desk {
  readonly id: DeskId
  /** As it is told to citizens, e.g. "Một cửa phường Hồng Bàng". */
  readonly name: string
  readonly serves: DeskScope
  /** As it is told to citizens; absent while no source for it is known, whatever the file says. */
  readonly phone?: string
  readonly address?: string
  readonly hours: OfficeHours
  /**
   * The usual hours in words, ready to be said within a sentence, in every language: "thứ Hai đến thứ Sáu, 7:30 đến
   * 11:30 và 13:30 đến 17:00". Holidays and exceptional days are not in it.
   */
  readonly hoursText: Text
  /** Whether the hours have a source. Hours that have none are worked by, and never promised to a citizen. */
  readonly areHoursConfirmed: boolean
  readonly exceptions: readonly ExceptionalDay[]
  /** At least one. */
  readonly surfaces: readonly DeskSurface[]
  /** The group where its cases are shown: Telegram's chat id, and whether the group has topics. */
  readonly telegram?: { readonly chat: number; readonly hasTopics: boolean }
  /** Logins of officers on duty, by weekday (0 Sunday to 6 Saturday); empty: everybody of the desk. */
  readonly duty: ReadonlyMap<number, readonly string[]>
  readonly languages: readonly LocaleTag[]
  /** Working minutes within which a case is taken, and a taken one answered. */
  readonly acceptWithinMinutes: number
  readonly answerWithinMinutes: number
  /**
   * In this order, complete: when the last one written is a desk, that desk's own chain follows. Each occurs once, never
   * the desk itself. Every desk's chain is checked to lead to somebody at any minute, so it makes no difference whether
   * an escalated case goes on along the chain of its first desk or of the one it is at.
   */
  readonly escalation: readonly EscalationStep[]
  /** How sure name, hours, number and address are, as with facts. */
  readonly confidence: Confidence
  readonly source?: string
  readonly reviewed?: Day
  /** Past this day it is flagged to admins. */
  readonly reviewBy?: Day
}

export interface Directory {
  /** In the order of the files. A desk that a case or an account names may be gone: expect `undefined`. */
  readonly all: ReadonlyMap<DeskId, Desk>
  /**
   * The desks that serve these: one when it is clear; none when nobody does. Several: with a commune, the citizen
   * chooses among them (their file says `choice: true`); without one, the commune decides and is to be asked first.
   * A desk named for the procedure goes before one for all; then one for the commune before one for its province,
   * before one for everywhere. Without a procedure, desks for all procedures go first.
   */
  desksFor(wanted: {
    readonly commune?: PlaceId | undefined
    readonly province?: PlaceId | undefined
    readonly procedure?: ProcedureId | undefined
  }): readonly Desk[]
}
