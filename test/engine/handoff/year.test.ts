/** A year at one desk: 20,000 cases, its hours, Tết, days made up for, officers who are not there, crashes, outages. */
import { expect, it } from 'vitest'
import { Day } from '../../../src/calendar/day.ts'
import { officeHours } from '../../../src/calendar/office-hours.ts'
import type { Content } from '../../../src/content/content.ts'
import { advance } from '../../../src/engine/advance.ts'
import type { CaseChange, EpochMs, Input, Officer, Session } from '../../../src/engine/turn.ts'
import { atQuestion } from '../kite.ts'
import { deskOf, directoryOf, hung, type KeptCase, keep, lan, minute, office, weekdays } from './office.ts'

const caseCount = 20_000
const acceptWithin = 15
const firstDay = Date.parse('2026-01-01T00:00+07:00')
const days = 400

/** What the offices of 2026 do, written down here once more: nothing of the calendar under test is asked. */
const daysOff = new Set(
  `2026-01-01 2026-01-02 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-04-27 2026-04-30 2026-05-01
  2026-08-31 2026-09-01 2026-09-02 2027-01-01`.split(/\s+/),
)
const madeUp = new Set(['2026-01-10', '2026-08-22'])
const shortDay = '2026-06-10'

/** Whether each minute is open, and how many open ones come before it. */
const isOpenAt = new Uint8Array(days * 1440)
const openBefore = new Uint32Array(days * 1440 + 1)
const nextOpen = new Int32Array(days * 1440)
for (let day = 0; day < days; day++) {
  const date = new Date(firstDay + day * 86_400_000 + 7 * 3_600_000)
  const iso = date.toISOString().slice(0, 10)
  const isWeekday = date.getUTCDay() % 6 !== 0
  const isWorked = madeUp.has(iso) || (isWeekday && !daysOff.has(iso))
  for (let at = 0; isWorked && at < 1440; at++) {
    const isMorning = at >= 450 && at < 690
    const isAfternoon = at >= 810 && at < 1020 && iso !== shortDay
    isOpenAt[day * 1440 + at] = isMorning || isAfternoon ? 1 : 0
  }
}
for (let at = 0; at < isOpenAt.length; at++) openBefore[at + 1] = (openBefore[at] ?? 0) + (isOpenAt[at] ?? 0)
for (let at = isOpenAt.length - 1, next = -1; at >= 0; at--) {
  if (isOpenAt[at] === 1) next = at
  nextOpen[at] = next
}

const minuteOf = (at: EpochMs) => Math.floor((at - firstDay) / minute)
const openMinutes = (from: EpochMs, until: EpochMs) =>
  (openBefore[minuteOf(until)] ?? 0) - (openBefore[minuteOf(from)] ?? 0)

const weekdayNames = ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy']

/** Every fifth day the service is down for an hour in which the office is open: what comes up then waits for its end. */
function outageAt(at: EpochMs): { readonly from: EpochMs; readonly until: EpochMs } | undefined {
  const day = Math.floor(minuteOf(at) / 1440)
  const from = firstDay + (day * 1440 + 560) * minute
  const until = from + 60 * minute
  return day % 5 === 2 && at >= from && at < until ? { from, until } : undefined
}

/** How the next opening is told to whoever asks at a closed minute. */
function openingWords(now: EpochMs): string {
  const at = nextOpen[minuteOf(now)] ?? -1
  const date = new Date(firstDay + at * minute + 7 * 3_600_000)
  const clock = `${date.getUTCHours()}:${String(date.getUTCMinutes()).padStart(2, '0')}`
  const time = `${clock} ${date.getUTCHours() < 12 ? 'sáng' : 'chiều'}`
  const ahead = Math.floor(at / 1440) - Math.floor(minuteOf(now) / 1440)
  const [weekday, day, month] = [weekdayNames[date.getUTCDay()], date.getUTCDate(), date.getUTCMonth() + 1]
  if (ahead === 0) return `${time} nay`
  return ahead === 1
    ? `${time} ngày mai, ${weekday} ${day}/${month}`
    : `${time} ${weekday}, ngày ${day}/${month}`
}

interface Event {
  readonly at: EpochMs
  readonly citizen: number
  readonly input: Input
  /** A timer counts only while it is the newest. */
  readonly timer?: number
}

/** The next event first; those of the same moment in the order they came. */
class Queue {
  readonly #heap: { readonly event: Event; readonly order: number }[] = []
  #order = 0

  push(event: Event): void {
    const heap = this.#heap
    heap.push({ event, order: this.#order++ })
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1
      if (!this.#isBefore(at, parent)) break
      this.#swap(at, parent)
      at = parent
    }
  }

  pop(): Event | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first?.event
    heap[0] = last
    for (let at = 0; ; ) {
      let least = at
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && this.#isBefore(child, least)) least = child
      }
      if (least === at) return first.event
      this.#swap(at, least)
      at = least
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]]
    if (a === undefined || b === undefined) return false
    return a.event.at < b.event.at || (a.event.at === b.event.at && a.order < b.order)
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#heap[one], this.#heap[other]]
    if (a === undefined || b === undefined) return
    this.#heap[one] = b
    this.#heap[other] = a
  }
}

/** The same numbers in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

async function yearOffice(): Promise<Content> {
  const content = await office()
  const exceptions = new Map([[Day.parse(shortDay)?.number ?? 0, [{ from: 450, until: 690 }]]])
  const hours = officeHours({ weekly: weekdays, exceptions }, content.calendar)
  const ward = deskOf(content, {
    ...{ id: 'ward', name: 'Một cửa phường', accept: acceptWithin },
    escalation: [
      { type: 'desk', desk: 'deputy' },
      { type: 'contact', contact: 'desk' },
    ],
  })
  const deputy = deskOf(content, { id: 'deputy', name: 'Phó phòng', accept: acceptWithin })
  return { ...content, directory: directoryOf([ward, deputy].map((desk) => ({ ...desk, hours }))) }
}

interface Citizen {
  session: Session | undefined
  kept: KeptCase | undefined
  timer: number
  openedAt: EpochMs
  /** Since when somebody is to take it. */
  waitsSince: EpochMs | undefined
  tries: number
}

it('loses nobody, keeps every promise, and tells everybody the right opening', async () => {
  const content = await yearOffice()
  const start = (await atQuestion('count')).session
  const random = randomNumbers(20261122)
  const queue = new Queue()
  const citizens: Citizen[] = []
  const tally = {
    taken: 0,
    escalated: 0,
    closedHours: 0,
    rightOpening: 0,
    late: 0,
    refused: 0,
    overdue: 0,
    heldUp: 0,
    turns: 0,
  }
  let actions = 0

  for (let citizen = 0; citizen < caseCount; citizen++) {
    citizens.push({ session: start, kept: undefined, timer: 0, openedAt: 0, waitsSince: undefined, tries: 0 })
    const at = firstDay + Math.floor(random() * 365 * 1440) * minute
    queue.push({ at, citizen, input: { type: 'tap', choice: '!reach:chat:asked_for_person' } })
  }

  const act = (
    citizen: number,
    at: EpochMs,
    by: Officer,
    action: Extract<Input, { type: 'officer' }>['action'],
  ) => {
    actions += 1
    const id = `case${citizen}`
    queue.push({
      at,
      citizen,
      input: { type: 'officer', id: `a${actions}`, case: id, by, via: 'console', action },
    })
  }
  /** Open minutes later on the desk's calendar. */
  const later = (at: EpochMs, open: number): EpochMs => {
    const wanted = (openBefore[minuteOf(at)] ?? 0) + open
    let [low, high] = [minuteOf(at), isOpenAt.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((openBefore[middle] ?? 0) > wanted) high = middle
      else low = middle + 1
    }
    return firstDay + (low - 1) * minute
  }
  /** Nobody is there every ninth day; else somebody, or two at once, takes it sooner or later. */
  const tryToTake = (citizen: number, at: EpochMs) => {
    const when = later(at, Math.floor(-Math.log(1 - random()) * 6))
    const isAbsent = Math.floor(minuteOf(when) / 1440) % 9 === 0
    if (isAbsent && random() < 0.97) return
    act(citizen, when, lan, { does: 'take' })
    if (random() < 0.15) act(citizen, when, hung, { does: 'take' })
  }
  const work = (citizen: number, at: EpochMs, by: Officer) => {
    // Some take a case and go home.
    if (random() < 0.04) return
    const answered = later(at, 1 + Math.floor(random() * 20))
    act(citizen, answered, by, { does: 'answer', text: `Trả lời ${citizen} ạ.` })
    if (random() < 0.3)
      queue.push({ at: answered + minute, citizen, input: { type: 'text', text: `Hỏi thêm ${citizen}` } })
    const isForgotten = random() < 0.03
    if (!isForgotten)
      act(
        citizen,
        later(answered, 25),
        by,
        random() < 0.5 ? { does: 'give_back' } : { does: 'close', outcome: 'solved' },
      )
  }

  for (let event = queue.pop(); event !== undefined; event = queue.pop()) {
    const one = citizens[event.citizen]
    if (one === undefined || (event.timer !== undefined && event.timer !== one.timer)) continue
    const { citizen, input } = event
    const outage = outageAt(event.at)
    const at = outage?.until ?? event.at
    if (outage !== undefined) tally.heldUp += 1
    const around = { caseId: () => `case${citizen}`, recent: () => [] }
    tally.turns += 1
    // A process that dies in the middle of a turn leaves it to be done again.
    if (random() < 0.02) advance(content, one.session, input, at, around)
    const outcome = advance(content, one.session, input, at, around)
    one.session = JSON.parse(JSON.stringify(outcome.session)) as Session
    const before = one.kept
    for (const effect of outcome.effects) {
      if (effect.type === 'case_change') one.kept = keep(one.kept, effect as CaseChange)
      if (effect.type === 'schedule_timer' && effect.name === 'case') {
        one.timer += 1
        queue.push({ at: effect.at, citizen, input: { type: 'timer', name: 'case' }, timer: one.timer })
      }
      if (effect.type === 'cancel_timer' && effect.name === 'case') one.timer += 1
    }
    for (const entry of one.kept?.log.slice(before?.log.length ?? 0) ?? []) {
      switch (entry.kind) {
        case 'opened': {
          one.openedAt = at
          one.waitsSince = at
          tryToTake(citizen, at)
          if (isOpenAt[minuteOf(at)] === 1) break
          tally.closedHours += 1
          if (outcome.replies[0]?.text.includes(`Từ ${openingWords(at)} mới có cán bộ`))
            tally.rightOpening += 1
          break
        }
        case 'taken':
        case 'escalated':
          // Waiting at the end of its chain it comes up again once a day.
          if (one.waitsSince !== undefined && openMinutes(one.waitsSince, at) > acceptWithin) {
            const isAtEnd = (before?.fields.escalations ?? 0) >= 2
            const wasInTime = outage !== undefined && openMinutes(one.waitsSince, outage.from) <= acceptWithin
            if (wasInTime) tally.heldUp += 1
            else if (isAtEnd) tally.overdue += 1
            else tally.late += 1
          }
          tally[entry.kind] += 1
          one.waitsSince = entry.kind === 'taken' ? undefined : at
          if (entry.kind === 'taken') work(citizen, at, entry.by ?? lan)
          else tryToTake(citizen, at)
          break
        case 'refused':
          tally.refused += 1
          break
      }
    }
  }

  const states = citizens.map(({ kept }) => kept?.fields.state)
  expect(states.filter((state) => state !== 'closed')).toEqual([])
  expect(citizens.filter(({ session }) => session?.case !== undefined)).toEqual([])
  expect(citizens.filter(({ session }) => session?.frame?.at !== 'count')).toEqual([])
  expect(tally.late).toBe(0)
  expect(tally.closedHours).toBeGreaterThan(caseCount / 2)
  expect(tally.rightOpening).toBe(tally.closedHours)
  // The year was as hard as it was meant to be.
  expect(tally.taken).toBeGreaterThan(caseCount)
  expect(tally.escalated).toBeGreaterThan(caseCount / 20)
  expect(tally.refused).toBeGreaterThan(caseCount / 50)
  expect(tally.heldUp).toBeGreaterThan(caseCount / 100)
}, 120_000)
