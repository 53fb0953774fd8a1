/** Kites with an office behind them: three desks, a chain, and a conversation with officers in it. */
import { officeHours, type Shift } from '../../../src/calendar/office-hours.ts'
import type { Content, Desk, Directory, EscalationStep } from '../../../src/content/content.ts'
import type {
  Around,
  CaseChange,
  CaseEntry,
  CaseFields,
  Officer,
  OfficerAction,
} from '../../../src/engine/turn.ts'
import type { Talk } from '../../support/talk.ts'
import { kites } from '../kite.ts'

/** Monday 23 November 2026, nine in the morning in Vietnam: open. */
export const mondayMorning = Date.parse('2026-11-23T09:00+07:00')
export const minute = 60_000

export const lan: Officer = { id: 'lan', name: 'Lan' }
export const hung: Officer = { id: 'hung', name: 'Hùng' }

const morning: Shift = { from: 450, until: 690 }
const afternoon: Shift = { from: 810, until: 1020 }
export const weekdays = new Map([1, 2, 3, 4, 5].map((day) => [day, [morning, afternoon]] as const))

export interface DeskWish {
  readonly id: string
  readonly name?: string
  readonly phone?: string
  readonly isUnconfirmed?: boolean
  readonly surfaces?: Desk['surfaces']
  readonly escalation?: readonly EscalationStep[]
  readonly accept?: number
}

export function deskOf(content: Content, wish: DeskWish): Desk {
  return {
    id: wish.id,
    name: wish.name ?? `Một cửa ${wish.id}`,
    ...(wish.phone === undefined ? {} : { phone: wish.phone }),
    serves: { isEverywhere: true, provinces: new Set(), communes: new Set() },
    hours: officeHours({ weekly: weekdays }, content.calendar),
    hoursText: new Map([['vi', ['thứ Hai đến thứ Sáu, 7:30 đến 11:30 và 13:30 đến 17:00']]]),
    areHoursConfirmed: !wish.isUnconfirmed,
    exceptions: [],
    surfaces: wish.surfaces ?? ['console'],
    duty: new Map(),
    languages: ['vi'],
    acceptWithinMinutes: wish.accept ?? 15,
    answerWithinMinutes: 30,
    escalation: wish.escalation ?? [],
    confidence: 'confirmed',
  }
}

/** The same desks for everybody, unless communes have their own. */
export function directoryOf(
  desks: readonly Desk[],
  communes: Readonly<Record<string, readonly string[]>> = {},
): Directory {
  const all = new Map(desks.map((desk) => [desk.id, desk]))
  const some = (ids: readonly string[]) => desks.filter(({ id }) => ids.includes(id))
  return {
    all,
    desksFor: ({ commune }) => {
      if (Object.keys(communes).length === 0) return desks.slice(0, 1)
      return commune === undefined ? some(Object.values(communes).flat()) : some(communes[commune] ?? [])
    },
  }
}

/** Kites where one desk answers for all: `ward`, then `deputy`, then a contact. */
export async function office(wish: Partial<DeskWish> = {}): Promise<Content> {
  const content = await kites()
  const escalation: readonly EscalationStep[] = [
    { type: 'desk', desk: 'deputy' },
    { type: 'contact', contact: 'desk' },
  ]
  const ward = deskOf(content, {
    ...{ id: 'ward', name: 'Một cửa phường Hồng Bàng', phone: '0225 384 2123', escalation },
    ...wish,
  })
  return { ...content, directory: directoryOf([ward, deskOf(content, { id: 'deputy', name: 'Phó phòng' })]) }
}

/** A case as a store would keep it. */
export interface KeptCase {
  readonly fields: Partial<CaseFields>
  readonly log: readonly CaseEntry[]
}

/** What has become of a case by these changes. */
export function keep(before: KeptCase | undefined, { set, log }: CaseChange): KeptCase {
  const fields: Record<string, unknown> = { ...before?.fields }
  for (const [name, value] of Object.entries(set)) {
    if (value === null) delete fields[name]
    else fields[name] = value
  }
  return { fields: fields as Partial<CaseFields>, log: [...(before?.log ?? []), ...log] }
}

export function changesIn({ effects }: Pick<Talk, 'effects'>): readonly CaseChange[] {
  return effects.filter((effect) => effect.type === 'case_change')
}

let acts = 0

/** An officer does something to the case that is open, or to one named. */
export function act(conversation: Talk, by: Officer, action: OfficerAction, id?: string): Talk {
  acts += 1
  const open = id ?? conversation.session?.case?.id ?? 'none'
  return conversation.send({ type: 'officer', id: `act-${acts}`, case: open, by, via: 'console', action })
}

export const around: Around = {
  caseId: () => 'case000001',
  recent: () => [
    { at: mondayMorning - minute, by: 'citizen', text: 'diều của tôi bị giữ' },
    { at: mondayMorning - minute, by: 'bot', text: 'Em chưa hiểu ý bác ạ.' },
  ],
}
